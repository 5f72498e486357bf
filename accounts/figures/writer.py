import asyncio
import contextlib

import structlog

from accounts.figures import store
from adiuva.database import in_database
from adiuva.observability import figures

log = structlog.get_logger("accounts.figures")

SECONDS = 5.0


class Writer:
    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._write_on())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self.flush()

    async def flush(self) -> None:
        await asyncio.shield(self._flush())  # to the end, or what was taken would be lost

    async def _flush(self) -> None:
        counts = figures.take()
        if not counts:
            return
        try:
            await in_database(store.write, counts)
        except Exception:  # whatever it was, they are kept for the next time
            log.exception("figures.not_written")
            figures.put_back(counts)

    async def _write_on(self) -> None:
        while True:
            await asyncio.sleep(self.seconds)
            await self.flush()
