"""A crashed process leaves no picture of its memory, which held what its users were just saying."""

import resource


def leave_none() -> None:
    """For this process and all that it starts. A limit of 0 would not keep the system from piping a core to a program
    of its own; 1 does, and is too small for a file."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    limit = 0 if most == 0 else 1
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
