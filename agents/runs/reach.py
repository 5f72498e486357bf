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


async def cancel(run_id: str, *, caller: Caller) -> bool:
    """Whether there is such a run of this user."""
    run = live.find(run_id, caller=caller)
    if run:
        run.cancel()
        return True
    return bool(workers.me) and await cancel_elsewhere(run_id, str(caller.user_id))
