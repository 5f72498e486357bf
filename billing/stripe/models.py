"""What we must remember of our talk with Stripe: ids, never what a payload says of a person."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from billing.stripe.owed import Owed, OwedQuerySet


class StripeEvent(Owed):
    """One event of Stripe's, stored once. Done means that its effect is in our rows."""

    id = models.CharField(primary_key=True, max_length=255)
    type = models.CharField(max_length=64)
    customer_id = models.CharField(max_length=255, blank=True, default="", db_index=True)
    object_id = models.CharField(max_length=255, blank=True, default="")
    created_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)

    objects = OwedQuerySet["StripeEvent"].as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(done_at__isnull=True), name="stripe_event_owed"),
            models.Index(fields=["-received_at"], name="stripe_event_latest"),
        ]
        ordering: ClassVar = ["-received_at"]

    def __str__(self) -> str:
        return self.id


class PendingCancellation(Owed):
    """A customer whose account was deleted. The row stays when it is done, as a gravestone:

    what Stripe may still start for this customer is ended again.
    """

    customer_id = models.CharField(primary_key=True, max_length=255)
    subscription_id = models.CharField(max_length=255, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    objects = OwedQuerySet["PendingCancellation"].as_manager()

    class Meta:
        verbose_name = "owed cancellation"
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.customer_id


class OpenCheckout(models.Model):
    """The one checkout session a user may have open, so that two can never both be paid."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    tier = models.CharField(max_length=16)
    seats = models.PositiveIntegerField(default=1)
    nonce = models.UUIDField(default=uuid.uuid4)
    session_id = models.CharField(max_length=255, blank=True, default="", db_index=True)
    url = models.TextField(blank=True, default="")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.tier} × {self.seats}"


class KeptAnswer(models.Model):
    """What an `Idempotency-Key` was answered with."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)
    url = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return self.key
