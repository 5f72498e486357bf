"""Which of a user's batches his tier runs: the oldest active ones, as many as it has; own steps with the builder.

A downgrade turns nothing off: what no longer fits stays as it is, says so, and is not run.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from adiuva.errors import Problem
from agents.batches.models import Batch
from agents.batches.wording import Wording, opened
from billing.tiers import require_feature

UNREADABLE = "unavailable"
BUILDER = "batch_builder"
ACTIVE = "active_batches"


class Kept(NamedTuple):
    row: Batch
    wording: Wording
    refusal: Problem | None


def kept(rows: Iterable[Batch], tier: str) -> Iterator[Kept]:
    active = 0
    for row in rows:
        active += row.active
        wording = opened(row.sealed, row.template, row.user_id)
        refusal = _refusal(row, active, tier) if wording else Problem(UNREADABLE)
        yield Kept(row, wording or Wording(""), refusal)


def check(row: Batch, number: int, tier: str) -> None:
    """Raises what keeps the tier from running this one, its `number` being its place among the active ones."""
    if not row.template:
        require_feature(tier, BUILDER)
    if row.active:
        require_feature(tier, ACTIVE, number)


def _refusal(row: Batch, number: int, tier: str) -> Problem | None:
    try:
        check(row, number, tier)
    except Problem as refusal:
        return refusal
    return None
