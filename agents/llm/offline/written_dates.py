"""Dates in figures and with the names of months: "2026-12-03", "12/25", "3rd of December", "the 15th"."""

import re
from datetime import date

from agents.llm.offline.calendar import Calendar, Span, clamp_year, real_date
from agents.llm.offline.reading import Found, Words, skip, word
from agents.llm.offline.words import HOLIDAYS, MONTHS, ORDINALS, WHICH

_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:t(.+))?")


_NUMERIC = re.compile(r"(\d{1,2})([./])(\d{1,2})(?:\2(\d{2}|\d{4}))?")


_DAY = re.compile(r"(\d{1,2})(st|nd|rd|th)?")


def read_year(words: Words, i: int) -> tuple[int, int] | None:
    j = skip(words, i, ",", "of")
    text = word(words, j)
    return (int(text), j + 1) if text.isdecimal() and len(text) == 4 and 1971 <= int(text) <= 2999 else None


def read_iso(words: Words, i: int, cal: Calendar) -> Found:
    match = _ISO.fullmatch(word(words, i))
    day = match and real_date(int(match[1]), int(match[2]), int(match[3]))
    return (Span.day(day), i + 1) if day else None


def read_numeric(words: Words, i: int, cal: Calendar) -> Found:
    """12/25 is month and day unless it cannot be; with dots the day comes first."""
    match = _NUMERIC.fullmatch(word(words, i))
    if not match or (match[2] == "." and not match[4] and word(words, i + 1) != "."):
        return None
    first, second = int(match[1]), int(match[3])
    orders = [(second, first), (first, second)] if match[2] == "." else [(first, second), (second, first)]
    end = i + 1 + (match[2] == "." and not match[4])
    for month, day in orders:
        found = _dated(match[4], month, day, cal)
        if found:
            return Span.day(found), end
    return None


def read_dotted(words: Words, i: int, cal: Calendar) -> Found:
    """ "12.12" without its last dot: a date only where a word before it says so."""
    match = _NUMERIC.fullmatch(word(words, i))
    day = cal.coming(int(match[3]), int(match[1])) if match and match[2] == "." and 1 <= int(match[3]) <= 12 else None
    return (Span.day(day), i + 1) if day else None


def _dated(year: str | None, month: int, day: int, cal: Calendar) -> date | None:
    if not year:
        return cal.coming(month, day) if 1 <= month <= 12 else None
    number = int(year)
    return real_date(number + 2000 if number < 100 else number, month, day)


def read_written(words: Words, i: int, cal: Calendar) -> Found:
    """3 December, 3rd of December 2026, Dec 3rd, December the third."""
    j = skip(words, i, "the")
    day = day_number(word(words, j))
    if day:
        k = skip(words, j + 1, "of", "-")
        month = MONTHS.get(word(words, k))
        return _with_year(words, skip(words, k + 1, "."), month, day[0], cal) if month else None
    month = MONTHS.get(word(words, j))
    k = skip(words, j + 1, ".", "the")
    day = day_number(word(words, k)) if month else None
    return _with_year(words, k + 1, month, day[0], cal) if month and day else None


def _with_year(words: Words, i: int, month: int, day: int, cal: Calendar) -> Found:
    year = read_year(words, i)
    found = real_date(clamp_year(year[0]), month, day) if year else cal.coming(month, day)
    return (Span.day(found), year[1] if year else i) if found else None


def day_number(text: str) -> tuple[int, bool] | None:
    match = _DAY.fullmatch(text)
    if match and 1 <= int(match[1]) <= 31:
        return int(match[1]), bool(match[2])
    return (ORDINALS[text], True) if text in ORDINALS else None


def read_day_of_month(words: Words, i: int, cal: Calendar) -> Found:
    """The 15th, the 15th of next month, the 1st of the month."""
    j = skip(words, i, "the")
    day = day_number(word(words, j))
    if not day or not day[1] or (word(words, j) in ORDINALS and word(words, j + 1) != "of"):
        return None
    k = skip(words, j + 1, "of", "the")
    of_month = k > j + 1 and word(words, j + 1) == "of"
    if of_month and word(words, k) in WHICH and word(words, k + 1) == "month":
        first = cal.month(WHICH[words[k]]).first
        found = real_date(first.year, first.month, day[0])
        return (Span.day(found), k + 2) if found else None
    if word(words, j) in ORDINALS and not (of_month and word(words, k) == "month"):
        return None
    end = k + 1 if of_month and word(words, k) == "month" else j + 1
    if j == i and end == j + 1:
        return None
    for offset in range(13):
        first = cal.month(offset).first
        found = real_date(first.year, first.month, day[0])
        if found and found >= cal.today:
            return Span.day(found), end
    return None


def read_holiday(words: Words, i: int, cal: Calendar) -> Found:
    j = skip(words, i, "the")
    for phrase, month, day in HOLIDAYS:
        if tuple(words[j : j + len(phrase)]) == phrase:
            found = cal.coming(month, day)
            return (Span.day(found), j + len(phrase)) if found else None
    return None
