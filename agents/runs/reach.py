"""A user's run, on whichever worker it is."""

from accounts.asking import Caller
from adiuva.errors import Problem
from adiuva.workers import workers
from agents.runs import followers, live  # noqa: F401 - followers hear what other workers ask
from agents.runs.followed import Followed, cancel_elsewhere
from agents.runs.run import Run


async def follow(run_id: str, seq: int, *, caller: Caller) -> Run | Followed:
    """The run, if what comes after this event is still there; it is never begun a second time."""
    run = live.find(run_id, caller=caller)
    if run:
        run.events.after(seq, 0)
        return run
    if not workers.me:
        raise Problem("not_resumable")
    followed = Followed(run_id, str(caller.user_id), seq)
    await followed.begin()
    return followed


def cancel_here(run_id: str, *, caller: Caller) -> bool:
    """Whether this worker has such a run of this user, and not just the first part of one that waits for its client."""
    run = live.find(run_id, caller=caller)
    if not run or run.waits:
        return False
    run.cancel()
    return True


async def cancel(run_id: str, *, caller: Caller) -> bool:
    """Whether any worker has it; to be sure that none does takes a second or two."""
    if cancel_here(run_id, caller=caller):
        return True
    return bool(workers.me) and await cancel_elsewhere(run_id, str(caller.user_id))
