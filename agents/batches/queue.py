"""Takes tasks out of the Tasks API's database queue, several at a time, for one event loop.

Its own worker runs one task after another, each on a loop of its own: the devices and model connections of a process
live on one loop, and a run mostly waits. What is done is deleted; the rows of a worker that died are cleared away.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from agents.batches.tasks import QUEUE

Row = DBTaskResult[Any, Any]  # it pretends to be generic
STALE = timedelta(hours=1)  # no run lasts as long


def take(worker: str, most: int) -> list[Row]:
    with transaction.atomic():
        ready = DBTaskResult.objects.ready().filter(queue_name=QUEUE)
        rows = list(ready.select_for_update(skip_locked=True)[:most]) if most else []
        for row in rows:
            row.claim(worker)
    return rows


def done(row: Row) -> None:
    DBTaskResult.objects.filter(pk=row.pk).delete()


def clear_stale() -> int:
    stale = DBTaskResult.objects.running().filter(queue_name=QUEUE, started_at__lt=timezone.now() - STALE)
    deleted, _ = stale.delete()
    return int(deleted)
