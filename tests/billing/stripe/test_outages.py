"""Stripe away, slow, hanging, or silent after it acted: a clear answer here, and nothing lost."""

import time

import pytest

from adiuva.health import CHECKS
from billing.stripe import client, owed
from billing.stripe.models import OpenCheckout, StripeEvent

pytestmark = pytest.mark.services

FAULTS = ["down", "error", "limited", "lost", "hang"]


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(client, "READ", 0.4)
    monkeypatch.setattr(client, "CONNECT", 0.4)
    client._client.cache_clear()


@pytest.fixture
def retry_now():
    """The pause after a failure is over."""
    return lambda: StripeEvent.objects.update(due_at="2020-01-01T00:00:00Z")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("door", ["checkout", "portal", "cancel"])
def test_each_door_says_that_the_payment_provider_failed(buyer, fault, door):
    buyer.buy("pro")
    doors = {
        "checkout": lambda: buyer.checkout("power"),
        "portal": lambda: buyer.client.post("/billing/portal"),
        "cancel": lambda: buyer.client.delete("/billing/subscription"),
    }
    buyer.stripe.faults.set(fault)
    began = time.monotonic()
    answer = doors[door]()
    assert (answer.status, answer.json()["code"]) == (502, "stripe_failed")
    assert time.monotonic() - began < 10
    assert "loopback" not in answer.body.decode().lower()
    buyer.stripe.faults.clear()
    assert doors[door]().status in (200, 201)


def test_the_tier_stays_what_it_was_while_stripe_is_away(buyer):
    buyer.buy("pro")
    buyer.stripe.faults.set("down")
    assert buyer.tier == "pro"
    assert buyer.client.delete("/billing/subscription").status == 502
    assert buyer.tier == "pro"


def test_one_failure_is_tried_again_unnoticed(buyer):
    buyer.stripe.faults.set("error", times=1)
    assert buyer.checkout("pro").status == 201


def test_an_answer_that_was_lost_makes_no_second_session(buyer):
    buyer.session("pro")
    OpenCheckout.objects.update(session_id="", url="")  # as if the first answer had not come home
    buyer.session("pro")
    assert len(buyer.stripe.world.sessions) == 1


def test_a_purchase_that_failed_may_be_tried_again_under_the_same_key(buyer):
    key = {"Idempotency-Key": "again"}
    buyer.stripe.faults.set("down")
    assert buyer.client.post("/billing/checkout", {"tier": "pro"}, headers=key).status == 502
    buyer.stripe.faults.clear()
    first = buyer.client.post("/billing/checkout", {"tier": "pro"}, headers=key)
    assert first.status == 201
    assert buyer.client.post("/billing/checkout", {"tier": "pro"}, headers=key).json() == first.json()


@pytest.mark.parametrize("fault", FAULTS)
def test_an_event_that_comes_while_stripe_is_away_is_kept_and_handled_later(buyer, owed, fault, retry_now):
    events = buyer.stripe.world.pay(buyer.session("pro"))
    buyer.stripe.faults.set(fault)
    buyer.hear(events)
    assert buyer.tier == "free"
    assert len(owed()) == len(events)
    assert set(StripeEvent.objects.values_list("failure", flat=True)) == {"stripe_failed"}

    buyer.stripe.faults.clear()
    buyer.settle()
    assert buyer.tier == "free"  # not yet: the pause is not over
    retry_now()
    buyer.settle()
    assert buyer.tier == "pro"
    assert owed() == []


def test_a_purchase_heard_of_while_stripe_is_away_is_not_sold_a_second_time(buyer):
    events = buyer.stripe.world.pay(buyer.session("pro"))
    buyer.stripe.faults.set("down")
    buyer.hear(events)
    buyer.stripe.faults.clear()
    again = buyer.checkout("pro")
    assert len(buyer.stripe.world.sessions) == 1, again
    other = buyer.checkout("power")
    assert "/p/session/" in other.json()["checkout_url"]


def test_a_redelivery_by_stripe_does_not_wait_for_the_pause(buyer, owed):
    events = buyer.stripe.world.pay(buyer.session("pro"))
    buyer.stripe.faults.set("down")
    buyer.hear(events)
    buyer.stripe.faults.clear()
    buyer.hear(events[-1:])
    assert buyer.tier == "pro"
    assert len(owed()) == len(events) - 1


def test_pauses_grow_and_have_an_end():
    assert list(owed.BACK_OFF) == sorted(owed.BACK_OFF)
    assert owed.BACK_OFF[-1] <= 3600


def test_readiness_says_that_stripe_is_down_without_asking_it(buyer):
    def said():
        return buyer.client.get("/health/ready").json()["checks"]["stripe"]

    assert said() == "live"
    buyer.stripe.faults.set("down")
    buyer.checkout("pro")
    assert said() == "down"
    asked = len(buyer.stripe.api.requests)
    assert said() == "down"
    assert len(buyer.stripe.api.requests) == asked
    buyer.stripe.faults.clear()
    buyer.checkout("pro")
    assert said() == "live"


def test_without_a_key_readiness_says_stub(api):
    assert "stripe" in CHECKS
    assert api.get("/health/ready").json()["checks"]["stripe"] == "stub"


def test_a_stripe_that_never_ends_its_answer_is_given_up(buyer, monkeypatch):
    monkeypatch.setattr(client, "PATIENCE", 0.3)
    monkeypatch.setattr(client, "READ", 5.0)
    client._client.cache_clear()
    buyer.stripe.faults.set("slow", seconds=1.0)
    began = time.monotonic()
    assert buyer.checkout("pro").json()["code"] == "stripe_failed"
    assert time.monotonic() - began < 0.9
