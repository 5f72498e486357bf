"""The user's time: a run begins at one moment, and days are those of the user's timezone."""

import time
from datetime import UTC, date, datetime, tzinfo
from datetime import time as clock_time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

UTC_NAME = "UTC"
END_OF_DAY = clock_time(23, 59, 59, 999_000)
ZONES = frozenset(available_timezones())


@cache
def zone_of(name: str) -> tzinfo:
    """Reads a file the first time: not on the event loop."""
    return UTC if name == UTC_NAME else ZoneInfo(name)


class Clock:
    def __init__(self, now_ms: int | None = None, zone_name: str | None = None) -> None:
        self.timezone = zone_name or UTC_NAME
        self.zone = zone_of(self.timezone)
        self.now_ms = time.time_ns() // 1_000_000 if now_ms is None else now_ms

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.now_ms / 1000, self.zone)

    def day(self, day: date) -> tuple[int, int]:
        """Its first and its last millisecond."""
        return self._ms(day, clock_time.min), self._ms(day, END_OF_DAY)

    def moment(self, text: str) -> int:
        """ISO 8601 in the user's timezone unless it names another; a date alone is the end of that day."""
        if len(text) == len("2026-01-31"):
            return self.day(date.fromisoformat(text))[1]
        given = datetime.fromisoformat(text)
        return round((given if given.tzinfo else given.replace(tzinfo=self.zone)).timestamp() * 1000)

    def _ms(self, day: date, at: clock_time) -> int:
        return round(datetime.combine(day, at, self.zone).timestamp() * 1000)
