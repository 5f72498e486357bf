"""dj-stripe's tables, filled from what was read anyway. Best effort: nothing of ours waits for it or reads it.

Rows are written through dj-stripe's models, not by its `sync_from_stripe_data`: that one keeps the secret key in
the database and asks Stripe more questions on the way, with a time-out of 80 s.
"""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import structlog
from django.db import models, transaction

from billing.stripe.reading import Reading

log = structlog.get_logger("billing.stripe.mirror")

# Who a customer is we know ourselves; the mirror holds no second copy of it to erase.
PERSONAL = ("address", "description", "email", "invoice_prefix", "name", "phone", "shipping", "tax_ids")


def mirror(customer_id: str, user_id: uuid.UUID, reading: Reading) -> None:
    try:
        with transaction.atomic():
            if reading.customer_is_gone:
                _forget(customer_id)
            else:
                _write_all(customer_id, user_id, reading.subscriptions)
    except Exception:  # whatever dj-stripe makes of it, the subscription itself is recorded
        log.exception("stripe.mirror_failed")


def forget(customer_id: str) -> None:
    try:
        with transaction.atomic():
            _forget(customer_id)
    except Exception:
        log.exception("stripe.mirror_failed")


def _forget(customer_id: str) -> None:
    from djstripe.models import Customer

    Customer.objects.filter(id=customer_id).delete()


def _write_all(customer_id: str, user_id: uuid.UUID, subscriptions: list[dict[str, Any]]) -> None:
    from djstripe.models import Customer, Subscription

    customer = next((s["customer"] for s in subscriptions if isinstance(s["customer"], dict)), {"id": customer_id})
    kept = {name: value for name, value in customer.items() if name not in PERSONAL}
    _write(Customer, kept, subscriber_id=user_id)
    for subscription in subscriptions:
        items = subscription["items"]["data"]
        _write(Subscription, {**subscription, "customer": customer_id}, customer_id=customer_id)
        _write_items(subscription["id"], items)


def _write_price(price: dict[str, Any]) -> models.Model:
    from djstripe.models import Price, Product

    product = price["product"] if isinstance(price["product"], dict) else {"id": price["product"]}
    return _write(
        Price,
        {**price, "product": product["id"]},
        product=_write(Product, product, name=product.get("name") or price.get("lookup_key") or product["id"]),
        active=price.get("active", True),
        currency=price.get("currency", ""),
        nickname=price.get("nickname") or "",
    )


def _write_items(subscription_id: str, items: list[dict[str, Any]]) -> None:
    """An item that an upgrade removed goes here too."""
    from djstripe.models import SubscriptionItem

    for item in items:
        _write(SubscriptionItem, item, subscription_id=subscription_id, price=_write_price(item["price"]))
    stale = SubscriptionItem.objects.filter(subscription_id=subscription_id)
    stale.exclude(id__in=[item["id"] for item in items]).delete()


def _write(model: type[models.Model], data: dict[str, Any], **columns: Any) -> models.Model:
    created = data.get("created")
    said = {
        "livemode": data.get("livemode"),
        "created": datetime.fromtimestamp(created, UTC) if created else None,
        "metadata": data.get("metadata") or {},
        "stripe_data": json.loads(json.dumps(data)),
    }
    return model._default_manager.update_or_create(id=data["id"], defaults=said | columns)[0]
