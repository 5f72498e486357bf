"""What a user's own agent is called where agents are told apart: nothing the user wrote."""

import contextlib
from uuid import UUID


def key_of_id(agent_id: UUID) -> str:
    """What the router and a run's row call it."""
    return f"own_{agent_id.hex[:16]}"


def key_of_name(name: str) -> str:
    """A request may name it by its id."""
    with contextlib.suppress(ValueError):
        return key_of_id(UUID(name))
    return name
