"""Writing the rows of runs, and clearing away the old ones."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.contrib.auth import get_user_model
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from agents.models import RunRow

log = structlog.get_logger("agents.rows")

KEPT = timedelta(days=90)
_BATCH = 200
_GOES_ON = [
    field.name for field in RunRow._meta.concrete_fields if field.name not in ("id", "user", "door", "started_at")
]


def write(rows: Mapping[str, Mapping[str, Any]]) -> None:
    try:
        _write(rows)
    except IntegrityError:  # a user was deleted between the look and the commit; the second look knows
        _write(rows)
    except DataError:  # one that no database takes must not keep the others out
        for run_id, fields in rows.items():
            try:
                _write({run_id: fields})
            except DataError:
                log.exception("runs.refused", run_id=run_id)


@transaction.atomic
def _write(rows: Mapping[str, Mapping[str, Any]]) -> None:
    begun = {run_id: fields for run_id, fields in rows.items() if "started_at" in fields}
    wanted = {fields["user_id"] for fields in begun.values()}
    there = set(get_user_model().objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    made = [RunRow(id=UUID(run_id), **fields) for run_id, fields in begun.items() if fields["user_id"] in there]
    _begin_anew([row for row in made if row.door == "batch"])
    RunRow.objects.bulk_create(
        made, batch_size=_BATCH, update_conflicts=True, unique_fields=["id"], update_fields=_GOES_ON
    )
    for run_id in sorted(rows.keys() - begun.keys()):
        RunRow.objects.filter(pk=UUID(run_id)).update(**rows[run_id])


def _begin_anew(rows: list[RunRow]) -> None:
    """A batch's run that was queued or waited begins only now; one that paused for its client goes on under its id."""
    if rows:
        before = RunRow.objects.filter(pk__in=[row.pk for row in rows])
        asked = dict(before.values_list("pk", "request_id"))
        for row in rows:
            row.request_id = row.request_id or asked.get(row.pk, "")
        before.delete()


def cancel_waiting(user_id: UUID, run_id: str) -> str:
    """The status of a run as far as it is written, or nothing; one that waits for its client is over with this."""
    rows = RunRow.objects.filter(user_id=user_id, pk=run_id)
    rows.filter(status="waiting").exclude(door="batch").update(status="cancelled")
    return rows.values_list("status", flat=True).first() or ""


def go_on(user_id: UUID, run_id: str) -> bool:
    """Whether a run that waited for its client may: it runs from here on, and is cancelled where it does."""
    rows = RunRow.objects.filter(user_id=user_id, pk=run_id)
    return bool(rows.filter(status="waiting").update(status="running")) or not rows.filter(status="cancelled").exists()


def clean(now: datetime | None = None) -> int:
    deleted, _ = RunRow.objects.filter(started_at__lt=(now or timezone.now()) - KEPT).delete()
    return deleted
