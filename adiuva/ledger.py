"""What is counted in memory and written together a little later, so that nobody waits for it."""

import asyncio
import contextlib
from abc import ABC, abstractmethod


class Ledger(ABC):
    """Belongs to one event loop, from `start` to `stop`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._full = asyncio.Event()
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    @abstractmethod
    async def write(self) -> None:
        """All there is; what could not be written is kept for the next time."""

    async def flush(self) -> None:
        await asyncio.shield(self._flush())  # to the end, or what was taken would be lost

    def hurry(self) -> None:
        self._full.set()

    async def start(self) -> None:
        self._full, self._writing = asyncio.Event(), asyncio.Lock()  # of this loop
        self._task = asyncio.create_task(self._write_on())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self.flush()

    async def _flush(self) -> None:
        async with self._writing:
            await self.write()

    async def _write_on(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._full.wait(), self.seconds)
            self._full.clear()
            await self.flush()
