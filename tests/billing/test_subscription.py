import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from billing.models import Subscription
from billing.selectors import get_tier, standing_of, subscription_of
from billing.services import apply_subscription, end_comp, forget_customer, give_comp, keep_customer

pytestmark = pytest.mark.services

SOON, PAST = timedelta(days=3), timedelta(days=-3)


@pytest.fixture
def other(world):
    return world.stranger.user


def said(user, **given):
    given = {"tier": "pro", "status": "active", "read_at": timezone.now()} | given
    return apply_subscription(user_id=user.id, **given)


def test_without_a_row_the_default_tier_holds(user, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert get_tier(user.id) == "free"
    assert standing_of(user.id).status == "none"
    assert subscription_of(user.id) is None


@pytest.mark.parametrize(
    ("status", "tier"),
    [
        ("active", "pro"),
        ("trialing", "pro"),
        ("past_due", "pro"),
        ("unpaid", "free"),
        ("canceled", "free"),
        ("incomplete", "free"),
        ("incomplete_expired", "free"),
        ("paused", "free"),
        ("none", "free"),
    ],
)
def test_which_states_count(user, status, tier):
    said(user, status=status)
    assert get_tier(user.id) == standing_of(user.id).tier == tier


def test_a_cancelled_period_ends_by_itself_and_a_renewing_one_does_not(user):
    said(user, current_period_end=timezone.now() + PAST)
    assert get_tier(user.id) == "pro"
    said(user, current_period_end=timezone.now() + SOON, cancel_at_period_end=True)
    assert get_tier(user.id) == "pro"
    said(user, current_period_end=timezone.now() + PAST, cancel_at_period_end=True)
    assert get_tier(user.id) == "free"


def test_a_gift_lasts_until_its_date_and_never_takes_away(user):
    said(user, tier="power")
    give_comp(user_id=user.id, tier="pro", until=timezone.now() + SOON)
    assert (get_tier(user.id), standing_of(user.id).source) == ("power", "stripe")
    give_comp(user_id=user.id, tier="team", until=timezone.now() + SOON)
    assert (get_tier(user.id), standing_of(user.id).source) == ("team", "comp")
    give_comp(user_id=user.id, tier="team", until=timezone.now() + PAST)
    assert (get_tier(user.id), standing_of(user.id).source) == ("power", "stripe")


def test_a_gift_takes_over_where_the_same_paid_tier_has_run_out(user):
    said(user, current_period_end=timezone.now() + PAST, cancel_at_period_end=True)
    give_comp(user_id=user.id, tier="pro", until=timezone.now() + SOON)
    assert (get_tier(user.id), standing_of(user.id).source) == ("pro", "comp")


def test_a_gift_can_be_ended(user):
    give_comp(user_id=user.id, tier="team", until=timezone.now() + SOON)
    end_comp(user_id=user.id)
    assert get_tier(user.id) == "free"


def test_a_gift_without_an_end_cannot_be_stored(user):
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(user=user, comp_tier="pro")


def test_self_hosters_set_everyones_tier_and_payment_can_only_raise_it(user, monkeypatch):
    monkeypatch.setattr("billing.selectors.config.default_tier", "power")
    assert get_tier(user.id) == "power"
    said(user, tier="pro")
    assert get_tier(user.id) == "power"
    said(user, tier="team")
    assert get_tier(user.id) == "team"


def test_of_two_readings_that_cross_the_newer_one_stays(user):
    now = timezone.now()
    assert said(user, tier="team", read_at=now)
    assert not said(user, tier="pro", read_at=now - timedelta(seconds=1))
    assert get_tier(user.id) == "team"
    assert said(user, tier="power", read_at=now)


def test_an_update_costs_two_queries(user, django_assert_num_queries):
    said(user)
    with django_assert_num_queries(2):
        said(user, tier="team")


def test_a_user_who_has_gone_gets_no_row(db):
    assert not apply_subscription(user_id=uuid.uuid4(), tier="pro", status="active", read_at=timezone.now())
    assert keep_customer(user_id=uuid.uuid4(), stripe_customer_id="cus_1") == ""
    assert not Subscription.objects.exists()


def test_the_first_customer_stays(user):
    assert keep_customer(user_id=user.id, stripe_customer_id="cus_1") == "cus_1"
    assert keep_customer(user_id=user.id, stripe_customer_id="cus_2") == "cus_1"
    assert get_tier(user.id) == "free"
    said(user)
    assert subscription_of(user.id).stripe_customer_id == "cus_1"
    forget_customer(user_id=user.id, stripe_customer_id="cus_2")
    assert subscription_of(user.id).stripe_customer_id == "cus_1"
    forget_customer(user_id=user.id, stripe_customer_id="cus_1")
    assert subscription_of(user.id).stripe_customer_id == ""


def test_a_customer_belongs_to_one_user(user, other):
    keep_customer(user_id=user.id, stripe_customer_id="cus_1")
    with pytest.raises(IntegrityError), transaction.atomic():
        keep_customer(user_id=other.id, stripe_customer_id="cus_1")


def test_one_users_row_says_nothing_of_another(user, other):
    said(user, tier="team")
    assert get_tier(other.id) == "free"
    assert subscription_of(other.id) is None
