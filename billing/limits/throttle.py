"""One request of one user: counted, or refused. HTTP goes through billing.middleware, everything else calls this."""

import uuid
from typing import Protocol

from adiuva.observability import figures
from billing.limits.decision import Decision
from billing.limits.limiter import LIMITER, THROTTLED
from billing.tiers import get_rate_limit


class Asking(Protocol):
    @property
    def user_id(self) -> uuid.UUID: ...

    @property
    def tier(self) -> str: ...


async def decide(caller: Asking) -> Decision:
    decision = await LIMITER.decide(str(caller.user_id), get_rate_limit(caller.tier))
    if not decision.allowed:
        THROTTLED.labels(caller.tier).inc()
        figures.count("throttled")
    return decision


async def throttle(caller: Asking) -> Decision:
    """Counts one request; raises `rate_limited` over the limit.

    Call it after a frame has been read and checked, so that what never becomes a run does not count, and on a
    socket with `accounts.asking.caller_now(caller)`, so that an upgrade holds from the next frame.
    """
    decision = await decide(caller)
    if not decision.allowed:
        raise decision.refusal()
    return decision


async def look(caller: Asking) -> Decision:
    """How much of the window is left, without counting."""
    return await LIMITER.peek(str(caller.user_id), get_rate_limit(caller.tier))


async def reset(user_id: uuid.UUID) -> None:
    await LIMITER.forget(str(user_id))
