"""Making, changing, removing a user's batches, and asking for a run of one."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from adiuva.errors import Problem, field_error, invalid
from agents.batches import fitting, jobs, selectors, tasks
from agents.batches.models import LIVE, Batch, BatchRun, RunStatus
from agents.batches.schedule import next_due
from agents.batches.selectors import Seen
from agents.batches.shapes import BatchChange, BatchRequest
from agents.batches.templates import TEMPLATES
from agents.batches.wording import Wording, sealed
from billing.tiers import require_feature

MOST = 200  # of one user, whatever the tier


class Cancelled(NamedTuple):
    """A run that was asked to be cancelled, and whether it is over by that."""

    run: BatchRun
    just_now: bool


def create(*, user_id: UUID, tier: str, asked: BatchRequest) -> Seen:
    wording = _wording(asked)
    template = TEMPLATES.get(asked.template or "")
    schedule = asked.schedule if "schedule" in asked.model_fields_set or template is None else template.schedule
    row = Batch(
        user_id=user_id,
        template=asked.template or "",
        sealed=sealed(wording, user_id),
        schedule=schedule or "",
        timezone=asked.timezone,
        active=asked.active,
    )
    row.next_due = _next_due(row)
    with transaction.atomic():
        _one_at_a_time(user_id)
        if Batch.objects.filter(user_id=user_id).count() >= MOST:
            raise Problem("conflict", f"{MOST} batches are the most a user may have.")
        fitting.check(row, _active_before(row) + 1, tier)
        row.save(force_insert=True)
    return selectors.one_of(user_id, tier, row.id)


def change(*, user_id: UUID, tier: str, batch_id: UUID, asked: BatchChange) -> Seen:
    """Whatever the tier, a batch may be renamed, rescheduled, switched off; own steps and one more active must fit."""
    named = asked.model_fields_set
    with transaction.atomic():
        _one_at_a_time(user_id)
        row, wording, _ = selectors.one_of(user_id, tier, batch_id).batch
        was_active = row.active
        if "steps" in named:
            require_feature(tier, fitting.BUILDER)
            row.template = ""
            wording = Wording(wording.name, tuple(step.step() for step in asked.steps))
        if "name" in named:
            wording = Wording(asked.name, wording.steps)
        if named & {"name", "steps"}:
            row.sealed = sealed(Wording(wording.name, () if row.template else wording.steps), user_id)
        if "schedule" in named:
            row.schedule = asked.schedule or ""
        if "timezone" in named:
            row.timezone = asked.timezone
        if "active" in named:
            row.active = asked.active
        if row.active and not was_active:
            fitting.check(row, _active_before(row) + 1, tier)
        if named & {"schedule", "timezone", "active"}:
            row.next_due = _next_due(row)
        row.save()
    return selectors.one_of(user_id, tier, batch_id)


def remove(*, user_id: UUID, batch_id: UUID) -> BatchRun | None:
    """The run that was on its way, if one was: it goes with its batch."""
    with transaction.atomic():
        live = BatchRun.objects.filter(user_id=user_id, batch_id=batch_id, status__in=LIVE).first()
        deleted, _ = Batch.objects.filter(user_id=user_id, pk=batch_id).delete()
    if not deleted:
        raise Problem("not_found")
    return live


def ask_for_run(*, user_id: UUID, tier: str, batch_id: UUID, from_step: int = 1) -> BatchRun:
    """From the step of this number on; what the steps before it gave is gone."""
    with transaction.atomic():
        list(Batch.objects.select_for_update().filter(user_id=user_id, pk=batch_id))
        one = selectors.one_of(user_id, tier, batch_id).batch
        if one.refusal:
            raise one.refusal
        if not one.row.active:
            raise Problem("conflict", "The batch is not active.")
        if from_step > len(one.wording.steps):
            detail = f"The batch has {len(one.wording.steps)} steps."
            raise Problem("invalid", detail, errors=[field_error("from_step", "too_large", detail)])
        run = jobs.queue(one.row, len(one.wording.steps), first_step=from_step - 1, now=timezone.now())
        if run is None:
            live = BatchRun.objects.filter(batch=one.row, status__in=LIVE).values_list("pk", flat=True).first()
            raise Problem("busy", "The batch is running already.", run_id=live.hex if live else None)
        tasks.run_batch.enqueue(run.pk.hex)
        return run


def cancel_run(*, user_id: UUID, run_id: str, though_held: bool = False) -> Cancelled | None:
    """One that nobody works on is over with this; `though_held`: any, and its holder finds out at his next step."""
    runs = BatchRun.objects.filter(user_id=user_id, pk=run_id)
    free = (
        runs.filter(status__in=LIVE) if though_held else runs.filter(status__in=(RunStatus.QUEUED, RunStatus.WAITING))
    )
    just_now = bool(free.update(status=RunStatus.CANCELLED, lease_until=None, holder=""))
    run = runs.first()
    return Cancelled(run, just_now) if run else None


def _wording(asked: BatchRequest) -> Wording:
    if asked.template:
        if asked.steps is not None:
            raise invalid("steps", "conflict", "A template brings its steps along.")
        return Wording(asked.name or TEMPLATES[asked.template].title)
    missing = [field for field in ("name", "steps") if getattr(asked, field) is None]
    if missing:
        detail = "Give a template, or a name and steps."
        raise Problem("invalid", detail, errors=[field_error(field, "required", detail) for field in missing])
    assert asked.name and asked.steps
    return Wording(asked.name, tuple(step.step() for step in asked.steps))


def _one_at_a_time(user_id: UUID) -> None:
    """Two changes of one user at once must not pass a limit together."""
    list(User.objects.select_for_update().filter(pk=user_id))


def _active_before(row: Batch) -> int:
    return Batch.objects.filter(user_id=row.user_id, active=True).exclude(pk=row.pk).count()


def _next_due(row: Batch, now: datetime | None = None) -> datetime | None:
    return next_due(row.schedule, row.timezone, now or timezone.now()) if row.active and row.schedule else None
