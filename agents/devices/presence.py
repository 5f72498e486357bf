"""Which devices are there: those of this process, and with Redis those of all workers.

While Redis is away a process goes on with its own; one that comes back empty is filled by the next round of renewals.
"""

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import structlog

from agents.devices.entries import MOST, Entry, TooMany

if TYPE_CHECKING:
    from agents.devices.registry import Registry

log = structlog.get_logger("agents.devices")
LOG_EVERY = 30.0
T = TypeVar("T")


class Presence:
    def __init__(self, registry: "Registry | None" = None) -> None:
        self._registry = registry
        self._here: dict[UUID, dict[str, Entry]] = {}
        self._logged = -LOG_EVERY

    async def join(self, entry: Entry) -> Entry | None:
        """The one that was there under its id until now; raises TooMany."""
        joined, elsewhere = await self._asked(lambda registry: registry.join(entry)) or (None, None)
        here = self._here.setdefault(entry.user_id, {})
        old = here.get(entry.device_id)
        if joined is None:
            joined = old is not None or len(here) < MOST
        if not joined:
            self._tidy(entry.user_id)
            raise TooMany
        here[entry.device_id] = entry
        return elsewhere or old

    async def renew(self, entry: Entry) -> bool | None:
        """Whether it is still the one of its id; None where nobody can say."""
        return await self._asked(lambda registry: registry.renew(entry))

    async def leave(self, entry: Entry) -> None:
        here = self._here.get(entry.user_id, {})
        if here.get(entry.device_id) is entry:
            del here[entry.device_id]
        self._tidy(entry.user_id)
        await self._asked(lambda registry: registry.remove(entry))

    async def of(self, user_id: UUID) -> list[Entry]:
        everywhere = await self._asked(lambda registry: registry.of(user_id)) or []
        return list((self._here.get(user_id, {}) | {entry.device_id: entry for entry in everywhere}).values())

    def _tidy(self, user_id: UUID) -> None:
        if not self._here.get(user_id, True):
            del self._here[user_id]

    async def _asked(self, ask: "Callable[[Registry], Awaitable[T]]") -> T | None:
        if self._registry is None:
            return None
        try:
            return await ask(self._registry)
        except OSError as error:
            now = time.monotonic()
            if now - self._logged >= LOG_EVERY:
                self._logged = now
                log.warning("devices.redis_unavailable", error=type(error).__name__)
            return None


def presence_of(url: str) -> Presence:
    if not url:
        return Presence()
    from agents.devices.registry import Registry  # brings Redis' client, which a process without Redis does not need

    return Presence(Registry(url))
