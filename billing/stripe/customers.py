"""A user's customer at Stripe: made once, found by our own id, never by an e-mail."""

import uuid

import stripe

from adiuva.database import in_database
from adiuva.errors import Problem
from billing.services import keep_customer
from billing.stripe.client import at_stripe, client, is_gone
from billing.stripe.sync import customer_of


async def customer_for(user_id: uuid.UUID, email: str) -> str:
    known = await in_database(customer_of, user_id)
    if known:
        return known
    made = await at_stripe(_make, user_id, email)
    kept = await in_database(keep_customer, user_id=user_id, stripe_customer_id=made)
    if kept != made:
        await at_stripe(delete, made)
    if not kept:
        raise Problem("unauthenticated", "The account has just been deleted.")
    return kept


def _make(user_id: uuid.UUID, email: str) -> str:
    made = client().v1.customers.create({"email": email, "metadata": {"user_id": str(user_id)}})
    return made.id


def delete(customer_id: str) -> None:
    """Ends its subscriptions too, at Stripe's end."""
    try:
        client().v1.customers.delete(customer_id)
    except stripe.InvalidRequestError as error:
        if not is_gone(error):
            raise
