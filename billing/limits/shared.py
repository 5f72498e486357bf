"""The same window for all workers, in Redis: one atomic script, one round trip."""

from collections.abc import Awaitable, Callable
from hashlib import sha1
from pathlib import Path

from redis.exceptions import NoScriptError

from billing.limits.connection import Connection, one_kind_of_failure
from billing.limits.decision import WINDOW, Decision

SCRIPT = Path(__file__).with_name("window.lua").read_text()
_SHA = sha1(SCRIPT.encode(), usedforsecurity=False).hexdigest()


class SharedWindow:
    """Raises OSError, whatever is wrong with Redis."""

    def __init__(self, url: str, window: float = WINDOW, prefix: str = "adiuva:window:") -> None:
        self.url, self.window, self.prefix = url, window, prefix
        self._microseconds = str(int(window * 1e6))
        self._connection = Connection(url)

    async def decide(self, key: str, limit: int) -> Decision:
        return await self._ask(key, limit, "1")

    async def peek(self, key: str, limit: int) -> Decision:
        return await self._ask(key, limit, "0")

    async def forget(self, key: str) -> None:
        with one_kind_of_failure():
            await self._connection.client().delete(self.prefix + key)

    async def close(self) -> None:
        await self._connection.close()

    async def _ask(self, key: str, limit: int, count: str) -> Decision:
        ask: Callable[..., Awaitable[list[int]]] = self._connection.client().execute_command
        given = (1, self.prefix + key, limit, self._microseconds, count)
        with one_kind_of_failure():
            try:
                said = await ask("EVALSHA", _SHA, *given)
            except NoScriptError:  # the server's first time, or its restart
                said = await ask("EVAL", SCRIPT, *given)
        allowed, counted, wait, reset = said
        return Decision(bool(allowed), limit, max(0, limit - counted), wait / 1e6, reset / 1e6)
