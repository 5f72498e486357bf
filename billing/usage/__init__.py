"""What users use: `record` counts a model call, `reserve` holds tokens and money under a cap before a run."""

from adiuva.lifespan import on_start, on_stop
from billing.limits.throttle import Asking
from billing.usage import caps
from billing.usage.book import Book
from billing.usage.caps import Reservation

BOOK = Book()
record, flush = BOOK.record, BOOK.flush

on_start(BOOK.start)
on_stop(BOOK.stop)


def is_capped(tier: str) -> bool:
    return caps.cap_of(tier).is_set


async def reserve(caller: Asking, *, tokens: int = 0, cost_usd: float = 0.0) -> Reservation:
    """Raises `usage_cap` when this much is not left. Without a cap it costs nothing."""
    if is_capped(caller.tier):
        await flush()  # what this worker has counted stands against the cap
    return await caps.hold(BOOK, caller, tokens=tokens, cost_usd=cost_usd)


__all__ = ["BOOK", "Reservation", "flush", "is_capped", "record", "reserve"]
