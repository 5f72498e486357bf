"""Work that must happen at least once: leased by one worker at a time, and tried again later when it fails."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

# Longer than Stripe can keep one try waiting; a worker that dies frees its work this late.
LEASE = timedelta(minutes=2)
BACK_OFF = (10, 30, 120, 600, 3600)


W = TypeVar("W", bound="Owed")


class OwedQuerySet(QuerySet[W]):
    def open(self) -> Self:
        now = timezone.now()
        return self.filter(Q(leased_until__isnull=True) | Q(leased_until__lte=now), done_at__isnull=True)

    def due(self) -> Self:
        return self.open().filter(due_at__lte=timezone.now())

    def due_now(self) -> int:
        return self.filter(done_at__isnull=True).update(due_at=timezone.now())

    def lease(self) -> list[W]:
        """Takes what is open here and now; nobody else gets it until the lease is over."""
        lease = uuid.uuid4()
        taken = self.open().update(lease=lease, leased_until=timezone.now() + LEASE, attempts=F("attempts") + 1)
        return list(self.model._default_manager.filter(lease=lease)) if taken else []


class Owed(models.Model):
    due_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=64, blank=True, default="")
    lease = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def done(work: Sequence[Owed]) -> None:
    _mine(work).update(done_at=timezone.now(), failure="", lease=None, leased_until=None)


def failed(work: Sequence[Owed], failure: str) -> None:
    """Back on the pile, later each time."""
    tries = min(max(item.attempts for item in work), len(BACK_OFF))
    due = timezone.now() + timedelta(seconds=BACK_OFF[tries - 1])
    _mine(work).update(due_at=due, failure=failure[:64], lease=None, leased_until=None)


def _mine(work: Sequence[Owed]) -> QuerySet[Owed]:
    """Only while the lease is still ours."""
    return type(work[0])._default_manager.filter(pk__in=[item.pk for item in work], lease=work[0].lease)
