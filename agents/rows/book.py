"""Rows of runs, kept in memory and written together a second later, so that no run waits for them.

A run that begins and ends within that second is one insert.
"""

from typing import Any

import structlog

from adiuva.database import in_database
from adiuva.ledger import Ledger
from agents.rows import store

log = structlog.get_logger("agents.rows")

SECONDS = 1.0
MOST = 20_000  # while the database is away, the newest are kept


class Book(Ledger):
    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__(seconds)
        self._rows: dict[str, dict[str, Any]] = {}

    def note(self, run_id: str, **fields: Any) -> None:
        self._rows.setdefault(run_id, {}).update(fields)

    async def write(self) -> None:
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


BOOK = Book()
