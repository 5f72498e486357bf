"""Writes to a user's subscription row, each one short statement or two."""

import uuid
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from billing.models import Source, Status, Subscription


def apply_subscription(
    *,
    user_id: uuid.UUID,
    tier: str,
    status: str,
    read_at: datetime,
    source: str = Source.STRIPE,
    current_period_end: datetime | None = None,
    cancel_at_period_end: bool = False,
    seats: int = 1,
    stripe_customer_id: str = "",
    stripe_subscription_id: str = "",
) -> bool:
    """Overwrites what the payment side says of a user, unless a newer reading is there. Whether it was written.

    An empty customer id leaves the one that is known. False too when the user has gone.
    """
    said = {
        "tier": tier,
        "status": Status(status),
        "source": Source(source),
        "current_period_end": current_period_end,
        "cancel_at_period_end": cancel_at_period_end,
        "seats": seats,
        "stripe_subscription_id": stripe_subscription_id,
        "read_at": read_at,
        "updated_at": timezone.now(),
    }
    if stripe_customer_id:
        said["stripe_customer_id"] = stripe_customer_id
    not_newer = Q(read_at__isnull=True) | Q(read_at__lte=read_at)
    if not _row_is_there(user_id):
        return False
    return bool(Subscription.objects.filter(not_newer, user_id=user_id).update(**said))


def keep_customer(*, user_id: uuid.UUID, stripe_customer_id: str) -> str:
    """Remembers a user's customer at Stripe; of two made at once the first stays, and is returned."""
    if not _row_is_there(user_id):
        return ""
    rows = Subscription.objects.filter(user_id=user_id)
    rows.filter(stripe_customer_id="").update(stripe_customer_id=stripe_customer_id, updated_at=timezone.now())
    return rows.values_list("stripe_customer_id", flat=True).first() or ""


def forget_customer(*, user_id: uuid.UUID, stripe_customer_id: str) -> None:
    """The customer was deleted at Stripe."""
    rows = Subscription.objects.filter(user_id=user_id, stripe_customer_id=stripe_customer_id)
    rows.update(stripe_customer_id="", updated_at=timezone.now())


def give_comp(*, user_id: uuid.UUID, tier: str, until: datetime) -> None:
    if _row_is_there(user_id):
        rows = Subscription.objects.filter(user_id=user_id)
        rows.update(comp_tier=tier, comp_until=until, updated_at=timezone.now())


def end_comp(*, user_id: uuid.UUID) -> None:
    rows = Subscription.objects.filter(user_id=user_id)
    rows.update(comp_tier="", comp_until=None, updated_at=timezone.now())


def _row_is_there(user_id: uuid.UUID) -> bool:
    """Makes the row unless it is there; False when the user has gone."""
    if Subscription.objects.filter(user_id=user_id).exists():
        return True
    try:
        with transaction.atomic():
            if not get_user_model().objects.filter(id=user_id).exists():
                return False
            Subscription.objects.bulk_create([Subscription(user_id=user_id)], ignore_conflicts=True)
    except IntegrityError:  # deleted between the two
        return False
    return True
