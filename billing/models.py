"""What a user has paid for or been given, and what was used."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from billing.tiers import NAMES

TIER_CHOICES = [(name, name.capitalize()) for name in NAMES]


class Status(models.TextChoices):
    """Stripe's own words, and `none` where there has been no subscription."""

    NONE = "none"
    ACTIVE = "active"
    TRIALING = "trialing"
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    CANCELED = "canceled"
    INCOMPLETE = "incomplete"
    INCOMPLETE_EXPIRED = "incomplete_expired"
    PAUSED = "paused"


class Source(models.TextChoices):
    STRIPE = "stripe"
    STUB = "stub"
    COMP = "comp"


class Subscription(models.Model):
    """One row a user: what the payment side last said, and beside it what support has given.

    A gift never overwrites what was paid for, so that its end needs nothing to be put back.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="subscription"
    )
    tier = models.CharField("paid tier", max_length=16, choices=TIER_CHOICES, default="free")
    status = models.CharField(max_length=24, choices=Status.choices, default=Status.NONE)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.STRIPE)
    current_period_end = models.DateTimeField("paid until", null=True, blank=True)
    cancel_at_period_end = models.BooleanField("ends then", default=False)
    seats = models.PositiveIntegerField(default=1)
    stripe_customer_id = models.CharField(max_length=255, blank=True, default="")
    stripe_subscription_id = models.CharField(max_length=255, blank=True, default="")
    # When the state that this row mirrors was read: of two readings that cross, the newer one stays.
    read_at = models.DateTimeField("as of", null=True, blank=True)
    comp_tier = models.CharField("given tier", max_length=16, choices=TIER_CHOICES, blank=True, default="")
    comp_until = models.DateTimeField("given until", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["stripe_customer_id"], condition=~Q(stripe_customer_id=""), name="one_user_a_customer"
            ),
            models.CheckConstraint(
                condition=Q(comp_tier="") | Q(comp_until__isnull=False), name="a_comp_tier_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier} ({self.status})"


class UsageDay(models.Model):
    """What one user had one model do on one day (UTC)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="usage_days")
    day = models.DateField()
    model = models.CharField(max_length=128)
    requests = models.PositiveIntegerField(default=0)
    estimated_requests = models.PositiveIntegerField("estimated", default=0)
    input_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    cost_micro_usd = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "day", "model"], name="one_row_a_user_day_and_model")
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="usage_by_day")]
        verbose_name, verbose_name_plural = "day of usage", "days of usage"
        ordering: ClassVar = ["-day", "model"]

    def __str__(self) -> str:
        return f"{self.day} {self.model}"


class UsageReservation(models.Model):
    """Tokens and money held back under a cap for a run that has not been counted yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="usage_reservations")
    tokens = models.PositiveBigIntegerField(default=0)
    cost_micro_usd = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)
