"""Reading a user's batches; another user's are not there."""

from typing import NamedTuple
from uuid import UUID

from adiuva.errors import Problem
from agents.batches.fitting import Kept, kept
from agents.batches.models import Batch, BatchRun


class Seen(NamedTuple):
    batch: Kept
    last_run: BatchRun | None


def all_of(user_id: UUID, tier: str) -> list[Seen]:
    last = {run.batch_id: run for run in BatchRun.objects.filter(user_id=user_id).order_by("queued_at")}
    return [Seen(one, last.get(one.row.id)) for one in kept(Batch.objects.filter(user_id=user_id), tier)]


def one_of(user_id: UUID, tier: str, batch_id: UUID) -> Seen:
    """With its place among the others, for that decides whether it fits."""
    for seen in all_of(user_id, tier):
        if seen.batch.row.id == batch_id:
            return seen
    raise Problem("not_found")
