"""Schedules: cron words in the user's timezone. Pure; whoever calls knows what time it is.

A time that a change of clocks skips comes right after it, one that it repeats comes once.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from cronsim import CronSim, CronSimError

from agents.clock import zone_of

SHORTEST_MINUTES = 5
FIELDS = 5
LONGEST = 100
WINDOW = timedelta(hours=12)

WORDS: Mapping[str, str] = {
    "hourly": "0 * * * *",
    "daily": "0 8 * * *",
    "weekdays": "0 8 * * MON-FRI",
    "weekly": "0 8 * * MON",
    "monthly": "0 8 1 * *",
}


class BadSchedule(ValueError):
    """The words say what is wrong."""


@lru_cache(maxsize=1024)
def normal(text: str) -> str:
    """The cron words that a schedule comes to."""
    words = " ".join(text.split())
    words = WORDS.get(words.casefold().removeprefix("@"), words).upper()
    if len(words) > LONGEST or len(words.split()) != FIELDS:
        raise BadSchedule(f"Give five cron fields, or one of: {', '.join(WORDS)}.")
    try:
        sim = CronSim(words, datetime.now(UTC))
        next(sim)
    except (CronSimError, StopIteration):
        raise BadSchedule("These cron fields name no time.") from None
    if _shortest_gap(sim) < SHORTEST_MINUTES:
        raise BadSchedule(f"A batch may run every {SHORTEST_MINUTES} minutes at most.")
    return words


def next_due(schedule: str, zone: str, after: datetime) -> datetime | None:
    """The first time later than `after`; None where there is none."""
    sim = CronSim(schedule, after.astimezone(zone_of(zone)))
    return next((due for time in sim if (due := time.astimezone(UTC)) > after), None)


def last_due(schedule: str, zone: str, at: datetime) -> datetime | None:
    """The last time not later than `at`."""
    sim = CronSim(schedule, (at + timedelta(seconds=1)).astimezone(zone_of(zone)), reverse=True)
    return next((due for time in sim if (due := time.astimezone(UTC)) <= at), None)


def give_up_at(due: datetime, following: datetime | None) -> datetime:
    """So long a run that is due may wait for a device, or for a server that was down."""
    return min(due + WINDOW, following or due + WINDOW)


def _shortest_gap(sim: CronSim) -> int:
    minutes, hours = sorted(sim.minutes), sim.hours
    gaps = [later - earlier for earlier, later in pairwise(minutes)]
    if any((hour + 1) % 24 in hours for hour in hours):
        gaps.append(60 + minutes[0] - minutes[-1])
    return min(gaps, default=60)
