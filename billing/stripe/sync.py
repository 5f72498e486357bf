"""Making our row say what Stripe holds: read outside any transaction, then one short guarded update."""

import uuid
from datetime import datetime

import structlog
from django.utils import timezone

from adiuva.database import in_database
from adiuva.errors import Problem
from billing.models import Subscription
from billing.services import apply_subscription, forget_customer
from billing.stripe import open_checkouts
from billing.stripe.client import at_stripe, enabled
from billing.stripe.mirror.rows import mirror
from billing.stripe.reading import Reading, read_customer

log = structlog.get_logger("billing.stripe")


def owner_of(customer_id: str) -> uuid.UUID | None:
    owners = Subscription.objects.filter(stripe_customer_id=customer_id)
    return owners.values_list("user_id", flat=True).first()


def customer_of(user_id: uuid.UUID) -> str:
    rows = Subscription.objects.filter(user_id=user_id)
    return rows.values_list("stripe_customer_id", flat=True).first() or ""


async def read_again(user_id: uuid.UUID) -> bool:
    """For the support desk: False when the user has no customer at Stripe."""
    if not enabled():
        raise Problem("conflict", "Billing runs without Stripe on this server.")
    customer_id = await in_database(customer_of, user_id)
    if customer_id:
        await synchronize(customer_id)
    return bool(customer_id)


async def synchronize(customer_id: str) -> uuid.UUID | None:
    """Whose row it was; None when the customer is nobody's."""
    user_id = await in_database(owner_of, customer_id)
    if user_id is None:
        return None
    read_at = timezone.now()  # before the question: of two readings that cross, the one asked later stays
    reading = await at_stripe(read_customer, customer_id)
    await in_database(_record, user_id, customer_id, reading, read_at)
    await in_database(mirror, customer_id, user_id, reading)
    return user_id


def _record(user_id: uuid.UUID, customer_id: str, reading: Reading, read_at: datetime) -> None:
    state = reading.state
    apply_subscription(
        user_id=user_id,
        tier=state.tier,
        status=state.status,
        read_at=read_at,
        current_period_end=state.current_period_end,
        cancel_at_period_end=state.cancel_at_period_end,
        seats=state.seats,
        stripe_subscription_id=state.stripe_subscription_id,
    )
    if reading.customer_is_gone:
        forget_customer(user_id=user_id, stripe_customer_id=customer_id)
        open_checkouts.drop(user_id)  # its page went with the customer
