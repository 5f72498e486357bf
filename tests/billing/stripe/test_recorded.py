"""Events as Stripe's newest API version sends them, whole, with all that the product does not look at."""

import importlib
import json
from pathlib import Path

import pytest
import stripe as library

from billing.stripe.models import StripeEvent
from billing.stripe.webhooks import HANDLED
from tests.doubles.stripe import SECRET, body_of, signature

EVENTS = {path.stem: json.loads(path.read_text()) for path in sorted((Path(__file__).parent / "recorded").glob("*"))}
CUSTOMER = "cus_TreeOfTheSquare"
CLASSES = {
    "charge": ("stripe._charge", "Charge"),
    "checkout.session": ("stripe.checkout._session", "Session"),
    "customer": ("stripe._customer", "Customer"),
    "invoice": ("stripe._invoice", "Invoice"),
    "subscription": ("stripe._subscription", "Subscription"),
}

each = pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)


def test_there_is_one_of_each_kind_that_is_handled():
    assert set(EVENTS) == HANDLED
    assert all(event["type"] == kind for kind, event in EVENTS.items())


@each
def test_it_is_of_the_version_that_the_library_speaks(event):
    assert event["api_version"] == library.api_version


@each
def test_it_has_the_fields_that_the_library_knows(event):
    thing = event["data"]["object"]
    module, name = CLASSES[thing["object"]]
    known = set(getattr(importlib.import_module(module), name).__annotations__)
    assert set(thing) <= known
    assert len(thing) > 0.7 * len(known)
    assert set(event["data"].get("previous_attributes") or {}) <= set(thing)


@each
def test_the_library_believes_it_too(event):
    body = body_of(event)
    read = library.Webhook.construct_event(body, signature(body), SECRET)
    assert read.type == event["type"]


@pytest.mark.services
@each
def test_it_is_stored_once_with_its_ids_and_nothing_personal(stripe, deliver, event):
    assert [deliver(event).status for _ in range(2)] == [200, 200]
    (row,) = StripeEvent.objects.values()
    assert (row["id"], row["type"], row["customer_id"]) == (event["id"], event["type"], CUSTOMER)
    assert row["object_id"] == event["data"]["object"]["id"]
    assert "payer" not in str(row).lower()


@pytest.mark.services
def test_what_follows_is_what_stripe_holds_not_what_the_event_says(buyer):
    """Its customer is ours; each event leads to a reading, and the reading decides."""
    buyer.buy("pro")
    for event in EVENTS.values():
        if event["type"] == "customer.deleted":
            continue
        told = {**event["data"]["object"], "customer": buyer.row.stripe_customer_id}
        buyer.deliver({**event, "data": {"object": told}})
        buyer.settle()
    assert buyer.tier == "pro"
    assert not StripeEvent.objects.filter(done_at=None).exists()
