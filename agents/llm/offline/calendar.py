"""Days and periods in the user's timezone."""

import calendar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import msgspec

END_OF_DAY = time(23, 59, 59, 999_000)
DAY = timedelta(days=1)
FAR_AHEAD = date(2999, 12, 31)


class Span(msgspec.Struct, frozen=True):
    """A day or several, the last included."""

    first: date
    last: date

    @classmethod
    def day(cls, day: date) -> "Span":
        return cls(day, day)


class Moment(msgspec.Struct, frozen=True):
    """What a phrase about time means: some days, and a time of the last of them if one was said."""

    span: Span
    at: time | None = None


_ZONES: dict[str, tzinfo] = {"": UTC, "UTC": UTC}
_MOST_ZONES = 1_000  # a name that is no zone must not fill the memory


def knows_zone(name: str) -> bool:
    return name in _ZONES


def zone_of(name: str) -> tzinfo:
    """Reads a file on first use: the engine then calls it off the event loop."""
    if name not in _ZONES:
        if len(_ZONES) >= _MOST_ZONES:
            return UTC
        try:
            _ZONES[name] = ZoneInfo(name)
        except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
            _ZONES[name] = UTC
    return _ZONES[name]


class Calendar(msgspec.Struct, frozen=True):
    now: datetime  # aware, in the user's timezone

    @classmethod
    def at(cls, now_ms: float | None, zone: str) -> "Calendar":
        tz = zone_of(zone)
        return cls(datetime.now(tz) if now_ms is None else from_ms(now_ms, tz))

    @property
    def today(self) -> date:
        return self.now.date()

    def due(self, moment: Moment) -> int:
        return self.ms(moment.span.last, moment.at or END_OF_DAY)

    def ms(self, day: date, at: time) -> int:
        return round(datetime.combine(day, at, self.now.tzinfo).timestamp() * 1000)

    def start_ms(self, day: date) -> int:
        return self.ms(day, time.min)

    def end_ms(self, day: date) -> int:
        return self.ms(day, END_OF_DAY)

    @property
    def now_ms(self) -> int:
        return round(self.now.timestamp() * 1000)

    def local(self, ms: float) -> datetime:
        return from_ms(ms, self.now.tzinfo or UTC)

    def week(self, offset: int = 0) -> Span:
        monday = self.today - DAY * self.today.weekday() + DAY * 7 * offset
        return Span(monday, monday + DAY * 6)

    def weekend(self, offset: int = 0) -> Span:
        week = self.week(offset)
        return Span(week.last - DAY, week.last)

    def month(self, offset: int = 0) -> Span:
        return month_span(add_months(self.today.replace(day=1), offset))

    def quarter(self, offset: int = 0) -> Span:
        first = self.today.replace(month=(self.today.month - 1) // 3 * 3 + 1, day=1)
        return quarter_span(add_months(first, 3 * offset))

    def year(self, offset: int = 0) -> Span:
        year = clamp_year(self.today.year + offset)
        return Span(date(year, 1, 1), date(year, 12, 31))

    def weekday(self, number: int, *, today_counts: bool = False) -> date:
        """The coming one: today only where that was asked for."""
        ahead = (number - self.today.weekday()) % 7
        return self.today + DAY * (ahead or (0 if today_counts else 7))

    def coming(self, month: int, day: int) -> date | None:
        """That day of the year, the next time it comes round."""
        for year in range(self.today.year, self.today.year + 9):
            found = real_date(year, month, day)
            if found and found >= self.today:
                return found
        return None


def from_ms(ms: float, tz: tzinfo) -> datetime:
    try:
        return datetime.fromtimestamp(ms / 1000, tz)
    except (ValueError, OverflowError, OSError):
        return datetime(1970, 1, 1, tzinfo=tz)


def clamp_year(year: int) -> int:
    return max(1971, min(2999, year))


def real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1971 <= year <= 2999 else None
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    year, month = clamp_year(total // 12), total % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_days(day: date, days: int) -> date:
    return min(FAR_AHEAD, day + timedelta(days=max(-200_000, min(200_000, days))))


def add_working_days(day: date, days: int) -> date:
    for _ in range(min(days, 2_000)):
        day += DAY
        while day.weekday() > 4:
            day += DAY
    return day


def month_span(day: date) -> Span:
    return Span(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def quarter_span(first: date) -> Span:
    return Span(first, month_span(add_months(first, 2)).last)
