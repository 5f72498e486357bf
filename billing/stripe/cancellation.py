"""Ending a subscription at once."""

import uuid

import stripe
from django.utils import timezone

from adiuva.database import in_database
from adiuva.errors import Problem
from billing.models import Source, Status
from billing.selectors import Standing, standing_of, subscription_of
from billing.services import apply_subscription
from billing.stripe import open_checkouts
from billing.stripe.client import at_stripe, client, enabled, is_gone
from billing.stripe.reading import ENDED
from billing.stripe.sync import synchronize

OVER = (Status.NONE, *ENDED)


async def get_subscription(user_id: uuid.UUID) -> Standing:
    return await in_database(standing_of, user_id)


async def cancel_subscription(user_id: uuid.UUID) -> Standing:
    """Cancels at Stripe and reverts to free; nothing to cancel is not an error."""
    row = await in_database(subscription_of, user_id)
    if row is not None and row.source == Source.STUB:
        await in_database(_end_stub, user_id)
    elif row is not None and row.stripe_customer_id and enabled():
        session_id = await in_database(open_checkouts.session_of, user_id)
        if session_id:
            await at_stripe(expire, session_id)  # first, so that nothing can be bought behind our back
        await at_stripe(cancel_all, row.stripe_customer_id)
        await synchronize(row.stripe_customer_id)
        await in_database(open_checkouts.close, [session_id])
    elif row is not None and row.status not in OVER:
        raise Problem("stripe_failed", "The subscription is held by Stripe, and this server has no key to it.")
    return await get_subscription(user_id)


def expire(session_id: str) -> bool:
    """Closes a page to pay on; False when it is no longer open."""
    try:
        client().v1.checkout.sessions.expire(session_id)
    except stripe.InvalidRequestError:
        return False
    return True


def _end_stub(user_id: uuid.UUID) -> None:
    now = timezone.now()
    apply_subscription(user_id=user_id, tier="free", status=Status.CANCELED, source=Source.STUB, read_at=now)


def cancel_all(customer_id: str) -> None:
    try:
        live = client().v1.subscriptions.list({"customer": customer_id, "limit": 100}).data
    except stripe.InvalidRequestError as error:
        if is_gone(error):
            return
        raise
    for subscription in live:
        _cancel(subscription.id)


def _cancel(subscription_id: str) -> None:
    try:
        client().v1.subscriptions.cancel(subscription_id)
    except stripe.InvalidRequestError as error:
        if not is_gone(error):
            raise
