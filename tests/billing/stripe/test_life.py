"""The whole life of a subscription against the loopback Stripe, event by event."""

from datetime import timedelta

import pytest
from django.utils import timezone

from billing.models import Status
from billing.stripe.models import OpenCheckout, StripeEvent
from tests.doubles.stripe.objects import MONTH

pytestmark = pytest.mark.services


def test_a_purchase_names_our_user_and_gives_the_tier(buyer):
    session_id = buyer.session("pro")
    session = buyer.stripe.world.sessions[session_id]
    assert session["client_reference_id"] == str(buyer.person.id)
    assert session["metadata"]["user_id"] == str(buyer.person.id)
    assert buyer.tier == "free"

    buyer.hear(buyer.stripe.world.pay(session_id))
    seen = buyer.seen
    assert (seen["tier"], seen["status"], seen["source"], seen["seats"]) == ("pro", "active", "stripe", 1)
    assert seen["current_period_end"] == buyer.held["items"]["data"][0]["current_period_end"]
    assert buyer.held["metadata"]["user_id"] == str(buyer.person.id)


def test_a_team_buys_seats(buyer):
    buyer.buy("team", seats=12)
    assert (buyer.tier, buyer.seen["seats"]) == ("team", 12)


def test_an_upgrade_is_confirmed_on_stripes_page_and_changes_the_one_subscription(buyer):
    subscription_id = buyer.buy("pro")
    answer = buyer.checkout("power")
    assert answer.status == 201
    portal = buyer.stripe.world.portals[answer.json()["checkout_url"].rpartition("/")[2]]
    confirm = portal["flow"]["subscription_update_confirm"]
    assert confirm["subscription"] == subscription_id

    (item,) = confirm["items"]
    buyer.do("change", subscription_id, item["price"], int(item["quantity"]))
    assert buyer.tier == "power"
    assert len(buyer.stripe.world.subscriptions) == 1


def test_the_same_again_is_a_conflict_that_names_the_portal(buyer):
    buyer.buy("team", seats=3)
    same = buyer.checkout("team", seats=3)
    assert (same.status, same.json()["code"]) == (409, "conflict")
    assert "/billing/portal" in same.json()["detail"]
    assert buyer.checkout("team", seats=4).status == 201


def test_a_failed_payment_leaves_the_features_for_the_grace_that_stripe_gives(buyer):
    subscription_id = buyer.buy("pro")
    buyer.do("fail_payment", subscription_id)
    assert (buyer.tier, buyer.seen["status"]) == ("pro", "past_due")
    buyer.do("give_up", subscription_id)
    assert (buyer.tier, buyer.seen["status"]) == ("free", "unpaid")
    assert buyer.checkout("pro").json()["code"] == "conflict"  # what is owed is paid in the portal


def test_a_payment_that_recovers_gives_everything_back(buyer):
    subscription_id = buyer.buy("power")
    buyer.do("fail_payment", subscription_id)
    buyer.do("give_up", subscription_id)
    buyer.do("recover", subscription_id)
    assert (buyer.tier, buyer.seen["status"]) == ("power", "active")


def test_cancelled_at_the_end_of_the_period_it_lasts_until_then(buyer):
    subscription_id = buyer.buy("pro")
    buyer.do("cancel_at_period_end", subscription_id)
    assert (buyer.tier, buyer.seen["cancel_at_period_end"]) == ("pro", True)
    buyer.do("advance", MONTH + 60)
    assert (buyer.tier, buyer.seen["status"]) == ("free", "canceled")


def test_the_end_of_a_cancelled_period_needs_no_event(buyer):
    buyer.do("cancel_at_period_end", buyer.buy("pro"))
    row = buyer.row
    row.current_period_end = timezone.now() - timedelta(seconds=1)
    row.save()
    assert buyer.tier == "free"


def test_a_period_that_renews_moves_its_end(buyer):
    buyer.buy("pro")
    before = buyer.seen["current_period_end"]
    buyer.do("advance", MONTH + 60)
    assert buyer.tier == "pro"
    assert buyer.seen["current_period_end"] > before


def test_cancelling_here_cancels_there_at_once(buyer):
    buyer.buy("pro")
    answer = buyer.client.delete("/billing/subscription")
    assert answer.status == 200
    assert (answer.json()["tier"], answer.json()["status"]) == ("free", "canceled")
    assert buyer.held["status"] == "canceled"
    assert buyer.client.delete("/billing/subscription").status == 200


def test_cancelling_nothing_is_fine(buyer):
    answer = buyer.client.delete("/billing/subscription")
    assert (answer.status, answer.json()["tier"]) == (200, "free")


def test_who_cancelled_may_buy_again_at_once(buyer):
    buyer.buy("pro")
    buyer.client.delete("/billing/subscription")
    buyer.buy("power")
    assert buyer.tier == "power"


def test_cancelling_closes_the_page_that_is_still_open(buyer):
    session_id = buyer.session("pro")
    assert buyer.client.delete("/billing/subscription").status == 200
    with pytest.raises(ValueError, match="expired"):
        buyer.stripe.world.pay(session_id)
    buyer.buy("pro")
    assert buyer.tier == "pro"


def test_cancelling_a_purchase_that_we_have_not_heard_of_cancels_it(buyer):
    events = buyer.stripe.world.pay(buyer.session("pro"))
    assert buyer.client.delete("/billing/subscription").json()["tier"] == "free"
    buyer.hear(events)
    assert (buyer.tier, buyer.held["status"]) == ("free", "canceled")


def test_a_refund_alone_takes_nothing_away(buyer):
    subscription_id = buyer.buy("pro")
    buyer.do("refund", subscription_id)
    assert buyer.tier == "pro"
    buyer.do("cancel", subscription_id)
    assert buyer.tier == "free"


def test_a_customer_deleted_at_stripe_is_free_and_may_start_anew(buyer):
    buyer.buy("pro")
    old = buyer.row.stripe_customer_id
    buyer.do("delete_customer", old)
    assert buyer.tier == "free"
    buyer.buy("pro")
    assert buyer.tier == "pro"
    assert buyer.row.stripe_customer_id != old


def test_a_customer_that_went_unheard_is_replaced_at_the_next_checkout(buyer):
    buyer.session("pro")
    old = buyer.row.stripe_customer_id
    buyer.stripe.world.delete_customer(old)
    OpenCheckout.objects.update(made_at="2020-01-01T00:00:00Z")  # the page is too old to be handed out again
    buyer.buy("pro")
    assert buyer.tier == "pro"


def test_an_expired_session_makes_room_for_a_new_one(buyer):
    first = buyer.session("pro")
    assert buyer.session("pro") == first  # while it is open it is the same
    buyer.do("advance", 86_400)
    assert buyer.session("pro") != first


def test_of_two_wishes_only_the_last_can_be_paid(buyer):
    first, second = buyer.session("pro"), buyer.session("power")
    with pytest.raises(ValueError, match="expired"):
        buyer.stripe.world.pay(first)
    buyer.hear(buyer.stripe.world.pay(second))
    assert buyer.tier == "power"


def test_a_purchase_that_we_have_not_heard_of_is_found_before_a_second_is_sold(buyer):
    buyer.stripe.world.pay(buyer.session("pro"))
    answer = buyer.checkout("power")
    assert answer.status == 201
    assert "/p/session/" in answer.json()["checkout_url"]  # a change of what was just bought
    assert buyer.tier == "pro"


def test_a_price_that_was_replaced_is_known_by_its_product(buyer):
    buyer.buy("pro")
    world = buyer.stripe.world
    old = world.price("price_pro_monthly")
    old["lookup_key"] = None
    world.add_price("price_pro_monthly", 19_00, old["product"])
    buyer.do("fail_payment", buyer.held["id"])
    buyer.do("recover", buyer.held["id"])
    assert buyer.tier == "pro"


def test_prices_may_be_named_by_id(buyer, monkeypatch):
    from adiuva.config import config

    world = buyer.stripe.world
    made = world.add_price(None, 29_00, next(iter(world.products)), "price_1PowerById")
    monkeypatch.setattr(config, "stripe_price_power", made["id"])
    buyer.buy("power")
    assert buyer.tier == "power"


def test_a_subscription_to_something_else_is_none_of_ours(buyer):
    buyer.session("pro")
    world = buyer.stripe.world
    other = {"id": "prod_consulting", "object": "product", "name": "Consulting"}
    world.products[other["id"]] = other
    price = world.add_price(None, 999_00, other["id"])
    before = len(world.events)
    world.subscribe(buyer.row.stripe_customer_id, price["id"])
    buyer.hear(world.events[before:])
    assert buyer.tier == "free"


def test_the_portal_is_stripes_and_needs_a_customer(buyer):
    none = buyer.client.post("/billing/portal")
    assert (none.status, none.json()["code"]) == (409, "conflict")
    buyer.buy("pro")
    url = buyer.client.post("/billing/portal").json()["portal_url"]
    assert url.startswith(f"{buyer.stripe.url}/p/session/")


def test_what_is_stored_of_an_event_is_ids(buyer):
    buyer.buy("pro")
    stored = " ".join(str(value) for row in StripeEvent.objects.values() for value in row.values())
    assert "payer@example.com" not in stored
    assert buyer.person.email not in stored


def test_one_user_is_not_touched_by_anothers_events(buyers):
    one, other = buyers(), buyers()
    one.buy("pro")
    other.buy("team", seats=2)
    one.client.delete("/billing/subscription")
    assert (one.tier, other.tier) == ("free", "team")
    assert one.row.status == Status.CANCELED
