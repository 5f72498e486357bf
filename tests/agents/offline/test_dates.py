from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.llm.offline.calendar import Calendar
from agents.llm.offline.moments import read_moment
from agents.llm.offline.tokens import lows, tokenize

BERLIN = ZoneInfo("Europe/Berlin")
EARLY, LATE = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2900-01-01")
WEDNESDAY = Calendar(datetime(2026, 11, 18, 10, 0, tzinfo=BERLIN))


def read(text, calendar=WEDNESDAY):
    """ "2026-11-20", with the time if one was said; None where it was not all read."""
    words = lows(tokenize(text))
    found = read_moment(words, 0, calendar, led=True)
    if not found or found[1] != len(words):
        return None
    moment = found[0]
    return f"{moment.span.last}" + (f" {moment.at:%H:%M}" if moment.at else "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-18"),
        ("tonight", "2026-11-18"),
        ("tomorrow", "2026-11-19"),
        ("the day after tomorrow", "2026-11-20"),
        ("yesterday", "2026-11-17"),
        ("Friday", "2026-11-20"),
        ("wednesday", "2026-11-25"),
        ("this Friday", "2026-11-20"),
        ("this wednesday", "2026-11-18"),
        ("next Friday", "2026-11-27"),
        ("next Monday", "2026-11-23"),
        ("Friday next week", "2026-11-27"),
        ("Monday week", "2026-11-30"),
        ("last Friday", "2026-11-13"),
        ("in 3 days", "2026-11-21"),
        ("in a week", "2026-11-25"),
        ("in two weeks", "2026-12-02"),
        ("in a fortnight", "2026-12-02"),
        ("in a month", "2026-12-18"),
        ("in 3 working days", "2026-11-23"),
        ("a couple of days from now", "2026-11-20"),
        ("a week from Monday", "2026-11-30"),
        ("two weeks from tomorrow", "2026-12-03"),
        ("2 days ago", "2026-11-16"),
        ("this week", "2026-11-22"),
        ("next week", "2026-11-29"),
        ("early next week", "2026-11-23"),
        ("this weekend", "2026-11-22"),
        ("next month", "2026-12-31"),
        ("end of the week", "2026-11-22"),
        ("end of month", "2026-11-30"),
        ("EOM", "2026-11-30"),
        ("the end of next month", "2026-12-31"),
        ("end of the quarter", "2026-12-31"),
        ("end of Q1", "2027-03-31"),
        ("end of year", "2026-12-31"),
        ("mid December", "2026-12-15"),
        ("start of next week", "2026-11-23"),
        ("EOD", "2026-11-18"),
        ("end of day Friday", "2026-11-20"),
        ("close of business tomorrow", "2026-11-19"),
        ("2026-12-03", "2026-12-03"),
        ("3 December", "2026-12-03"),
        ("3rd of December", "2026-12-03"),
        ("December 3", "2026-12-03"),
        ("Dec. 3rd, 2026", "2026-12-03"),
        ("5 January", "2027-01-05"),
        ("November 17", "2027-11-17"),
        ("12/25", "2026-12-25"),
        ("25/12/2026", "2026-12-25"),
        ("25.12.2026", "2026-12-25"),
        ("the 15th", "2026-12-15"),
        ("the 18th", "2026-11-18"),
        ("the 15th of next month", "2026-12-15"),
        ("Monday the 23rd", "2026-11-23"),
        ("Monday, November 23", "2026-11-23"),
        ("the last Friday of the month", "2026-11-27"),
        ("the first Monday of December", "2026-12-07"),
        ("Christmas", "2026-12-25"),
        ("New Year's Eve", "2026-12-31"),
        ("December", "2026-12-31"),
        ("October", "2027-10-31"),
        ("Thursday EOD", "2026-11-19"),
        ("31 February", None),
        ("the 40th", None),
    ],
)
def test_days(text, day):
    assert read(text) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("tomorrow at 9", "2026-11-19 09:00"),
        ("tomorrow at 5", "2026-11-19 17:00"),
        ("tomorrow 3pm", "2026-11-19 15:00"),
        ("Friday at 17:30", "2026-11-20 17:30"),
        ("5 p.m. on Friday", "2026-11-20 17:00"),
        ("tomorrow at noon", "2026-11-19 12:00"),
        ("tonight at 8", "2026-11-18 20:00"),
        ("9 in the morning", "2026-11-19 09:00"),
        ("tomorrow evening at 7", "2026-11-19 19:00"),
        ("half past 3", "2026-11-18 15:30"),
        ("at 9am", "2026-11-19 09:00"),
        ("at 11am", "2026-11-18 11:00"),
        ("midnight", "2026-11-18 23:59"),
        ("in an hour", "2026-11-18 11:00"),
        ("in half an hour", "2026-11-18 10:30"),
        ("in 90 minutes", "2026-11-18 11:30"),
        ("2026-12-03T17:00", "2026-12-03 17:00"),
        ("2026-12-03T17:00:00Z", "2026-12-03 18:00"),
        ("2026-12-03 17:00", "2026-12-03 17:00"),
        ("12/25 at 8pm", "2026-12-25 20:00"),
    ],
)
def test_times(text, moment):
    assert read(text) == moment


def test_a_day_ends_in_the_users_timezone():
    found = read_moment(["tomorrow"], 0, WEDNESDAY)
    end = datetime(2026, 11, 19, 23, 59, 59, 999_000, tzinfo=BERLIN)
    assert WEDNESDAY.due(found[0]) == round(end.timestamp() * 1000)


def test_today_is_the_users_today():
    now = round(datetime(2026, 11, 18, 23, 30, tzinfo=ZoneInfo("UTC")).timestamp() * 1000)
    assert Calendar.at(now, "UTC").today == date(2026, 11, 18)
    assert Calendar.at(now, "Asia/Tokyo").today == date(2026, 11, 19)
    assert Calendar.at(now, "America/Los_Angeles").today == date(2026, 11, 18)


def test_hours_go_by_the_clock_when_it_is_changed():
    night = Calendar(datetime(2027, 3, 28, 1, 0, tzinfo=BERLIN))
    assert read("in 2 hours", night) == "2027-03-28 04:00"


@given(st.datetimes(min_value=EARLY, max_value=LATE), st.integers(0, 9_999))
def test_days_ahead_are_days_ahead(now, days):
    calendar = Calendar(now.replace(tzinfo=BERLIN))
    found = read_moment(["in", str(days), "days"], 0, calendar)
    assert (found[0].span.last - calendar.today).days == days


@given(st.datetimes(min_value=EARLY, max_value=LATE))
def test_a_weekday_is_never_today_and_at_most_a_week_off(now):
    calendar = Calendar(now.replace(tzinfo=BERLIN))
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")):
        day = read_moment([name], 0, calendar)[0].span.last
        assert day.weekday() == number
        assert 1 <= (day - calendar.today).days <= 7
        following = read_moment(["next", name], 0, calendar)[0].span.last
        assert following.isocalendar()[:2] == calendar.week(1).first.isocalendar()[:2]
