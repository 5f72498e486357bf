"""Small readers that the larger ones of dates and times are made of."""

from collections.abc import Sequence
from datetime import date

from agents.llm.offline.calendar import Span, add_days, add_months, add_working_days
from agents.llm.offline.words import COUNTS, UNITS

Words = Sequence[str]


Found = tuple[Span, int] | None


def word(words: Words, i: int) -> str:
    return words[i] if 0 <= i < len(words) else ""


def skip(words: Words, i: int, *fillers: str) -> int:
    while word(words, i) in fillers:
        i += 1
    return i


def count(words: Words, i: int) -> tuple[float, int] | None:
    """A number in digits or words: "3", "a", "two", "a couple of"."""
    first = word(words, i)
    if first.isdecimal() and len(first) <= 4:
        return int(first), i + 1
    if first in ("a", "the") and word(words, i + 1) in ("couple", "few", "fortnight"):
        i, first = i + 1, words[i + 1]
        if first == "fortnight":
            return 1, i
    if first == "half" and word(words, i + 1) in ("a", "an"):
        return 0.5, i + 2
    if first in COUNTS:
        return COUNTS[first], i + 1 + (first in ("couple", "few") and word(words, i + 1) == "of")
    return None


def duration(words: Words, i: int) -> tuple[float, str, int] | None:
    """How long: "3 days", "a week", "two working days"; the unit in its plain form."""
    found = count(words, i)
    if not found:
        return None
    number, j = found
    if word(words, j) in ("business", "working") and word(words, j + 1) in ("days", "day"):
        return number, "workday", j + 2
    unit = UNITS.get(word(words, j))
    return (number, unit, j + 1) if unit else None


def shift(day: date, number: float, unit: str) -> date:
    if unit == "workday":
        return add_working_days(day, int(number))
    if unit in ("month", "quarter", "year"):
        return add_months(day, int(number * {"month": 1, "quarter": 3, "year": 12}[unit]))
    return add_days(day, int(number * {"day": 1, "week": 7, "fortnight": 14}.get(unit, 0)))
