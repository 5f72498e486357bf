"""The runs of batches as rows: queued, held by one worker under a lease, ended. Each step is a conditional update."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.asking import Caller
from accounts.models import User
from adiuva.errors import Problem
from agents.batches import selectors
from agents.batches.models import LIVE, Batch, BatchRun, RunStatus
from agents.batches.schedule import WINDOW
from agents.batches.templates import Step
from billing.selectors import get_tier

LEASE = timedelta(seconds=60)
PICK_UP = timedelta(seconds=60)  # a queued run that nobody took by then is sent out again
NO_SESSION = UUID(int=0)


class Job(NamedTuple):
    """A run in the hands of the one who holds its lease."""

    run_id: UUID
    batch_id: UUID
    holder: str
    caller: Caller
    steps: tuple[Step, ...]
    first_step: int
    timezone: str
    give_up_at: datetime
    refusal: Problem | None


def queue(
    batch: Batch, steps: int, *, now: datetime, first_step: int = 0, give_up_at: datetime | None = None
) -> BatchRun | None:
    """None where one is on its way already. The caller holds the batch's row and is in a transaction."""
    if BatchRun.objects.filter(batch=batch, status__in=LIVE).exists():
        return None
    BatchRun.objects.filter(batch=batch).delete()
    return BatchRun.objects.create(
        batch=batch,
        user_id=batch.user_id,
        first_step=first_step,
        step=first_step,
        steps=steps,
        queued_at=now,
        try_at=now + PICK_UP,
        give_up_at=give_up_at or now + WINDOW,
    )


def lease(run_id: UUID, now: datetime | None = None) -> Job | None:
    """None where the run is over, held by another, or gone."""
    now = now or timezone.now()
    holder = uuid4().hex
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    waiting = BatchRun.objects.filter(free, pk=run_id, status__in=(RunStatus.QUEUED, RunStatus.WAITING))
    if not waiting.update(status=RunStatus.RUNNING, holder=holder, lease_until=now + LEASE):
        return None
    run = BatchRun.objects.get(pk=run_id)
    user = User.objects.get(pk=run.user_id)
    tier = get_tier(user.pk)
    row, wording, refusal = selectors.one_of(user.pk, tier, run.batch_id).batch
    if not user.is_active:
        refusal = Problem("forbidden")
    return Job(
        run_id=run.pk,
        batch_id=row.pk,
        holder=holder,
        caller=Caller(user.pk, user.email, tier, NO_SESSION, user.email_verified_at is not None),
        steps=wording.steps,
        first_step=run.first_step,
        timezone=row.timezone,
        give_up_at=run.give_up_at,
        refusal=refusal,
    )


def renew(job: Job, step: int, now: datetime | None = None) -> bool:
    """Whether the run is still this holder's."""
    return bool(_held(job).update(lease_until=(now or timezone.now()) + LEASE, step=step))


def put_back(job: Job, status: RunStatus, try_at: datetime) -> bool:
    return bool(_held(job).update(status=status, try_at=try_at, lease_until=None, holder=""))


def look_soon(job: Job, now: datetime | None = None) -> None:
    """What it waits for is there."""
    BatchRun.objects.filter(pk=job.run_id, status=RunStatus.WAITING).update(try_at=now or timezone.now())


def finish(job: Job, status: str, *, step: int, error_code: str = "") -> bool:
    return bool(_held(job).update(status=status, step=step, error_code=error_code[:32], lease_until=None, holder=""))


def _held(job: Job) -> QuerySet[BatchRun]:
    return BatchRun.objects.filter(pk=job.run_id, holder=job.holder, status=RunStatus.RUNNING)
