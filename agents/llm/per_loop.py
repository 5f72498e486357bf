"""Clients belong to an event loop: made in it, and closed when it shuts down."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class PerLoop(Generic[T]):
    def __init__(self, make: Callable[[str], T], close: Callable[[T], Awaitable[object]]) -> None:
        self._make = make
        self._close = close
        self._kept: dict[asyncio.AbstractEventLoop, dict[str, tuple[T, AsyncGenerator[T]]]] = {}

    async def get(self, name: str) -> T:
        loop = asyncio.get_running_loop()
        mine = self._kept.get(loop)
        if mine is None:
            self._kept = {other: kept for other, kept in self._kept.items() if not other.is_closed()}
            mine = self._kept[loop] = {}
        if name not in mine:
            thing = self._make(name)
            keeper = self._keep(thing)
            mine[name] = (thing, keeper)
            await anext(keeper)
        return mine[name][0]

    async def _keep(self, thing: T) -> AsyncGenerator[T]:
        """A loop that shuts down closes its generators, and this one what it holds."""
        try:
            yield thing
        finally:
            await self._close(thing)
