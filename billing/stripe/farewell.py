"""A deleted account leaves nothing that goes on charging, also when Stripe is down at that moment."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.signals import account_deleted
from adiuva.database import in_database
from billing.models import Subscription
from billing.stripe import background, customers
from billing.stripe.cancellation import cancel_all
from billing.stripe.client import at_stripe
from billing.stripe.mirror.rows import forget
from billing.stripe.models import PendingCancellation


def connect() -> None:
    account_deleted.connect(_on_account_deleted, dispatch_uid="billing.stripe.farewell")


def _on_account_deleted(*, user_id: UUID, **_: Any) -> None:
    """In the transaction that deletes the account: both happen, or neither."""
    row = Subscription.objects.filter(user_id=user_id).exclude(stripe_customer_id="").first()
    if row is not None:
        PendingCancellation.objects.update_or_create(
            customer_id=row.stripe_customer_id, defaults={"subscription_id": row.stripe_subscription_id}
        )
        forget(row.stripe_customer_id)
        transaction.on_commit(background.wake)


async def end_customer(customer_id: str) -> None:
    await at_stripe(cancel_all, customer_id)
    await at_stripe(customers.delete, customer_id)
    await in_database(forget, customer_id)


def dig_up(customer_id: str) -> bool:
    """Something moved for a customer whose account is gone: end it again. Whether there is such a gravestone."""
    graves = PendingCancellation.objects.filter(customer_id=customer_id)
    return bool(graves.update(done_at=None, due_at=timezone.now()))
