"""An account that goes leaves nothing that goes on charging."""

import pytest
from django.db import transaction

from accounts.signals import account_deleted
from billing.models import Subscription
from billing.stripe import customers, sync
from billing.stripe.models import PendingCancellation, StripeEvent

pytestmark = pytest.mark.services


@pytest.fixture
def leave():
    """What accounts does when a user deletes the account."""

    def delete(buyer):
        with transaction.atomic():
            account_deleted.send(sender=None, user_id=buyer.person.id)
            buyer.person.user.delete()

    return delete


@pytest.fixture
def retry_now():
    return lambda: PendingCancellation.objects.update(due_at="2020-01-01T00:00:00Z")


def live(buyer):
    return [s for s in buyer.stripe.world.subscriptions.values() if s["status"] != "canceled"]


def test_the_subscription_is_cancelled_and_the_customer_erased(buyer, leave, settle, owed):
    buyer.buy("pro")
    leave(buyer)
    settle()
    assert live(buyer) == []
    assert buyer.stripe.world.customers == {}
    assert not Subscription.objects.exists()
    assert owed() == []


def test_when_stripe_is_down_it_is_owed_and_done_later(buyer, leave, settle, owed, retry_now):
    buyer.buy("pro")
    buyer.stripe.faults.set("down")
    leave(buyer)
    settle()
    assert len(live(buyer)) == 1
    assert len(owed()) == 1
    buyer.stripe.faults.clear()
    retry_now()
    settle()
    assert live(buyer) == []
    assert owed() == []


def test_what_is_kept_of_it_is_ids_alone(buyer, leave):
    buyer.buy("pro")
    customer, user_id = buyer.row.stripe_customer_id, str(buyer.person.id)
    leave(buyer)
    kept = PendingCancellation.objects.values().get()
    assert kept["customer_id"] == customer
    assert buyer.person.email not in str(kept)
    assert user_id not in str(kept)


def test_a_deletion_that_is_rolled_back_cancels_nothing(buyer, leave, settle):
    buyer.buy("pro")
    with pytest.raises(RuntimeError), transaction.atomic():
        account_deleted.send(sender=None, user_id=buyer.person.id)
        raise RuntimeError
    settle()
    assert len(live(buyer)) == 1
    assert buyer.tier == "pro"


def test_who_never_bought_leaves_without_a_trace(buyer, leave, settle):
    leave(buyer)
    settle()
    assert not PendingCancellation.objects.exists()
    assert buyer.stripe.api.requests == []


def test_events_that_arrive_after_the_account_has_gone_change_nothing(buyer, leave, deliver, settle, owed):
    events = buyer.stripe.world.pay(buyer.session("pro"))
    leave(buyer)
    for event in events:
        assert deliver(event).status == 200
    settle()
    assert live(buyer) == []
    assert not Subscription.objects.exists()
    assert owed() == []


def test_a_payment_that_crosses_the_deletion_is_ended(buyer, leave, deliver, settle, owed):
    """Stripe was down for the farewell, so the page stayed open, and somebody paid on it."""
    session_id = buyer.session("pro")
    buyer.stripe.faults.set("down", times=2)
    leave(buyer)
    settle()
    events = buyer.stripe.world.pay(session_id)
    for event in events:
        deliver(event)
    settle()
    assert live(buyer) == []
    assert owed() == []


def test_what_stripe_starts_for_a_buried_customer_is_ended_again(buyer, leave, deliver, settle, owed):
    buyer.buy("pro")
    customer = buyer.stripe.world.customers[buyer.row.stripe_customer_id]
    leave(buyer)
    settle()
    world = buyer.stripe.world
    world.customers[customer["id"]] = customer
    before = len(world.events)
    world.subscribe(customer["id"], "price_pro_monthly", metadata={"user_id": str(buyer.person.id)})
    for event in world.events[before:]:
        deliver(event)
    settle()
    assert live(buyer) == []
    assert owed() == []


def test_deleting_while_the_effect_of_an_event_is_on_its_way(buyer, leave, deliver, settle, owed, monkeypatch):
    """The reading is made, then the account goes, then the reading is to be recorded."""
    events = buyer.stripe.world.pay(buyer.session("pro"))
    for event in events:
        deliver(event)
    record, left = sync._record, []

    def and_leave_first(*args):
        if not left:
            left.append(1)
            leave(buyer)
        return record(*args)

    monkeypatch.setattr(sync, "_record", and_leave_first)
    settle()
    assert left
    assert live(buyer) == []
    assert not Subscription.objects.exists()
    assert owed() == []


def test_deleting_while_a_checkout_is_being_made(buyer, leave, monkeypatch):
    """The customer is made, then the account goes, then the customer is to be kept."""
    keep = customers.keep_customer

    def too_late(**named):
        leave(buyer)
        return keep(**named)

    monkeypatch.setattr(customers, "keep_customer", too_late)
    answer = buyer.checkout("pro")
    assert (answer.status, answer.json()["code"]) == (401, "unauthenticated")
    assert buyer.stripe.world.customers == {}
    assert not StripeEvent.objects.exists()
