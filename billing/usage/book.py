"""Counts of what was used, kept in memory and written every few seconds, so that no run waits for them.

A worker that is killed loses what it has not written: at most SECONDS of counting.
"""

from datetime import date
from typing import NamedTuple
from uuid import UUID

import msgspec
import structlog
from prometheus_client import Counter

from adiuva.database import in_database
from adiuva.ledger import Ledger
from billing.usage import store
from billing.usage.months import micro_usd, today

log = structlog.get_logger("billing.usage")

SECONDS = 2.0
ROWS = 500

FAILURES = Counter("adiuva_usage_write_failures", "Times the usage of a worker could not be written, and was kept.")


class Key(NamedTuple):
    user_id: UUID
    day: date
    model: str


class Counts(msgspec.Struct):
    requests: int = 0
    estimated_requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_micro_usd: int = 0

    def add(self, other: "Counts") -> None:
        self.requests += other.requests
        self.estimated_requests += other.estimated_requests
        self.input_tokens += other.input_tokens
        self.output_tokens += other.output_tokens
        self.cost_micro_usd += other.cost_micro_usd


class Book(Ledger):
    def __init__(self, seconds: float = SECONDS, rows: int = ROWS) -> None:
        super().__init__(seconds)
        self.rows = rows
        self._counts: dict[Key, Counts] = {}
        self._released: list[UUID] = []

    def record(
        self,
        user_id: UUID,
        model: str,
        *,
        input_tokens: int,
        output_tokens: int,
        cost_usd: float | None = None,
        estimated: bool = False,
    ) -> None:
        """One call of a model, whether its run was finished, cancelled or failed."""
        counts = Counts(1, int(estimated), input_tokens, output_tokens, micro_usd(cost_usd))
        self._add(Key(user_id, today(), model.replace("\0", "")[:128]), counts)
        if len(self._counts) >= self.rows:
            self.hurry()

    def release(self, reservation_id: UUID) -> None:
        """Given back together with what was recorded before, in one transaction."""
        self._released.append(reservation_id)

    async def write(self) -> None:
        counts, self._counts = self._counts, {}
        released, self._released = self._released, []
        if not counts and not released:
            return
        try:
            await in_database(store.write, {key: msgspec.structs.astuple(c) for key, c in counts.items()}, released)
        except Exception:  # whatever it was, the counts are kept for the next time
            FAILURES.inc()
            log.exception("usage.not_written", rows=len(counts))
            for key, kept in counts.items():
                self._add(key, kept)
            self._released += released

    def _add(self, key: Key, counts: Counts) -> None:
        kept = self._counts.get(key)
        if kept is None:
            self._counts[key] = counts
        else:
            kept.add(counts)
