"""dj-stripe's tables follow what Stripe holds, without the key, the person, or a call of their own."""

import pytest
from djstripe import models as djstripe

from billing.stripe.mirror import rows
from tests.billing.stripe.conftest import KEY

pytestmark = pytest.mark.services


def test_a_purchase_is_in_the_mirror(buyer):
    subscription_id = buyer.buy("team", seats=4)
    mirrored = djstripe.Subscription.objects.get(id=subscription_id)
    assert mirrored.customer.subscriber == buyer.person.user
    assert mirrored.customer.id == buyer.row.stripe_customer_id
    (item,) = mirrored.items.all()
    assert item.stripe_data["quantity"] == 4
    assert item.price.product.id == buyer.held["items"]["data"][0]["price"]["product"]
    assert mirrored.stripe_data["status"] == "active"


def test_it_follows_and_an_item_that_an_upgrade_removed_goes(buyer):
    subscription_id = buyer.buy("pro")
    buyer.do("change", subscription_id, "price_power_monthly")
    buyer.do("fail_payment", subscription_id)
    mirrored = djstripe.Subscription.objects.get(id=subscription_id)
    assert mirrored.stripe_data["status"] == "past_due"
    (item,) = mirrored.items.all()
    assert item.id == buyer.held["items"]["data"][0]["id"]


def test_a_customer_that_is_gone_is_gone_here(buyer):
    buyer.buy("pro")
    buyer.do("delete_customer", buyer.row.stripe_customer_id)
    assert not djstripe.Customer.objects.exists()
    assert not djstripe.Subscription.objects.exists()


def test_it_holds_neither_the_key_nor_who_somebody_is(buyer):
    buyer.buy("pro")
    assert not djstripe.APIKey.objects.exists()
    customer = djstripe.Customer.objects.get()
    held = f"{customer.email} {customer.stripe_data} {djstripe.Subscription.objects.get().stripe_data}"
    assert buyer.person.email not in held
    assert KEY not in held


def test_it_asks_stripe_nothing_on_its_own(buyer):
    buyer.session("pro")
    before = len(buyer.stripe.api.requests)
    buyer.hear(buyer.stripe.world.pay(next(iter(buyer.stripe.world.sessions))))
    assert [path for _, path, _ in buyer.stripe.api.requests[before:]] == ["/v1/subscriptions"]


def test_a_mirror_that_breaks_keeps_nobody_from_their_tier(buyer, monkeypatch, caplog):
    def broken(*_):
        raise ValueError

    monkeypatch.setattr(rows, "_write_all", broken)
    buyer.buy("pro")
    assert buyer.tier == "pro"
    assert "stripe.mirror_failed" in caplog.text
    caplog.clear()
