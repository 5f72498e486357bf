"""Billing without Stripe: the checkout is a page of this server, and its signed address is the permission to buy."""

import uuid
from datetime import timedelta

from django.core import signing
from django.utils import timezone

from adiuva.config import config
from adiuva.errors import Problem
from billing.models import Source, Status
from billing.services import apply_subscription
from billing.stripe.client import enabled
from billing.stripe.open_checkouts import Wish

OPEN_FOR = timedelta(hours=1)
PERIOD = timedelta(days=30)

_signer = signing.TimestampSigner(salt="billing.stripe.stub")


def checkout_url(wish: Wish, base_url: str) -> str:
    named = {"u": wish.user_id.hex, "t": wish.tier, "s": wish.seats}
    return f"{base_url}/api/v1/billing/stub/{_signer.sign_object(named)}"


def portal_url(base_url: str) -> str:
    return f"{base_url}/api/v1/billing/stub"


def wish_in(token: str) -> Wish:
    try:
        named = _signer.unsign_object(token, max_age=OPEN_FOR)
    except signing.BadSignature:
        raise Problem("not_found", "This checkout is not valid, or no longer.") from None
    return Wish(uuid.UUID(named["u"]), named["t"], named["s"])


def is_open() -> bool:
    """Purchases cost nothing here, so there are none in production, and none beside the real Stripe."""
    return not config.is_prod and not enabled()


def buy(wish: Wish) -> None:
    """Twice is once: the same wish leads to the same row."""
    if not is_open():
        raise Problem("forbidden", "Billing is off on this server.")
    now = timezone.now()
    bought = apply_subscription(
        user_id=wish.user_id,
        tier=wish.tier,
        status=Status.ACTIVE,
        source=Source.STUB,
        seats=wish.seats,
        current_period_end=now + PERIOD,
        read_at=now,
    )
    if not bought:
        raise Problem("not_found", "The account is no longer there.")
