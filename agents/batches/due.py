"""What time brings: batches that are due are queued, and runs whose worker died or that were lost are found again.

Any number of processes may do this at once: rows are locked, and skipped where another has them, or changed on
condition.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from agents.batches import jobs, tasks
from agents.batches.models import Batch, BatchRun, RunStatus
from agents.batches.schedule import give_up_at, last_due, next_due
from agents.batches.wording import opened

MOST = 100
LOOK_AGAIN = timedelta(seconds=30)  # for a device


class Ended(NamedTuple):
    """A run that came to its end without a worker."""

    run: BatchRun
    error_code: str


def queue_due(now: datetime, most: int = MOST) -> list[BatchRun]:
    """Of the times that went by meanwhile only the last counts, and only within its window."""
    with transaction.atomic():
        due = Batch.objects.select_for_update(skip_locked=True).filter(next_due__lte=now).order_by("next_due")
        return [run for batch in due[:most] if (run := _queued(batch, now))]


def _queued(batch: Batch, now: datetime) -> BatchRun | None:
    assert batch.next_due
    last = last_due(batch.schedule, batch.timezone, now) or batch.next_due
    due = max(last, batch.next_due)
    following = next_due(batch.schedule, batch.timezone, now)
    Batch.objects.filter(pk=batch.pk).update(next_due=following)
    until = give_up_at(due, following)
    if now >= until:
        return None
    wording = opened(batch.sealed, batch.template, batch.user_id)
    run = jobs.queue(batch, len(wording.steps) if wording else 0, now=now, give_up_at=until)
    if run:
        tasks.run_batch.enqueue(run.pk.hex)
    return run


def send_again(now: datetime, most: int = MOST) -> int:
    """Queued runs that were put off until now, or that nobody took."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    late = BatchRun.objects.filter(free, status=RunStatus.QUEUED, try_at__lte=now)
    return sum(_sent_again(run, now) for run in late[:most])


def _sent_again(run: BatchRun, now: datetime) -> bool:
    with transaction.atomic():
        same = BatchRun.objects.filter(pk=run.pk, status=run.status, try_at=run.try_at)
        taken = bool(same.update(status=RunStatus.QUEUED, try_at=now + jobs.PICK_UP))
        if taken:
            tasks.run_batch.enqueue(run.pk.hex)
    return taken


def give_up_dead(now: datetime, most: int = MOST) -> list[Ended]:
    """Their worker died: what their step has done is not known, so they are not begun again by themselves."""
    dead = BatchRun.objects.filter(status=RunStatus.RUNNING, lease_until__lt=now)[:most]
    return [Ended(run, "internal") for run in dead if _ended(run, "internal")]


def waiting(now: datetime, joined: Collection[UUID] = (), most: int = 5 * MOST) -> list[BatchRun]:
    """Those that are to be looked at again, be it only because a device of their user has joined."""
    soon = Q(try_at__lte=now) | Q(user_id__in=joined)
    return list(BatchRun.objects.filter(soon, status=RunStatus.WAITING).order_by("try_at")[:most])


def look_again(runs: Iterable[BatchRun], online: set[UUID], now: datetime) -> list[Ended]:
    """Runs that wait for a device: begun where there is one, given up where their time is over, else put off."""
    ended: list[Ended] = []
    for run in runs:
        if run.user_id in online:
            _sent_again(run, now)
        elif run.give_up_at <= now:
            ended += [Ended(run, "device_gone")] if _ended(run, "device_gone") else []
        else:
            BatchRun.objects.filter(pk=run.pk, status=run.status, try_at=run.try_at).update(try_at=now + LOOK_AGAIN)
    return ended


def _ended(run: BatchRun, error_code: str) -> bool:
    same = BatchRun.objects.filter(pk=run.pk, status=run.status, lease_until=run.lease_until)
    return bool(same.update(status=RunStatus.FAILED, error_code=error_code, lease_until=None, holder=""))
