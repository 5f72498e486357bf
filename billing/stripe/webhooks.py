"""Stripe's deliveries: believed by their signature, stored once, answered before anything is done about them."""

import re
import uuid
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
import stripe
import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from adiuva.config import config
from adiuva.errors import Problem
from adiuva.observability import figures
from billing.models import Subscription
from billing.services import keep_customer
from billing.stripe.client import enabled
from billing.stripe.metrics import WEBHOOKS
from billing.stripe.models import StripeEvent

log = structlog.get_logger("billing.stripe")

TOLERANCE = 300
HANDLED = frozenset(
    {
        "charge.refunded",
        "checkout.session.completed",
        "checkout.session.expired",
        "customer.deleted",
        "customer.subscription.created",
        "customer.subscription.deleted",
        "customer.subscription.paused",
        "customer.subscription.resumed",
        "customer.subscription.updated",
        "invoice.paid",
        "invoice.payment_failed",
    }
)


_ID = r"^[\w-]{1,255}\Z"  # what our columns hold
LATEST = 32_503_680_000  # the year 3000


def _id(said: object) -> str:
    return said if isinstance(said, str) and re.match(_ID, said) else ""


class _Data(msgspec.Struct):
    object: dict[str, Any]


class Envelope(msgspec.Struct):
    id: Annotated[str, msgspec.Meta(pattern=_ID)]
    type: str
    created: Annotated[int, msgspec.Meta(ge=0, lt=LATEST)]
    data: _Data

    @property
    def object_id(self) -> str:
        return _id(self.data.object.get("id"))

    @property
    def customer_id(self) -> str:
        if self.data.object.get("object") == "customer":
            return self.object_id
        customer = self.data.object.get("customer")
        return _id(customer.get("id") if isinstance(customer, dict) else customer)

    @property
    def user_id(self) -> uuid.UUID | None:
        """The user we named when we made the session or the subscription."""
        try:
            named = self.data.object.get("client_reference_id") or self.data.object["metadata"]["user_id"]
            return uuid.UUID(named)
        except (LookupError, ValueError, TypeError, AttributeError):
            return None


def believed(body: bytes, signature: str) -> Envelope:
    """The event, if one of our secrets signed exactly this body not long ago."""
    if not enabled() or not any(_signed(body, signature, secret) for secret in config.stripe_webhook_secret):
        _refused()
        raise Problem("malformed", "The signature does not fit the body, or is too old.")
    try:
        return msgspec.json.decode(body, type=Envelope)
    except msgspec.DecodeError:
        _refused()
        raise Problem("malformed", "This is not an event.") from None


def _refused() -> None:
    WEBHOOKS.labels("refused").inc()
    figures.count("refused_webhooks")


def _signed(body: bytes, signature: str, secret: str) -> bool:
    if not secret.strip():
        return False
    try:
        stripe.WebhookSignature.verify_header(body, signature, secret, TOLERANCE)
    except (stripe.SignatureVerificationError, ValueError, TypeError):
        return False
    return True


def store(event: Envelope) -> bool:
    """Whether there is something to do now: a repetition of what was done is not."""
    if event.type not in HANDLED:
        WEBHOOKS.labels("ignored").inc()
        return False
    row = StripeEvent(
        id=event.id,
        type=event.type,
        customer_id=event.customer_id,
        object_id=event.object_id,
        created_at=datetime.fromtimestamp(event.created, UTC),
    )
    if event.user_id and event.customer_id:
        _adopt(event.user_id, event.customer_id)
    StripeEvent.objects.bulk_create([row], ignore_conflicts=True)
    waiting = StripeEvent.objects.filter(id=event.id, done_at__isnull=True).update(due_at=timezone.now())
    WEBHOOKS.labels("stored" if waiting else "repeated").inc()
    return bool(waiting)


def _adopt(user_id: uuid.UUID, customer_id: str) -> None:
    """A customer that we do not know, though the session or subscription names our user."""
    if Subscription.objects.filter(stripe_customer_id=customer_id).exists():
        return
    try:
        with transaction.atomic():
            kept = keep_customer(user_id=user_id, stripe_customer_id=customer_id)
    except IntegrityError:  # somebody else's meanwhile
        return
    if kept not in ("", customer_id):
        log.warning("stripe.second_customer")
