"""Who hears how a batch goes on: its user's devices, and the row of its run."""

from typing import Any, cast
from uuid import UUID

from msgspec import UNSET

from agents.batches.jobs import Job
from agents.batches.models import BatchRun
from agents.devices import switchboard
from agents.devices.frames import RunUpdate, Status
from agents.rows import BOOK

MOST_TEXT = 400_000


async def update(job: Job, status: str, step: int, text: str = "") -> None:
    await _tell(job.caller.user_id, job.run_id, job.batch_id, status, step, len(job.steps), text)


async def ended(run: BatchRun, error_code: str) -> None:
    """A run that nobody works on any more."""
    note(run.pk, status="failed", error_code=error_code)
    await _tell(run.user_id, run.pk, run.batch_id, "failed", run.step, run.steps, "")


async def cancelled(run: BatchRun) -> None:
    note(run.pk, status="cancelled")
    await _tell(run.user_id, run.pk, run.batch_id, "cancelled", run.step, run.steps, "")


def queued(run: BatchRun, request_id: str = "") -> None:
    note(
        run.pk,
        user_id=run.user_id,
        door="batch",
        status="queued",
        started_at=run.queued_at,
        request_id=request_id,
    )


def note(run_id: UUID, **fields: Any) -> None:
    BOOK.note(run_id.hex, **fields)


async def _tell(user_id: UUID, run_id: UUID, batch_id: UUID, status: str, step: int, steps: int, text: str) -> None:
    frame = RunUpdate(
        run_id=run_id.hex,
        status=cast(Status, status),
        step=min(step + 1, steps),
        steps=steps,
        batch_id=str(batch_id),
        text=text[:MOST_TEXT] or UNSET,
    )
    await switchboard.tell(user_id, frame)
