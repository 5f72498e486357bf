"""The window on HTTP. No view is needed: what is not there is refused inside the middleware too."""

import pytest

from adiuva.errors import Problem
from billing.limits import limiter, reset, throttle
from billing.limits.window import SlidingWindow
from billing.middleware import EXEMPT
from tests.accounts.worlds import give_tier
from tests.client import Client

pytestmark = pytest.mark.services

POLICY = '"requests";q=20;w=60'


@pytest.fixture
def clock(monkeypatch):
    """A window of this process whose time stands still until it is moved."""
    now = [1000.0]
    monkeypatch.setattr("billing.limits.window.time.monotonic", lambda: now[0])
    monkeypatch.setattr(limiter.LIMITER, "shared", None)
    monkeypatch.setattr(limiter.LIMITER, "own", SlidingWindow())
    return now


def test_every_authenticated_answer_says_what_is_left(signed_in):
    for left, path in ((19, "/billing/usage"), (18, "/nope"), (17, "/billing/usage?days=x")):
        answer = signed_in.get(path)
        assert answer.headers["ratelimit-policy"] == POLICY
        assert answer.headers["ratelimit"].startswith(f'"requests";r={left};t=')


def test_who_does_not_sign_in_is_not_counted_and_a_refused_token_is_refused_by_the_view(api):
    assert "ratelimit" not in api.get("/billing/tiers").headers
    answer = Client("not-a-token").get("/billing/usage")
    assert answer.status == 401
    assert "ratelimit" not in answer.headers


def test_the_next_after_the_limit_is_refused_and_told_when_to_come_back(signed_in, clock):
    for _ in range(20):
        assert signed_in.get("/billing/usage").status == 200
        clock[0] += 1
    refused = signed_in.get("/billing/usage", headers={"Origin": "app://."})
    assert (refused.status, refused.json()["code"]) == (429, "rate_limited")
    assert refused.headers["retry-after"] == "40"
    assert refused.json()["retry_after"] == 40
    assert refused.headers["ratelimit"] == '"requests";r=0;t=40'
    assert refused.headers["access-control-allow-origin"] == "app://."
    assert {"Retry-After", "RateLimit"} <= set(refused.headers["access-control-expose-headers"].split(", "))
    clock[0] += 39.9
    assert signed_in.get("/billing/usage").status == 429
    clock[0] += 0.1
    assert signed_in.get("/billing/usage").status == 200
    assert signed_in.get("/billing/usage").status == 429


def test_an_upgrade_holds_from_the_next_request(world, clock):
    client = world.owner.client
    assert [client.get("/billing/usage").status for _ in range(21)] == [200] * 20 + [429]
    give_tier(world.owner.user, "pro")
    answer = client.get("/billing/usage")
    assert (answer.status, answer.headers["ratelimit-policy"]) == (200, '"requests";q=60;w=60')
    assert [client.get("/billing/usage").status for _ in range(40)] == [200] * 39 + [429]


@pytest.mark.parametrize(("tier", "limit"), [("free", 20), ("pro", 60), ("power", 120), ("team", 200)])
def test_each_tier_has_its_number(person, clock, tier, limit):
    one = person(tier=tier)
    assert one.client.get("/billing/usage").headers["ratelimit"] == f'"requests";r={limit - 1};t=60'


def test_two_sessions_of_one_user_share_the_window_and_a_stranger_does_not(world, clock):
    for _ in range(21):
        last = world.owner.client.get("/billing/usage")
    assert last.status == 429
    assert world.stranger.client.get("/billing/usage").headers["ratelimit"] == '"requests";r=19;t=60'


@pytest.mark.parametrize("path", sorted(EXEMPT))
def test_what_one_needs_to_get_in_is_exempt(signed_in, path, clock):
    for _ in range(22):
        assert "ratelimit" not in signed_in.post(path, {}).headers
    assert signed_in.get("/billing/usage").headers["ratelimit"] == '"requests";r=19;t=60'


def test_throttling_costs_no_query_of_its_own(signed_in, django_assert_num_queries, clock):
    with django_assert_num_queries(1):
        signed_in.get("/nope")
    for _ in range(20):
        signed_in.get("/nope")
    with django_assert_num_queries(1):
        assert signed_in.get("/billing/usage").status == 429


async def test_sockets_and_runs_ask_the_same_window(clock):
    class Asking:
        user_id, tier = "user-1", "free"

    decisions = [await throttle(Asking()) for _ in range(20)]
    assert [decision.remaining for decision in decisions] == list(range(19, -1, -1))
    with pytest.raises(Problem) as refused:
        await throttle(Asking())
    assert refused.value.body()["retry_after"] == 60
    await reset("user-1")
    assert (await throttle(Asking())).remaining == 19
