"""Buying: one open session a user, reused by the same wish and replaced by another."""

import uuid
from typing import Any

import stripe
import structlog

from adiuva.database import in_database
from adiuva.errors import Problem
from billing.models import Source, Status, Subscription
from billing.selectors import COUNTING, subscription_of
from billing.stripe import open_checkouts, stub
from billing.stripe.cancellation import expire
from billing.stripe.client import at_stripe, client, enabled, is_gone
from billing.stripe.customers import customer_for
from billing.stripe.open_checkouts import Wish
from billing.stripe.portal import change_url
from billing.stripe.prices import price_id
from billing.stripe.sync import synchronize

log = structlog.get_logger("billing.stripe")

NOT_THERE = (Status.NONE, Status.CANCELED, Status.INCOMPLETE, Status.INCOMPLETE_EXPIRED)
USE_THE_PORTAL = "Manage the subscription in the portal: POST /billing/portal."


async def create_checkout_session(*, user_id: uuid.UUID, email: str, tier: str, seats: int = 1, base_url: str) -> str:
    """Where to pay for the tier. A live subscription is changed there instead of being bought twice."""
    wish = Wish(user_id, tier, seats)
    if not enabled():
        return await _stub_url(wish, base_url)
    for _ in range(2):  # once more when what we knew turned out to be old
        row = await in_database(subscription_of, user_id)
        if row is not None and row.source == Source.STRIPE and row.status not in NOT_THERE:
            url = await _change(row, wish, base_url)
        else:
            url = await _session(wish, email, base_url)
        if url:
            return url
    raise Problem("conflict", f"The subscription has just changed. {USE_THE_PORTAL}")


async def _stub_url(wish: Wish, base_url: str) -> str:
    row = await in_database(subscription_of, wish.user_id)
    if row is not None and row.status in COUNTING:
        _refuse_the_same(row, wish)
    return stub.checkout_url(wish, base_url)


def _refuse_the_same(row: Subscription, wish: Wish) -> None:
    if (row.tier, row.seats) == (wish.tier, wish.seats):
        raise Problem("conflict", f"This is the subscription you have. {USE_THE_PORTAL}")


async def _change(row: Subscription, wish: Wish, base_url: str) -> str:
    if row.status not in COUNTING:
        raise Problem("conflict", f"An earlier payment is open. {USE_THE_PORTAL}")
    _refuse_the_same(row, wish)
    url = await at_stripe(change_url, row.stripe_customer_id, row.stripe_subscription_id, wish, base_url)
    if not url:
        await synchronize(row.stripe_customer_id)
    return url


async def _session(wish: Wish, email: str, base_url: str) -> str:
    customer_id = await customer_for(wish.user_id, email)
    place = await in_database(open_checkouts.take, wish)
    if place.url:
        return place.url
    if place.superseded and not await at_stripe(expire, place.superseded):
        await in_database(open_checkouts.close, [place.superseded])
        await synchronize(customer_id)  # it was paid, or is long over
        return ""
    made = await at_stripe(_make, wish, customer_id, base_url, str(place.nonce))
    if made is None:
        await in_database(open_checkouts.drop, wish.user_id)
        await synchronize(customer_id)  # which learns that the customer is gone
        return ""
    if not await in_database(open_checkouts.keep, wish.user_id, place.nonce, made["id"], made["url"]):
        await at_stripe(expire, made["id"])
        raise Problem("conflict", "Another checkout was started at the same time.")
    return str(made["url"])


def _make(wish: Wish, customer_id: str, base_url: str, nonce: str) -> dict[str, Any] | None:
    ours = {"user_id": str(wish.user_id), "tier": wish.tier}
    try:
        session = client().v1.checkout.sessions.create(
            {
                "mode": "subscription",
                "customer": customer_id,
                "client_reference_id": str(wish.user_id),
                "metadata": ours,
                "subscription_data": {"metadata": ours},
                "line_items": [{"price": price_id(wish.tier), "quantity": wish.seats}],
                "success_url": f"{base_url}/api/v1/billing/checkout/done",
                "cancel_url": f"{base_url}/api/v1/billing/checkout/left",
            },
            {"idempotency_key": f"checkout-{nonce}"},
        )
    except stripe.InvalidRequestError as error:
        if is_gone(error) and error.param == "customer":
            return None
        raise
    return {"id": session.id, "url": session.url}
