"""How many of a kind one user has at once: sockets, runs.

Counted in this process; with Redis for all workers, where a place that nobody renews is free again, as its worker died.
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid4

import structlog

from adiuva.config import config

if TYPE_CHECKING:
    from billing.limits.shared_slots import SharedSlots

log = structlog.get_logger("billing.limits")

RENEWED_EVERY = 20.0


class Slot(NamedTuple):
    user_id: UUID
    place: str


class Slots:
    def __init__(self, kind: str, url: str = config.redis_url) -> None:
        self._shared = _shared(kind, url) if url else None
        self._held: dict[UUID, set[str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._leaving: set[asyncio.Task[None]] = set()
        self._renewing = False

    async def take(self, user_id: UUID, limit: int) -> Slot | None:
        slot = Slot(user_id, uuid4().hex)
        mine = self._held.setdefault(user_id, set())
        if len(mine) >= limit:
            return None
        mine.add(slot.place)  # before anything is awaited: two that come at once are two
        if self._shared and not await self._taken(self._shared, slot, limit):
            self._forget(slot)
            return None
        return slot

    def give_back(self, slot: Slot) -> None:
        self._forget(slot)
        if self._shared:
            leaving = self._aside(self._shared.leave(slot.user_id, slot.place))
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)

    async def count(self, user_id: UUID) -> int:
        if self._shared:
            with contextlib.suppress(OSError):  # without Redis each worker knows of its own
                return await self._shared.count(user_id)
        return len(self._held.get(user_id, ()))

    async def _taken(self, shared: "SharedSlots", slot: Slot, limit: int) -> bool:
        if not self._renewing:
            self._renewing = True
            self._aside(self._renew(shared))
        if self._leaving:  # what was just given back here counts no more
            await asyncio.wait(self._leaving)
        try:
            return await shared.take(slot.user_id, slot.place, limit)
        except OSError as error:  # each worker counts for itself until Redis is back
            log.warning("slots.redis_unavailable", error=str(error))
            return True

    def _forget(self, slot: Slot) -> None:
        mine = self._held.get(slot.user_id, set())
        mine.discard(slot.place)
        if not mine:
            self._held.pop(slot.user_id, None)

    def _aside(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _renew(self, shared: "SharedSlots") -> None:
        try:
            while self._held:
                await asyncio.sleep(RENEWED_EVERY)
                await shared.renew([(user_id, place) for user_id, mine in self._held.items() for place in mine])
        finally:
            self._renewing = False


def _shared(kind: str, url: str) -> "SharedSlots":
    from billing.limits.shared_slots import SharedSlots  # without Redis its library is not loaded

    return SharedSlots(kind, url)
