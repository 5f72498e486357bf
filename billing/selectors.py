"""Reads. Every one names the user whose rows it may see."""

import uuid
from datetime import datetime
from typing import Any

import msgspec
from django.contrib.auth import get_user_model
from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import Now
from django.utils import timezone

from adiuva.config import config
from billing.models import Source, Status, Subscription
from billing.tiers import NAMES

# past_due is the grace that Stripe itself gives; when it ends, Stripe says unpaid or canceled.
COUNTING = (Status.ACTIVE, Status.TRIALING, Status.PAST_DUE)


class Standing(msgspec.Struct, frozen=True):
    """What a user is entitled to now, and why."""

    tier: str
    status: str = Status.NONE
    source: str | None = None
    current_period_end: datetime | None = None
    cancel_at_period_end: bool = False
    seats: int = 1


def effective_tier(prefix: str = "") -> Case:
    """The tier as a column: the highest of what was paid for, what was given, and the default.

    `prefix` is the way to the subscription, `subscription__` from a user.
    """

    def where(**given: Any) -> Q:
        return Q(**{prefix + name: value for name, value in given.items()})

    over = where(cancel_at_period_end=True, current_period_end__lte=Now())
    paid = where(status__in=COUNTING) & ~over
    given = where(comp_until__gt=Now())
    higher = [name for name in reversed(NAMES) if NAMES.index(name) > NAMES.index(config.default_tier)]
    return Case(
        *(When((paid & where(tier=name)) | (given & where(comp_tier=name)), then=Value(name)) for name in higher),
        default=Value(config.default_tier),
        output_field=CharField(),
    )


def get_tier(user_id: uuid.UUID) -> str:
    users = get_user_model().objects.filter(id=user_id)
    return users.values_list(effective_tier("subscription__"), flat=True).first() or config.default_tier


def subscription_of(user_id: uuid.UUID) -> Subscription | None:
    return Subscription.objects.filter(user_id=user_id).first()


def standing_of(user_id: uuid.UUID) -> Standing:
    row = Subscription.objects.filter(user_id=user_id).annotate(effective=effective_tier()).first()
    if row is None:
        return Standing(config.default_tier)
    tier = row.effective
    now = timezone.now()
    given = row.comp_tier == tier and row.comp_until is not None and row.comp_until > now
    if given and not _paid_for(row, tier, now):
        return Standing(tier, Status.ACTIVE, Source.COMP, row.comp_until, True)
    if row.status == Status.NONE:
        return Standing(tier)
    return Standing(tier, row.status, row.source, row.current_period_end, row.cancel_at_period_end, row.seats)


def _paid_for(row: Subscription, tier: str, now: datetime) -> bool:
    end = row.current_period_end
    over = row.cancel_at_period_end and end is not None and end <= now
    return row.tier == tier and row.status in COUNTING and not over
