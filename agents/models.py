"""What is kept of a user's work with agents: settings, sealed, and rows about runs that hold no content."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from agents.batches.models import Batch, BatchRun

__all__ = ["Batch", "BatchRun", "OwnAgent", "RunRow"]


class OwnAgent(models.Model):
    """An agent of the user's own, built on one of the catalog. What he wrote is in `sealed`, bound to him."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_agents")
    agent = models.CharField(max_length=64)
    sealed = models.BinaryField()
    model = models.CharField(max_length=200, blank=True)
    temperature = models.FloatField(null=True, blank=True)
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return str(self.id)


class RunRow(models.Model):
    """One run, without a word of it."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="runs")
    agent = models.CharField(max_length=300, blank=True)
    door = models.CharField(max_length=32)
    status = models.CharField(max_length=16)
    started_at = models.DateTimeField()
    duration_ms = models.BigIntegerField(default=0)
    first_token_ms = models.BigIntegerField(null=True)
    input_tokens = models.BigIntegerField(default=0)
    output_tokens = models.BigIntegerField(default=0)
    cost_micro_usd = models.BigIntegerField(null=True)
    estimated = models.BooleanField(default=False)
    tool_calls = models.IntegerField(default=0)
    error_code = models.CharField(max_length=32, blank=True)
    request_id = models.CharField(max_length=128, blank=True)
    device_id = models.CharField(max_length=128, blank=True)

    class Meta:
        verbose_name = "run"
        indexes = [
            models.Index(fields=["user", "-started_at", "-id"], name="runs_of_a_user"),
            models.Index(fields=["started_at"], name="runs_by_age"),
            models.Index(fields=["request_id"], name="runs_of_a_request", condition=~models.Q(request_id="")),
        ]

    def __str__(self) -> str:
        return str(self.id)
