"""The same places for all workers, in Redis."""

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha1
from pathlib import Path
from uuid import UUID

from redis.exceptions import NoScriptError

from billing.limits.connection import Connection, one_kind_of_failure

LASTS_MS = 60_000
ANY = 1_000_000  # a place that is held is renewed, whatever the limit is by now
SCRIPT = Path(__file__).with_name("slots.lua").read_text()
_SHA = sha1(SCRIPT.encode(), usedforsecurity=False).hexdigest()


class SharedSlots:
    """Raises OSError, whatever is wrong with Redis."""

    def __init__(self, kind: str, url: str, lasts_ms: int = LASTS_MS) -> None:
        self._prefix, self._lasts_ms = f"adiuva:slots:{kind}:", lasts_ms
        self._connection = Connection(url)

    async def take(self, user_id: UUID, place: str, limit: int) -> bool:
        ask: Callable[..., Awaitable[int]] = self._connection.client().execute_command
        given = (1, f"{self._prefix}{user_id}", place, limit, self._lasts_ms)
        with one_kind_of_failure():
            try:
                return bool(await ask("EVALSHA", _SHA, *given))
            except NoScriptError:  # the server's first time, or its restart
                return bool(await ask("EVAL", SCRIPT, *given))

    async def renew(self, places: Sequence[tuple[UUID, str]]) -> None:
        with contextlib.suppress(OSError):  # the next round comes before they run out
            for user_id, place in places:
                await self.take(user_id, place, ANY)

    async def leave(self, user_id: UUID, place: str) -> None:
        with contextlib.suppress(OSError), one_kind_of_failure():  # it runs out by itself
            await self._connection.client().zrem(f"{self._prefix}{user_id}", place)

    async def count(self, user_id: UUID) -> int:
        with one_kind_of_failure():
            now = int((await self._connection.client().time())[0]) * 1000
            held: int = await self._connection.client().zcount(f"{self._prefix}{user_id}", now, "+inf")
            return held

    async def close(self) -> None:
        await self._connection.close()
