from datetime import timedelta

import pytest

from adiuva.config import config
from billing import runs, usage
from billing.models import UsageDay
from billing.tiers import NAMES
from billing.usage.months import first_of_month, next_month, today

pytestmark = pytest.mark.services


def used(user, model="gpt-4o", ago=0, **given):
    given = {"requests": 2, "input_tokens": 100, "output_tokens": 20, "cost_micro_usd": 1500} | given
    UsageDay.objects.create(user=user, day=today() - timedelta(days=ago), model=model, **given)


def test_the_matrix_is_public_and_asks_nothing_of_the_database(api, django_assert_num_queries):
    with django_assert_num_queries(0):
        tiers = api.get("/billing/tiers").json()
    assert [tier["name"] for tier in tiers] == list(NAMES)
    assert tiers[3] == {
        "name": "team",
        "price_cents": 4900,
        "currency": "eur",
        "per_seat": True,
        "requests_per_minute": 200,
        "runs_at_once": 10,
        "features": {
            "own_agents": None,
            "active_batches": None,
            "model_providers": None,
            "batch_builder": True,
            "own_provider_key": True,
            "sso": True,
        },
    }


def test_usage_is_by_day_and_model_oldest_first(signed_in, user):
    used(user, ago=0)
    used(user, ago=1, model="offline", cost_micro_usd=0)
    used(user, ago=1)
    days = signed_in.get("/billing/usage").json()["days"]
    assert [(day["date"], day["model"]) for day in days] == [
        (str(today() - timedelta(days=1)), "gpt-4o"),
        (str(today() - timedelta(days=1)), "offline"),
        (str(today()), "gpt-4o"),
    ]
    assert days[0] | {"date": ""} == {
        "date": "",
        "model": "gpt-4o",
        "requests": 2,
        "input_tokens": 100,
        "output_tokens": 20,
        "cost_usd": 0.0015,
    }


@pytest.mark.parametrize("number", [1, 3])
def test_usage_costs_two_queries_however_much_there_is(signed_in, user, number, django_assert_num_queries):
    for ago in range(number):
        used(user, ago=ago)
    with django_assert_num_queries(2):
        assert len(signed_in.get("/billing/usage").json()["days"]) == number


def test_days_count_from_today(signed_in, user):
    for ago in (0, 1, 2):
        used(user, ago=ago)
    assert [len(signed_in.get(f"/billing/usage?days={days}").json()["days"]) for days in (1, 2, 366)] == [1, 2, 3]


@pytest.mark.parametrize("days", ["0", "367", "-1", "x", "1.5", "", "%D9%A3", "9" * 5000])
def test_days_of_another_kind_are_invalid(signed_in, days):
    answer = signed_in.get(f"/billing/usage?days={days}")
    assert (answer.status, answer.json()["errors"][0]["pointer"]) == (422, "#/days")


def test_a_stranger_sees_nothing_of_it(world):
    used(world.owner.user)
    assert world.stranger.client.get("/billing/usage").json()["days"] == []


def test_usage_needs_someone_who_asks(api):
    assert api.get("/billing/usage").status == 401


def test_what_this_worker_has_only_counted_is_in_it(signed_in, user):
    usage.record(user.id, "gpt-4o", input_tokens=5, output_tokens=3, cost_usd=0.000002)
    day = signed_in.get("/billing/usage").json()["days"][0]
    assert (day["input_tokens"], day["cost_usd"]) == (5, 0.000002)


def test_limits_of_a_tier_without_caps(person):
    limits = person(tier="pro").client.get("/billing/usage").json()["limits"]
    requests, at_once = limits
    assert (requests["name"], requests["limit"], requests["remaining"]) == ("requests", 60, 59)
    assert at_once == {"name": "runs", "limit": 5, "remaining": 5, "resets_at": None}


def test_runs_that_are_going_are_taken_off(signed_in):
    async def three(user_id):
        return 3

    before = runs._in_use[0]
    runs.use(three)
    try:
        assert signed_in.get("/billing/usage").json()["limits"][1]["remaining"] == 0
    finally:
        runs.use(before)


def test_caps_are_limits_too(signed_in, user, monkeypatch):
    monkeypatch.setattr(config, "usage_cap_tokens_free", 1000)
    monkeypatch.setattr(config, "usage_cap_usd_free", 0.01)
    used(user, cost_micro_usd=2500)
    UsageDay.objects.create(user=user, day=first_of_month() - timedelta(days=1), model="m", input_tokens=900)
    caps = signed_in.get("/billing/usage").json()["limits"][2:]
    resets_at = int(next_month().timestamp())
    assert caps == [
        {"name": "tokens_month", "limit": 1000, "remaining": 880, "resets_at": resets_at},
        {"name": "cost_usd_month", "limit": 0.01, "remaining": 0.0075, "resets_at": resets_at},
    ]
