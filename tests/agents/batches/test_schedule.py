"""Cron words in the user's timezone: what is taken, when it is due, and what changes of clocks do to it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.batches.schedule import BadSchedule, give_up_at, last_due, next_due, normal

ROME = ZoneInfo("Europe/Rome")
ZONES = ["UTC", "Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago"]
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("words", "cron"),
    [
        ("0 9 * * 1", "0 9 * * 1"),
        ("  0   9 * *  mon ", "0 9 * * MON"),
        ("*/5 * * * *", "*/5 * * * *"),
        ("daily", "0 8 * * *"),
        ("@daily", "0 8 * * *"),
        ("Weekly", "0 8 * * MON"),
        ("@hourly", "0 * * * *"),
        ("58 9,11 * * *", "58 9,11 * * *"),
        ("0,58 9 * * *", "0,58 9 * * *"),
        ("0 0 29 2 *", "0 0 29 2 *"),
    ],
)
def test_what_is_taken(words, cron):
    assert normal(words) == cron


@pytest.mark.parametrize(
    "words",
    [
        *("", "soon", "* * * *", "* * * * *", "*/4 * * * *", "0,3 8 * * *", "0 0 9 * * 1", "60 * * * *", "0 24 * * *"),
        *("0 0 30 2 *", "0 0 * * 8", "0,58 9,10 * * *", "0,58 0,23 * * *", "0 9 * * 1\0", "0 " * 200, "@never"),
    ],
)
def test_what_is_not(words):
    with pytest.raises(BadSchedule):
        normal(words)


def local(*parts):
    return datetime(*parts, tzinfo=ROME)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (local(2027, 3, 26, 12), local(2027, 3, 27, 2, 30)),
        (local(2027, 3, 27, 12), local(2027, 3, 28, 3, 0)),  # 02:30 is skipped: it comes right after the change
        (local(2027, 3, 28, 12), local(2027, 3, 29, 2, 30)),
        (local(2027, 10, 30, 12), local(2027, 10, 31, 2, 30)),  # twice that night, and due the first time
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), local(2027, 11, 1, 2, 30)),
    ],
)
def test_at_half_past_two_in_rome(after, due):
    assert next_due("30 2 * * *", "Europe/Rome", after) == due.astimezone(UTC)


def test_it_is_the_users_monday():
    sunday_evening = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # Monday 07:00 in Melbourne
    assert next_due("0 8 * * MON", "Australia/Melbourne", sunday_evening) == sunday_evening + timedelta(hours=1)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
HOURS, MINUTES = st.integers(0, 23), st.integers(0, 59)


@settings(deadline=None, max_examples=150)
@given(zone=st.sampled_from(ZONES), hour=HOURS, minute=MINUTES, start=MOMENTS)
def test_a_daily_one_comes_once_on_each_local_day(zone, hour, minute, start):
    days, at = [], start
    for _ in range(40):
        at = next_due(f"{minute} {hour} * * *", zone, at)
        days.append(at.astimezone(ZoneInfo(zone)).date())
    assert all(later - earlier == DAY for earlier, later in pairwise(days))


@settings(deadline=None, max_examples=150)
@given(
    zone=st.sampled_from(ZONES),
    schedule=st.sampled_from(["*/5 * * * *", "0 * * * *", "30 2 * * *", "15 1,3 * * SUN", "0 0 1 * *", "45 2 * * 0L"]),
    at=MOMENTS,
)
def test_last_and_next_agree(zone, schedule, at):
    following = next_due(schedule, zone, at)
    assert following > at
    assert last_due(schedule, zone, following) == following
    last = last_due(schedule, zone, at)
    assert last <= at
    assert next_due(schedule, zone, last - timedelta(seconds=1)) == last


def test_a_run_waits_until_the_next_is_due_and_twelve_hours_at_most():
    due = local(2026, 11, 23, 8)
    assert give_up_at(due, due + timedelta(hours=1)) == due + timedelta(hours=1)
    assert give_up_at(due, due + DAY) == give_up_at(due, None) == due + timedelta(hours=12)
