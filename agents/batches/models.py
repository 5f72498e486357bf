"""What is kept of a batch: the user's words sealed, when it is due, and how its last run stands."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.timezone import now


class Batch(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="batches")
    template = models.CharField(max_length=64, blank=True)  # its steps are the template's; else they are in `sealed`
    sealed = models.BinaryField()
    schedule = models.CharField(max_length=100, blank=True)
    timezone = models.CharField(max_length=64, default="UTC")
    active = models.BooleanField(default=True)
    next_due = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name_plural = "batches"
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["next_due"], name="batches_due", condition=models.Q(next_due__isnull=False))]

    def __str__(self) -> str:
        return str(self.id)


class RunStatus(models.TextChoices):
    QUEUED = "queued"
    WAITING = "waiting"  # for a device
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


LIVE = (RunStatus.QUEUED, RunStatus.WAITING, RunStatus.RUNNING)


class BatchRun(models.Model):
    """A run of a batch on its way, and the last one that ended. Who works on it holds a lease that he renews."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="runs")
    user_id = models.UUIDField()
    status = models.CharField(max_length=16, choices=RunStatus, default=RunStatus.QUEUED)
    first_step = models.PositiveSmallIntegerField(default=0)
    step = models.PositiveSmallIntegerField(default=0)  # the one at work, or the one it ended in
    steps = models.PositiveSmallIntegerField()
    error_code = models.CharField(max_length=32, blank=True)
    queued_at = models.DateTimeField(default=now)
    try_at = models.DateTimeField()  # when to look at it again, unless somebody holds it
    give_up_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch"], condition=models.Q(status__in=LIVE), name="one_run_of_a_batch")
        ]
        indexes = [
            models.Index(fields=["status", "try_at"], name="batch_runs_to_try"),
            models.Index(fields=["batch", "queued_at"], name="batch_runs_of_a_batch"),
        ]
