"""What the webhook believes, what it stores, and what it does about repetitions."""

import asyncio
import json
import threading
import time

import pytest

from adiuva.config import config
from billing.stripe import background, effects, sync
from billing.stripe.models import StripeEvent
from tests.doubles.stripe import SECRET, body_of, signature

pytestmark = pytest.mark.services


@pytest.fixture
def event(buyer):
    """An event that nobody has delivered yet."""
    (event,) = [e for e in buyer.stripe.world.pay(buyer.session("pro")) if e["type"] == "checkout.session.completed"]
    return event


def post(api, body, header):
    return api.post("/billing/webhook", body=body, headers={"Stripe-Signature": header} if header else {})


def refused(answer):
    assert (answer.status, answer.json()["code"]) == (400, "malformed"), answer
    assert not StripeEvent.objects.exists()


def test_a_delivery_is_stored_and_answered_before_anything_is_done(buyer, event):
    answer = buyer.deliver(event)
    assert (answer.status, answer.json()) == (200, {"ok": True})
    row = StripeEvent.objects.get()
    assert (row.id, row.type, row.customer_id) == (event["id"], event["type"], buyer.row.stripe_customer_id)
    assert row.done_at is None
    assert buyer.tier == "free"
    buyer.settle()
    row.refresh_from_db()
    assert row.done_at is not None
    assert buyer.tier == "pro"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        "t=,v1=",
        "t=1,v1=é",
        "v1=abc",
        "t=99999999999999999999999999,v1=ab",
        "t=-1,v1=0",
    ],
)
def test_a_header_that_is_no_signature_is_refused(api, event, header):
    refused(post(api, body_of(event), header))


def test_the_secret_of_another_is_refused(api, event):
    refused(post(api, body_of(event), signature(body_of(event), "whsec_another")))


def test_an_old_signature_is_refused(api, event):
    body = body_of(event)
    refused(post(api, body, signature(body, at=int(time.time()) - 301)))


def test_a_signature_with_a_fresher_time_written_over_it_is_refused(api, event):
    body = body_of(event)
    old = signature(body, at=int(time.time()) - 3600)
    refused(post(api, body, old.replace(old.split(",")[0], f"t={int(time.time())}")))


def test_the_signature_of_another_body_is_refused(api, event):
    other = body_of({**event, "id": "evt_another"})
    refused(post(api, body_of(event), signature(other)))


def test_every_single_byte_counts(api, event):
    body = body_of(event)
    header = signature(body)
    for place in range(0, len(body), 37):
        refused(post(api, body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :], header))
    refused(post(api, body + b" ", header))


def test_bytes_that_are_no_text_are_refused(api, stripe):
    refused(post(api, b"\xff\xfe\x00", signature(b"\xff\xfe\x00")))


@pytest.mark.parametrize("body", [b"[]", b"{}", b"null", b"not json", b'{"id":1,"type":2,"created":"x","data":{}}'])
def test_what_is_signed_and_no_event_is_refused(api, stripe, body):
    refused(post(api, body, signature(body)))


@pytest.mark.parametrize("member", [{"id": ""}, {"id": "e" * 256}, {"id": "a\0b"}, {"created": 2**62}, {"created": -1}])
def test_what_no_column_can_hold_is_no_event(api, event, member):
    body = body_of(event | member)
    refused(post(api, body, signature(body)))


@pytest.mark.parametrize("member", [{"metadata": "x"}, {"metadata": []}, {"id": "x" * 300, "customer": "c\0d"}])
def test_an_object_of_strange_members_is_nobodys(api, event, member):
    strange = {**event, "data": {"object": {"client_reference_id": None} | member}}
    assert post(api, body_of(strange), signature(body_of(strange))).status == 200
    assert StripeEvent.objects.get().customer_id == ""


@pytest.mark.parametrize("secrets", [[], [""], [" "]])
def test_an_empty_secret_believes_nobody(api, event, monkeypatch, secrets):
    monkeypatch.setattr(config, "stripe_webhook_secret", secrets)
    for secret in ("", " ", SECRET):
        refused(post(api, body_of(event), signature(body_of(event), secret)))


def test_while_a_secret_is_rolled_both_are_good(api, event, monkeypatch):
    monkeypatch.setattr(config, "stripe_webhook_secret", ["whsec_new", SECRET])
    assert post(api, body_of(event), signature(body_of(event), SECRET)).status == 200
    other = {**event, "id": "evt_other"}
    assert post(api, body_of(other), signature(body_of(other), "whsec_new")).status == 200
    assert StripeEvent.objects.count() == 2


def test_an_event_nobody_waits_for_is_taken_and_forgotten(buyer, event):
    assert buyer.deliver({**event, "type": "payment_intent.created"}).json() == {"ok": True}
    assert not StripeEvent.objects.exists()


def test_what_was_done_is_not_done_again(buyer, event):
    buyer.hear([event])
    asked = len(buyer.stripe.api.requests)
    buyer.hear([event, event, event])
    assert StripeEvent.objects.count() == 1
    assert len(buyer.stripe.api.requests) == asked


def test_three_identical_deliveries_at_once_are_one_event_and_one_reading(buyer, event, api, at_once):
    body = body_of(event)
    before = len(buyer.stripe.api.asked("GET", "/v1/subscriptions"))

    async def deliver():
        header = {"Stripe-Signature": signature(body)}
        answer = await api.arequest("POST", "/billing/webhook", body=body, headers=header)
        await background.settle()
        return answer.status

    assert at_once(deliver, deliver, deliver) == [200, 200, 200]
    assert StripeEvent.objects.count() == 1
    assert buyer.tier == "pro"
    assert len(buyer.stripe.api.asked("GET", "/v1/subscriptions")) == before + 1


def test_many_events_of_a_customer_are_one_reading(buyer):
    events = buyer.stripe.world.pay(buyer.session("pro"))
    before = len(buyer.stripe.api.asked("GET", "/v1/subscriptions"))
    buyer.hear(events)
    assert StripeEvent.objects.count() >= 3
    assert len(buyer.stripe.api.asked("GET", "/v1/subscriptions")) == before + 1


def test_a_worker_that_died_leaves_its_work_to_the_next(buyer, event):
    buyer.deliver(event)
    StripeEvent.objects.due().lease()  # and dies
    buyer.settle()
    assert buyer.tier == "free"
    StripeEvent.objects.update(leased_until="2020-01-01T00:00:00Z")
    buyer.settle()
    assert buyer.tier == "pro"


def test_a_customer_of_nobody_is_no_fault(buyer, event):
    strange = json.loads(json.dumps(event))
    strange["data"]["object"].update(customer="cus_nobody", client_reference_id=None, metadata={})
    buyer.hear([strange])
    assert StripeEvent.objects.get().done_at is not None


def test_a_customer_we_have_not_kept_is_known_by_our_own_id_never_by_the_email(buyers):
    """As after a database was restored from before the purchase."""
    one, other = buyers(), buyers()
    events = one.stripe.world.pay(one.session("pro"))
    one.stripe.world.customers[one.row.stripe_customer_id]["email"] = other.person.email
    one.row.delete()
    one.hear(events)
    assert (one.tier, other.tier) == ("pro", "free")


def test_a_session_cannot_name_a_user_for_a_customer_of_another(buyers):
    one, other = buyers(), buyers()
    one.buy("pro")
    event = other.stripe.world.tell("customer.subscription.updated", one.held)
    event["data"]["object"]["metadata"]["user_id"] = str(other.person.id)
    one.hear([event])
    assert (one.tier, other.tier) == ("pro", "free")


def test_the_older_of_two_readings_that_cross_is_dropped(buyer, at_once, monkeypatch):
    """The first is read, Stripe changes, the second is read and recorded, then the first comes home."""
    subscription_id, customer_id = buyer.buy("pro"), buyer.row.stripe_customer_id
    read, first_is_read, second_is_done = sync.read_customer, threading.Event(), threading.Event()

    def crossing(name):
        reading = read(name)
        if not first_is_read.is_set():
            buyer.stripe.world.cancel(subscription_id)
            first_is_read.set()
            second_is_done.wait(5)
        return reading

    monkeypatch.setattr(sync, "read_customer", crossing)

    async def second():
        while not first_is_read.is_set():
            await asyncio.sleep(0.005)
        await sync.synchronize(customer_id)
        second_is_done.set()

    at_once(lambda: sync.synchronize(customer_id), second)
    assert buyer.tier == "free"


def test_the_work_that_is_due_is_seen_in_few_queries(buyer, event, django_assert_num_queries):
    buyer.deliver(event)
    with django_assert_num_queries(2):
        assert len(effects.due()) == 1
