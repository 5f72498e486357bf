"""The window against two oracles: a plain list of every moment, and the limits library's moving window."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from billing.limits.window import SlidingWindow

WINDOW = 60.0

TICK = 1 / 1024  # sums of ticks are exact, so that the very end of a window can be met
# Gaps inside, on and outside the window.
gap = st.one_of(st.sampled_from([0, 1, 30 * 1024, 60 * 1024 - 1, 60 * 1024, 60 * 1024 + 1]), st.integers(0, 90 * 1024))
gaps = st.lists(gap.map(lambda ticks: ticks * TICK), max_size=80)
limit_numbers = st.integers(1, 6)


def moments(steps):
    now = 1000.0
    for step in steps:
        now += step
        yield now


@given(st.lists(st.tuples(gap, limit_numbers), max_size=120))
def test_it_decides_as_a_list_of_everything_that_passed(asked):
    """The limit may change at any request, as an upgrade or a downgrade changes it."""
    window, passed, now = SlidingWindow(), [], 0.0
    for ticks, limit in asked:
        now += ticks * TICK
        counted = [moment for moment in passed if moment > now - WINDOW]
        decision = window.decide("user", limit, now)
        assert decision.allowed is (len(counted) < limit)
        if decision.allowed:
            passed.append(now)
            assert decision.remaining == limit - len(counted) - 1
            assert decision.retry_after == 0
        else:
            assert decision.remaining == 0
            frees = now + decision.retry_after
            assert sum(moment > frees - WINDOW for moment in passed) < limit
            assert sum(moment > frees - TICK - WINDOW for moment in passed) >= limit


@given(gaps, limit_numbers)
def test_no_window_anywhere_holds_more_than_the_limit(steps, limit):
    window = SlidingWindow()
    passed = [now for now in moments(steps) if window.decide("user", limit, now).allowed]
    for start in passed:
        assert sum(start <= moment < start + WINDOW for moment in passed) <= limit


@settings(max_examples=60)
@given(st.lists(st.integers(0, 70), max_size=60), limit_numbers)
def test_it_agrees_with_the_limits_library(steps, limit):
    """Off the exact end of the window, where the library counts the last instant in and we do not."""
    clock = {"now": 1_000_000.0}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", lambda: clock["now"])
        storage = MemoryStorage()
        theirs, ours = MovingWindowRateLimiter(storage), SlidingWindow()
        for index, step in enumerate(steps):
            clock["now"] += step + 1e-4 * (index % 7 + 1)
            expected = theirs.hit(RateLimitItemPerMinute(limit), "user")
            assert ours.decide("user", limit, clock["now"]).allowed is expected
        storage.timer.cancel()


def test_an_upgrade_holds_from_the_next_request():
    window = SlidingWindow()
    assert [window.decide("user", 2, at).allowed for at in (0, 1, 2)] == [True, True, False]
    assert window.decide("user", 5, 3).remaining == 2


def test_a_downgrade_waits_until_enough_has_left():
    window = SlidingWindow()
    for at in range(5):
        window.decide("user", 5, at)
    refused = window.decide("user", 2, 10)
    assert (refused.allowed, refused.retry_after) == (False, 53.0)
    assert not window.decide("user", 2, 62.9).allowed
    assert window.decide("user", 2, 63).allowed


def test_users_do_not_share_a_window():
    window = SlidingWindow()
    assert window.decide("one", 1, 0).allowed
    assert window.decide("two", 1, 0).allowed
    assert not window.decide("one", 1, 1).allowed


def test_looking_does_not_count():
    window = SlidingWindow()
    window.decide("user", 2, 0)
    assert [window.peek("user", 2, 1).remaining for _ in range(3)] == [1, 1, 1]
    assert window.peek("nobody", 2, 1).remaining == 2
    assert len(window) == 1


def test_what_passed_elsewhere_counts_here_and_stays_within_the_limit():
    window = SlidingWindow()
    for at in range(10):
        window.note("user", 3, at)
    assert len(window._passed["user"]) == 3
    assert not window.decide("user", 3, 10).allowed


def test_forgetting_gives_the_whole_window_back():
    window = SlidingWindow()
    window.decide("user", 1, 0)
    window.forget("user")
    assert window.decide("user", 1, 1).allowed


def test_memory_is_bounded_by_the_limit_and_the_users_of_a_window():
    window = SlidingWindow()
    for at in range(1000):
        window.decide("busy", 20, at * 0.01)
    assert len(window._passed["busy"]) == 20
    for user in range(500):
        window.decide(f"user {user}", 20, 20.0)
    for user in range(260):
        window.decide("busy", 20, 100.0)
        window.decide(f"later {user}", 20, 100.0)
    assert len(window) == 261


def test_the_headers_say_it_as_the_contract_does():
    window = SlidingWindow()
    window.decide("user", 20, 0)
    assert window.decide("user", 20, 18.5).headers() == {
        "RateLimit-Policy": '"requests";q=20;w=60',
        "RateLimit": '"requests";r=18;t=42',
    }


def test_a_refusal_says_when_to_come_back():
    window = SlidingWindow()
    window.decide("user", 1, 0)
    refusal = window.decide("user", 1, 20.2).refusal()
    assert refusal.headers == {"Retry-After": "40"}
    assert refusal.body()["retry_after"] == 40
    assert refusal.body()["code"] == "rate_limited"
