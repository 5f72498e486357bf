"""Stripe's own pages where a customer changes, pays and cancels."""

import uuid
from typing import Any

import stripe
import structlog

from adiuva.database import in_database
from adiuva.errors import Problem
from billing.stripe import stub
from billing.stripe.client import at_stripe, client, enabled, is_gone
from billing.stripe.open_checkouts import Wish
from billing.stripe.prices import price_id
from billing.stripe.reading import is_live
from billing.stripe.sync import customer_of, synchronize

log = structlog.get_logger("billing.stripe")


async def create_portal_session(*, user_id: uuid.UUID, base_url: str) -> str:
    if not enabled():
        return stub.portal_url(base_url)
    customer_id = await in_database(customer_of, user_id)
    url = await at_stripe(_portal, customer_id, base_url) if customer_id else ""
    if not url and customer_id:
        await synchronize(customer_id)
    if not url:
        raise Problem("conflict", "There is nothing to manage yet: start with POST /billing/checkout.")
    return url


def _portal(customer_id: str, base_url: str) -> str:
    try:
        made = client().v1.billing_portal.sessions.create({"customer": customer_id, "return_url": _back(base_url)})
    except stripe.InvalidRequestError as error:
        if is_gone(error):
            return ""
        raise
    return made.url


def change_url(customer_id: str, subscription_id: str, wish: Wish, base_url: str) -> str:
    """A page that confirms the change and its price; empty when the subscription is over."""
    try:
        subscription = client().v1.subscriptions.retrieve(subscription_id).to_dict()
        if not is_live(subscription):
            return ""
        item: Any = {
            "id": subscription["items"]["data"][0]["id"],
            "price": price_id(wish.tier),
            "quantity": wish.seats,
        }
        made = client().v1.billing_portal.sessions.create(
            {
                "customer": customer_id,
                "return_url": _back(base_url),
                "flow_data": {
                    "type": "subscription_update_confirm",
                    "subscription_update_confirm": {"subscription": subscription_id, "items": [item]},
                },
            }
        )
    except stripe.InvalidRequestError as error:
        if is_gone(error):
            return ""
        raise
    return made.url


def _back(base_url: str) -> str:
    return f"{base_url}/api/v1/billing/checkout/done"
