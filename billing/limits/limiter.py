"""Who decides: Redis for all workers where it answers, else this process for itself."""

import time
from typing import TYPE_CHECKING

import structlog
from prometheus_client import Counter

from adiuva.config import config
from billing.limits.decision import Decision
from billing.limits.window import SlidingWindow

if TYPE_CHECKING:
    from billing.limits.shared import SharedWindow

log = structlog.get_logger("billing.limits")

PAUSE = 1.0
LOG_EVERY = 30.0

THROTTLED = Counter("adiuva_throttled_requests", "Requests refused by the sliding window.", ["tier"])
FALLBACKS = Counter("adiuva_limiter_fallbacks", "Decisions a process took by itself because Redis did not answer.")


class Limiter:
    """A Redis that fails is left alone for a second, then one request tries it again.

    Meanwhile each process counts for itself, from what it has let pass before: with w workers a user may then
    pass up to w times the limit, which is better than refusing everyone or nobody.
    """

    def __init__(self, shared: "SharedWindow | None" = None, own: SlidingWindow | None = None) -> None:
        self.shared, self.own = shared, own or SlidingWindow()
        self._try_again = 0.0
        self._logged = -LOG_EVERY

    async def decide(self, key: str, limit: int) -> Decision:
        if self.shared is None or not self._may_ask():
            return self._alone(key, limit)
        try:
            decision = await self.shared.decide(key, limit)
        except OSError as error:
            self._failed(error)
            return self._alone(key, limit)
        self._try_again = 0.0
        if decision.allowed:
            self.own.note(key, limit)
        return decision

    async def peek(self, key: str, limit: int) -> Decision:
        if self.shared is not None and self._may_ask():
            try:
                return await self.shared.peek(key, limit)
            except OSError as error:
                self._failed(error)
        return self.own.peek(key, limit)

    async def forget(self, key: str) -> None:
        self.own.forget(key)
        if self.shared is not None:
            await self.shared.forget(key)

    async def close(self) -> None:
        if self.shared is not None:
            await self.shared.close()

    def _alone(self, key: str, limit: int) -> Decision:
        if self.shared is not None:
            FALLBACKS.inc()
        return self.own.decide(key, limit)

    def _may_ask(self) -> bool:
        if not self._try_again:
            return True
        now = time.monotonic()
        if now < self._try_again:
            return False
        self._try_again = now + PAUSE  # this one tries; the others wait for what it finds
        return True

    def _failed(self, error: Exception) -> None:
        now = time.monotonic()
        self._try_again = now + PAUSE
        if now - self._logged >= LOG_EVERY:
            self._logged = now
            log.warning("limits.redis_unavailable", error=str(error))


def _made() -> Limiter:
    if not config.redis_url:
        return Limiter()
    from billing.limits.shared import SharedWindow  # 8 MB that a single process does without

    return Limiter(SharedWindow(config.redis_url))


LIMITER = _made()
