"""Words about days, read from a place in a sentence on: each reader gives what it found and where it stopped."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from agents.llm.offline.calendar import (
    DAY,
    Calendar,
    Span,
    add_months,
    month_span,
    quarter_span,
)
from agents.llm.offline.reading import Found, Words, duration, shift, skip, word
from agents.llm.offline.words import MONTHS, ORDINALS, PERIODS, RELATIVE_DAYS, WEEKDAYS, WHICH
from agents.llm.offline.written_dates import (
    read_day_of_month,
    read_holiday,
    read_iso,
    read_numeric,
    read_written,
    read_year,
)

Reader = Callable[[Words, int, Calendar], Found]

_QUARTER = re.compile(r"q([1-4])")


def read_day(words: Words, i: int, cal: Calendar) -> Found:
    found = _first_of(_READERS, words, i, cal)
    return _with_week(words, found, cal) if found else None


def _first_of(readers: Sequence[Reader], words: Words, i: int, cal: Calendar) -> Found:
    return next((found for reader in readers if (found := reader(words, i, cal))), None)


def _with_week(words: Words, found: tuple[Span, int], cal: Calendar) -> Found:
    """ "Friday next week", "Monday week"; in "Monday the 23rd" the date counts."""
    span, j = found
    if span.first != span.last or word(words, j - 1) not in WEEKDAYS:
        return found
    k = skip(words, j, ",")
    dated = (
        read_written(words, k, cal)
        or read_iso(words, k, cal)
        or read_numeric(words, k, cal)
        or read_day_of_month(words, k, cal)
    )
    if dated:
        return dated
    number = WEEKDAYS[words[j - 1]]
    k = skip(words, j, "of", "in", "the")
    if word(words, k) in WHICH and word(words, k + 1) == "week":
        return Span.day(cal.week(WHICH[words[k]]).first + DAY * number), k + 2
    if word(words, j) == "week" and word(words, j - 2) not in WHICH:
        return Span.day(span.first + DAY * 7), j + 1
    later = duration(words, j + 1) if word(words, j) == "in" else None
    if later and later[1] == "week":
        return Span.day(cal.week(int(later[0])).first + DAY * number), later[2]
    return found


def _relative(words: Words, i: int, cal: Calendar) -> Found:
    j = skip(words, i, "the", "later", "sometime", "early", "late")
    for phrase, days in RELATIVE_DAYS:
        if tuple(words[j : j + len(phrase)]) == phrase:
            return Span.day(cal.today + DAY * days), j + len(phrase)
    return None


def _week_after_next(words: Words, i: int, cal: Calendar) -> Found:
    j = skip(words, i, "the")
    if tuple(words[j : j + 3]) in (("week", "after", "next"), ("month", "after", "next")):
        return span_of(words[j], 2, cal), j + 3
    return None


def _weekday(words: Words, i: int, cal: Calendar) -> Found:
    j = skip(words, i, "the")
    which = word(words, j)
    k = skip(words, j + 1, "coming") if which in WHICH else j
    number = WEEKDAYS.get(word(words, k))
    if number is None or (j > i and which not in WHICH):
        return None
    if which not in WHICH:
        return Span.day(cal.weekday(number)), k + 1
    if which in ("this", "coming", "upcoming"):
        return Span.day(cal.weekday(number, today_counts=which == "this")), k + 1
    if which in ("last", "past", "previous"):
        return Span.day(cal.today - DAY * ((cal.today.weekday() - number) % 7 or 7)), k + 1
    return Span.day(cal.week(WHICH[which]).first + DAY * number), k + 1


def _period(words: Words, i: int, cal: Calendar) -> Found:
    """This week, next month, the last quarter, the weekend; the next 3 days."""
    start = skip(words, i, "the", "later", "sometime", "anytime", "over", "during")
    early = word(words, start) in ("early", "late", "beginning", "mid")
    j = start + early
    which = word(words, j)
    if which == "weekend" and start > i:
        return cal.weekend(), j + 1
    if which not in WHICH:
        return None
    unit = PERIODS.get(word(words, j + 1))
    on = skip(words, j + 2, "on", ",")
    if unit == "week" and word(words, on) in WEEKDAYS:
        return Span.day(cal.week(WHICH[which]).first + DAY * WEEKDAYS[words[on]]), on + 1
    if unit:
        span = span_of(unit, WHICH[which], cal)
        return (Span.day(span.first) if word(words, start) == "early" else span), j + 2
    length = duration(words, j + 1)
    if not length or length[1] in ("hour", "minute"):
        return None
    number, name, end = length
    if WHICH[which] < 0:
        return Span(shift(cal.today, -number, name), cal.today), end
    return Span(cal.today, shift(cal.today, number, name)), end


def span_of(unit: str, offset: int, cal: Calendar) -> Span:
    if unit == "day":
        return Span.day(cal.today + DAY * offset)
    readers = {"week": cal.week, "weekend": cal.weekend, "month": cal.month, "quarter": cal.quarter, "year": cal.year}
    return readers[unit](offset)


def _from_now(words: Words, i: int, cal: Calendar) -> Found:
    """In 3 days, within two weeks, a week from Monday, 2 days ago."""
    lead = word(words, i)
    j = skip(words, i, "in", "within", "exactly", "about", "the", "around")
    if lead in ("a", "an") and word(words, i + 1) == "week" and word(words, i + 2) in ("on", "today", "tomorrow"):
        k = i + 2 + (words[i + 2] == "on")
        found = read_day(words, k, cal)
        return (Span.day(found[0].last + DAY * 7), found[1]) if found else None
    length = duration(words, j)
    if not length or length[1] in ("hour", "minute"):
        return None
    number, unit, end = length
    after = word(words, end)
    if after == "ago":
        return Span.day(shift(cal.today, -number, unit)), end + 1
    if after in ("from", "after"):
        if word(words, end + 1) == "now":
            return Span.day(shift(cal.today, number, unit)), end + 2
        base = read_day(words, end + 1, cal)
        return (Span.day(shift(base[0].last, number, unit)), base[1]) if base else None
    if lead == "within":
        return Span(cal.today, shift(cal.today, number, unit)), end
    if lead == "in":
        return Span.day(shift(cal.today, number, unit)), end + (after in ("time", "times"))
    return None


_EDGES = {
    "end": "last", "close": "last", "ending": "last", "start": "first", "beginning": "first", "mid": "middle",
    "middle": "middle", "half": "middle", "first": "first", "last": "last",
}  # fmt: skip
_SHORT_ENDS = {"eod": "day", "eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year", "cob": "day", "eob": "day"}


def _edge(words: Words, i: int, cal: Calendar) -> Found:
    """The end of next month, mid December, the last day of the quarter, EOW."""
    j = skip(words, i, "the", "very")
    first = word(words, j)
    if first in _SHORT_ENDS:
        return _short_end(words, j, cal)
    head, dash, tail = first.partition("-")
    if head == "mid" and dash and tail in MONTHS:
        return read_month_middle(MONTHS[tail], cal), j + 1
    edge = _EDGES.get(first)
    if edge is None:
        return None
    k = skip(words, j + 1, "day") if first in ("first", "last") else j + 1
    if first in ("first", "last", "half") and k == j + 1:
        return None
    if first == "close" and word(words, k) != "of":
        return None
    if first != "mid" and word(words, k) != "of":
        return None
    k = skip(words, k, "of", "the", "business", "-", "working")
    if word(words, k) in ("day", "business") or word(words, k - 1) == "business":
        k = k + 1 if word(words, k) in ("day", "business") else k
        after = read_day(words, skip(words, k, "on"), cal)
        return after or (Span.day(cal.today), k)
    found = _bare_period(words, k, cal) or read_day(words, k, cal)
    if not found:
        return None
    span, end = found
    middle = span.first + (span.last - span.first) // 2 if span.last.day < 28 else span.last.replace(day=15)
    return Span.day({"first": span.first, "last": span.last, "middle": middle}[edge]), end


def _short_end(words: Words, j: int, cal: Calendar) -> Found:
    unit = _SHORT_ENDS[words[j]]
    if unit == "day":
        k = skip(words, j + 1, "on", "of")
        found = read_day(words, k, cal) if word(words, k) not in _SHORT_ENDS else None
        return found or (Span.day(cal.today), j + 1)
    return Span.day(span_of(unit, 0, cal).last), j + 1


def read_month_middle(month: int, cal: Calendar) -> Span:
    day = cal.coming(month, 15)
    return Span.day(day or cal.today)


def _bare_period(words: Words, i: int, cal: Calendar) -> Found:
    """After "end of": a period without "this", a month, a quarter."""
    first = word(words, i)
    if first in ("month", "week", "quarter", "year", "weekend"):
        return span_of(first, 0, cal), i + 1
    quarter = _QUARTER.fullmatch(first)
    if quarter:
        year = read_year(words, i + 1)
        start = date(year[0] if year else cal.today.year, int(quarter[1]) * 3 - 2, 1)
        span = quarter_span(start)
        if not year and span.last < cal.today:
            span = quarter_span(add_months(start, 12))
        return span, year[1] if year else i + 1
    return read_month(words, i, cal)


def read_month(words: Words, i: int, cal: Calendar) -> Found:
    """A month by its name alone: only where a word before it says that a time is meant."""
    month = MONTHS.get(word(words, i))
    if not month:
        return None
    year = read_year(words, i + 1)
    start = date(year[0] if year else cal.today.year, month, 1)
    if not year and month < cal.today.month:
        start = add_months(start, 12)
    return month_span(start), year[1] if year else i + 1


def read_quarter(words: Words, i: int, cal: Calendar) -> Found:
    return _bare_period(words, i, cal) if _QUARTER.fullmatch(word(words, i)) else None


def _nth_weekday(words: Words, i: int, cal: Calendar) -> Found:
    """The first Monday of December, the last Friday of the month."""
    j = skip(words, i, "the")
    nth = -1 if word(words, j) == "last" else ORDINALS.get(word(words, j), 0)
    number = WEEKDAYS.get(word(words, j + 1))
    if not nth or nth > 5 or number is None or word(words, j + 2) not in ("of", "in"):
        return None
    k = skip(words, j + 3, "the")
    if word(words, k) == "month":
        spans, end = [cal.month(), cal.month(1)], k + 1
    else:
        found = _period(words, k, cal) or read_month(words, k, cal)
        if not found:
            return None
        spans, end = [found[0]], found[1]
    for span in spans:
        days = [span.first + DAY * n for n in range((span.last - span.first).days + 1)]
        days = [day for day in days if day.weekday() == number]
        day = days[-1] if nth < 0 else days[min(nth, len(days)) - 1]
        if day >= cal.today or span is spans[-1]:
            return Span.day(day), end
    return None


_READERS: tuple[Reader, ...] = (
    _relative, _week_after_next, _nth_weekday, _edge, _from_now, _period, _weekday, read_iso, read_numeric,
    read_written, read_day_of_month, read_holiday,
)  # fmt: skip
