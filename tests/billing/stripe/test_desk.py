"""What support staff see of Stripe and may do about it, and the nightly reconciliation."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from djstripe import models as djstripe

from accounts.models import AuditEntry
from accounts.roles import SUPPORT
from billing.models import Subscription
from billing.stripe.models import KeptAnswer, PendingCancellation, StripeEvent
from tests.accounts.test_admin import browser_of

EVENTS, GRAVES = "/admin/billing_stripe/stripeevent/", "/admin/billing_stripe/pendingcancellation/"


@pytest.fixture
def staff(db):
    return browser_of("staff@example.org", SUPPORT, is_staff=True)


def act(browser, page, action, *keys):
    answer = browser.post(page, {"action": action, "_selected_action": keys}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_events_are_listed_shown_and_linked_to_the_mirror(staff, buyer):
    buyer.buy("pro")
    assert buyer.row.stripe_customer_id in staff.get(EVENTS).content.decode()
    event = StripeEvent.objects.first()
    page = staff.get(reverse("admin:billing_stripe_stripeevent_change", args=[event.pk])).content.decode()
    mirrored = reverse("admin:djstripe_customer_change", args=[djstripe.Customer.objects.get().pk])
    assert mirrored in page
    assert reverse("admin:accounts_user_change", args=[buyer.person.id]) in page
    assert "Mirror of Stripe" in staff.get(mirrored).content.decode()


def test_an_event_of_nobody_is_shown_as_it_is_named(staff, db):
    StripeEvent.objects.create(id="evt_ofNobody", type="invoice.paid", created_at=timezone.now())
    Subscription.objects.create(user=staff.user)
    page = staff.get(f"{EVENTS}evt_5FofNobody/change/").content.decode()
    assert re.search(r'class="align-middle[^>]*>\s*evt_ofNobody\s*<', page)
    assert reverse("admin:accounts_user_change", args=[staff.user.pk]) not in page


def test_an_event_is_found_by_its_customer(staff, buyers):
    one, other = buyers(), buyers()
    one.buy("pro")
    other.buy("pro")
    page = staff.get(f"{EVENTS}?q={one.row.stripe_customer_id}").content.decode()
    assert one.row.stripe_customer_id in page
    assert other.row.stripe_customer_id not in page


@pytest.mark.parametrize("model", ["customer", "subscription", "subscriptionitem", "product", "price"])
def test_the_mirror_can_be_looked_at_and_not_touched(staff, buyer, model):
    buyer.buy("pro")
    listed = reverse(f"admin:djstripe_{model}_changelist")
    assert staff.get(listed).status_code == 200
    row = getattr(djstripe, {"subscriptionitem": "SubscriptionItem"}.get(model, model.capitalize())).objects.first()
    page = staff.get(reverse(f"admin:djstripe_{model}_change", args=[row.pk]))
    assert page.status_code == 200
    assert row.id in page.content.decode()
    assert staff.get(reverse(f"admin:djstripe_{model}_add")).status_code == 403
    assert staff.post(reverse(f"admin:djstripe_{model}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_what_could_write_to_stripe_or_show_a_key_is_not_there(staff):
    for name in ("apikey", "webhookendpoint", "charge", "event"):
        assert staff.get(f"/admin/djstripe/{name}/").status_code == 404


def test_events_cannot_be_written(staff, buyer):
    buyer.buy("pro")
    event = StripeEvent.objects.first()
    assert staff.get(f"{EVENTS}add/").status_code == 403
    assert staff.post(f"{EVENTS}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert staff.post(f"{EVENTS}{event.pk}/change/", {"type": "x"}).status_code == 403


def test_reading_again_mends_a_row_and_is_audited(staff, buyer):
    buyer.buy("pro")
    Subscription.objects.update(tier="free", status="canceled")
    event = StripeEvent.objects.first()
    assert "1 customers read again" in act(staff, EVENTS, "read_again", event.pk)
    assert buyer.tier == "pro"
    assert AuditEntry.objects.get(action="read_again_from_stripe").target_id == event.pk


def test_reading_again_while_stripe_is_down_says_so(staff, buyer):
    buyer.buy("pro")
    buyer.stripe.faults.set("down")
    assert "did not answer" in act(staff, EVENTS, "read_again", StripeEvent.objects.first().pk)
    assert buyer.tier == "pro"


def test_a_cancellation_that_is_owed_can_be_tried_now(staff, stripe, settle):
    later = timezone.now() + timedelta(hours=1)
    PendingCancellation.objects.create(customer_id="cus_gone", due_at=later)
    settle()
    assert PendingCancellation.objects.get().done_at is None
    act(staff, GRAVES, "try_now", "cus_gone")
    settle()
    assert PendingCancellation.objects.get().done_at is not None


def test_nobody_else_sees_anything(buyer):
    buyer.buy("pro")
    browser = Browser()
    browser.force_login(buyer.person.user)
    assert browser.get(EVENTS).status_code == 302


def reconcile():
    said = StringIO()
    call_command("sync_subscriptions", stdout=said)
    return said.getvalue()


def test_the_nightly_run_mends_what_events_did_not_tell(buyers):
    one, other = buyers(), buyers()
    one.buy("pro")
    other.buy("team", seats=2)
    one.stripe.world.cancel(one.held["id"])  # and the event is never delivered
    Subscription.objects.filter(user_id=other.person.id).update(tier="free", status="none")
    assert "Read 2 customers" in reconcile()
    assert (one.tier, other.tier) == ("free", "team")


def test_the_nightly_run_leaves_gifts_and_stubs_alone(buyer):
    Subscription.objects.create(user_id=buyer.person.id, tier="pro", status="active", source="stub")
    assert "Read 0 customers" in reconcile()
    assert buyer.tier == "pro"


def test_the_nightly_run_fails_loudly_and_changes_nothing_when_stripe_is_down(buyer):
    buyer.buy("pro")
    buyer.stripe.faults.set("down")
    with pytest.raises(CommandError, match="1 customers could not be read"):
        reconcile()
    assert buyer.tier == "pro"


def test_the_nightly_run_does_what_is_owed_and_drops_what_is_old(buyer, owed):
    events = buyer.stripe.world.pay(buyer.session("pro"))
    for event in events:
        buyer.deliver(event)
    long_ago = timezone.now() - timedelta(days=91)
    StripeEvent.objects.create(
        id="evt_old", type="invoice.paid", created_at=long_ago, received_at=long_ago, done_at=long_ago
    )
    KeptAnswer.objects.create(user=buyer.person.user, key="old", asked="x", url="y", created_at=long_ago)
    reconcile()
    assert owed() == []
    assert buyer.tier == "pro"
    assert not StripeEvent.objects.filter(pk="evt_old").exists()
    assert not KeptAnswer.objects.exists()


def test_without_a_key_there_is_nothing_to_reconcile(db):
    assert "without Stripe" in reconcile()
