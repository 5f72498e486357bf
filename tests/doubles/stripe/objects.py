"""Stripe's objects as its API shows them, as far as the product looks at them."""

import itertools
import secrets

MONTH = 30 * 86_400
LIVE = ("active", "trialing", "past_due", "unpaid", "paused", "incomplete")
_numbers = itertools.count(1)


def new_id(kind):
    return f"{kind}_{next(_numbers):04d}{secrets.token_hex(6)}"


def listing(data, url="/v1"):
    return {"object": "list", "data": data, "has_more": False, "url": url}


def product(name):
    return {"id": new_id("prod"), "object": "product", "name": name, "active": True, "livemode": False, "metadata": {}}


def price(lookup_key, amount, product_id, now, price_id=None):
    return {
        "id": price_id or new_id("price"),
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": now,
        "currency": "eur",
        "livemode": False,
        "lookup_key": lookup_key,
        "metadata": {},
        "nickname": None,
        "product": product_id,
        "recurring": {"interval": "month", "interval_count": 1, "usage_type": "licensed"},
        "type": "recurring",
        "unit_amount": amount,
    }


def customer(params, now):
    return {
        "id": new_id("cus"),
        "object": "customer",
        "created": now,
        "currency": None,
        "email": params.get("email"),
        "invoice_settings": {"default_payment_method": None},
        "livemode": False,
        "metadata": dict(params.get("metadata") or {}),
        "name": params.get("name"),
    }


def item(price_object, quantity, subscription_id, now):
    return {
        "id": new_id("si"),
        "object": "subscription_item",
        "created": now,
        "current_period_start": now,
        "current_period_end": now + MONTH,
        "metadata": {},
        "price": price_object,
        "quantity": quantity,
        "subscription": subscription_id,
    }


def subscription(customer_id, price_object, quantity, metadata, now):
    subscription_id = new_id("sub")
    return {
        "id": subscription_id,
        "object": "subscription",
        "billing_cycle_anchor": now,
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "collection_method": "charge_automatically",
        "created": now,
        "currency": "eur",
        "customer": customer_id,
        "default_payment_method": new_id("pm"),
        "ended_at": None,
        "items": listing([item(price_object, quantity, subscription_id, now)]),
        "latest_invoice": None,
        "livemode": False,
        "metadata": dict(metadata),
        "start_date": now,
        "status": "active",
    }


def invoice(owner, status, now):
    first = owner["items"]["data"][0]
    return {
        "id": new_id("in"),
        "object": "invoice",
        "amount_due": first["price"]["unit_amount"] * first["quantity"],
        "attempt_count": 1,
        "charge": new_id("ch"),
        "created": now,
        "currency": "eur",
        "customer": owner["customer"],
        "customer_email": "payer@example.com",
        "livemode": False,
        "parent": {"type": "subscription_details", "subscription_details": {"subscription": owner["id"]}},
        "status": status,
    }


def charge(bill, refunded):
    return {
        "id": bill["charge"],
        "object": "charge",
        "amount": bill["amount_due"],
        "amount_refunded": bill["amount_due"] if refunded else 0,
        "billing_details": {"email": "payer@example.com", "name": "Paula Payer"},
        "customer": bill["customer"],
        "livemode": False,
        "refunded": refunded,
    }


def checkout_session(params, base, now):
    session_id = new_id("cs_test")
    return {
        "id": session_id,
        "object": "checkout.session",
        "cancel_url": params.get("cancel_url"),
        "client_reference_id": params.get("client_reference_id"),
        "created": now,
        "customer": params.get("customer"),
        "customer_details": {"email": "payer@example.com"},
        "expires_at": now + 86_400,
        "livemode": False,
        "metadata": dict(params.get("metadata") or {}),
        "mode": params.get("mode"),
        "payment_status": "unpaid",
        "status": "open",
        "subscription": None,
        "success_url": params.get("success_url"),
        "url": f"{base}/c/pay/{session_id}",
    }


def event(kind, thing, now):
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": "2026-08-26.dahlia",
        "created": now,
        "data": {"object": thing},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }
