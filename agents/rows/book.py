"""Rows of runs, kept in memory and written together a second later, so that no run waits for them.

A run that begins and ends within that second is one insert.
"""

import asyncio
import contextlib
from typing import Any

import structlog

from adiuva.database import in_database
from agents.rows import store

log = structlog.get_logger("agents.rows")

SECONDS = 1.0
MOST = 20_000  # while the database is away, the newest are kept


class Book:
    """Belongs to one event loop: `note` is called on it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._rows: dict[str, dict[str, Any]] = {}
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def note(self, run_id: str, **fields: Any) -> None:
        self._rows.setdefault(run_id, {}).update(fields)

    async def flush(self) -> None:
        await asyncio.shield(self._flush())

    async def _flush(self) -> None:
        async with self._writing:
            rows, self._rows = self._rows, {}
            if not rows:
                return
            try:
                await in_database(store.write, rows)
            except Exception:  # whatever it was, they are kept for the next time
                log.exception("runs.not_written", rows=len(rows))
                newer, self._rows = self._rows, dict(list(rows.items())[-MOST:])
                for run_id, fields in newer.items():
                    self.note(run_id, **fields)

    async def start(self) -> None:
        self._writing = asyncio.Lock()  # of this loop
        self._task = asyncio.create_task(self._write_on())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self.flush()

    async def _write_on(self) -> None:
        while True:
            await asyncio.sleep(self.seconds)
            await self.flush()


BOOK = Book()
