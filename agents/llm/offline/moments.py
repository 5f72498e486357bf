"""Days with times of day, and the words that lead up to them."""

import re
from datetime import UTC, datetime, time, timedelta

from agents.llm.offline.calendar import END_OF_DAY, Calendar, Moment, Span
from agents.llm.offline.dates import read_day, read_month, read_quarter
from agents.llm.offline.reading import Words, duration, skip, word
from agents.llm.offline.tables import words
from agents.llm.offline.words import CLOCK_WORDS, COUNTS, DAY_PARTS, MONTHS, WHICH, ZONES
from agents.llm.offline.written_dates import read_dotted

_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?(am|pm|a\.m\.?|p\.m\.?|a|p|h|hrs)?")
_ISO_TIME = re.compile(r"\d{4}-\d{1,2}-\d{1,2}t(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(z|[+-]\d{2}:?\d{2})?")
_HALVES = ("am", "pm", "a.m.", "p.m.", "a.m", "p.m")


def read_time(words: Words, i: int, *, after_at: bool = False) -> tuple[time, int] | None:
    first = word(words, i)
    if first in CLOCK_WORDS:
        return time(*CLOCK_WORDS[first]), i + 1
    if first == "midnight":
        return END_OF_DAY, i + 1
    if first in ("half", "quarter") and word(words, i + 1) in ("past", "to"):
        return _spoken(words, i)
    hour = COUNTS.get(first, 0) if first not in ("a", "an", "couple", "few", "several", "another") else 0
    match = _CLOCK.fullmatch(first)
    if not match and not (hour and (after_at or word(words, i + 1) in (*_HALVES, "o'clock"))):
        return None
    if match and match[3] in ("a", "p"):
        return None
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (hour, 0)
    half, end = (match[3] or "") if match else "", i + 1
    told = bool(half) or bool(match and match[2] and ":" in first)
    if word(words, end) in _HALVES:
        half, end, told = words[end], end + 1, True
    elif word(words, end) == "o'clock":
        end, told = end + 1, True
    part = _day_part(words, end)
    if part:
        half, end, told = ("pm" if part[0][0] == 12 and hour < 12 else half), part[1], True
    if not (told or after_at) or hour > 24 or minute > 59:
        return None
    return _clock(hour, minute, half, guess=after_at and not told and not part), end


def _clock(hour: int, minute: int, half: str, *, guess: bool) -> time:
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    elif guess and not half and 1 <= hour <= 6:  # "at 5" is not before dawn
        hour += 12
    return END_OF_DAY if hour == 24 else time(hour, minute)


def _spoken(words: Words, i: int) -> tuple[time, int] | None:
    text = word(words, i + 2)
    hour = int(text) if text.isdecimal() else COUNTS.get(text, 0)
    if not 1 <= hour <= 12:
        return None
    minutes = (30 if words[i] == "half" else 15) * (1 if words[i + 1] == "past" else -1)
    end = i + 3
    half = words[end] if word(words, end) in _HALVES else ""
    clock = _clock(hour, 0, half, guess=not half)
    total = clock.hour * 60 + minutes
    return time(total // 60 % 24, total % 60), end + bool(half)


def _day_part(words: Words, i: int) -> tuple[tuple[int, int], int] | None:
    j = skip(words, i, "in", "the", "at")
    return (
        (DAY_PARTS[words[j]], j + 1) if word(words, j) in DAY_PARTS and (j > i or word(words, j) == "night") else None
    )


def read_moment(words: Words, i: int, cal: Calendar, *, led: bool = False) -> tuple[Moment, int] | None:
    """A day, a time, or both in either order. `led`: a word before it said that a time comes ("by", "due")."""
    return (
        _exact(words, i, cal)
        or _hours_ahead(words, i, cal)
        or _in_zone(words, _day_then_time(words, i, cal, led=led), cal)
        or _in_zone(words, _time_then_day(words, i, cal, led=led), cal)
    )


def _in_zone(words: Words, found: tuple[Moment, int] | None, cal: Calendar) -> tuple[Moment, int] | None:
    """ "5pm UTC", "18:00 CET": a time of another zone than the user's."""
    if not found or found[0].at is None:
        return found
    moment, end = found
    zone = ZONES.get(word(words, end))
    return (_shifted(moment, zone, cal), end + 1) if zone else found


def _exact(words: Words, i: int, cal: Calendar) -> tuple[Moment, int] | None:
    match = _ISO_TIME.fullmatch(word(words, i))
    day = match and read_day(words, i, cal)
    if not match or not day or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    at = time(int(match[1]), int(match[2]), min(59, int(match[3] or 0)))
    moment = Moment(day[0], at)
    if match[4]:
        moment = _shifted(moment, match[4], cal)
    return moment, day[1]


def _shifted(moment: Moment, zone: str, cal: Calendar) -> Moment:
    sign = -1 if zone[0] == "-" else 1
    digits = zone[1:].replace(":", "") or "0000"
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * sign
    local = (datetime.combine(moment.span.last, moment.at or END_OF_DAY, UTC) - offset).astimezone(cal.now.tzinfo)
    return Moment(Span.day(local.date()), local.time().replace(tzinfo=None))


def _hours_ahead(words: Words, i: int, cal: Calendar) -> tuple[Moment, int] | None:
    j = skip(words, i, "in", "within", "the", "next")
    length = duration(words, j)
    if not length or length[1] not in ("hour", "minute"):
        return None
    number, unit, end = length
    if word(words, end) == "from" and word(words, end + 1) == "now":
        end += 2
    elif word(words, i) not in ("in", "within"):
        return None
    then = (cal.now.astimezone(UTC) + timedelta(**{unit + "s": number})).astimezone(cal.now.tzinfo)
    return Moment(Span.day(then.date()), then.time()), end


_DAY_THEN_TIME_FILLERS = words(", at by @ before around until till - no later than")


def _day_then_time(words: Words, i: int, cal: Calendar, *, led: bool) -> tuple[Moment, int] | None:
    found = read_day(words, i, cal) or (_loose(words, i, cal) if led else None)
    if not found:
        return None
    span, end = found
    part = word(words, end) in DAY_PARTS
    evening = words[end - 1] in ("tonight", "afternoon", "evening") or (part and DAY_PARTS[words[end]][0] == 12)
    end = skip(words, end + part, ",")
    end -= word(words, end - 1) == ","
    j = skip(words, end, *_DAY_THEN_TIME_FILLERS)
    at = read_time(words, j, after_at=j > end and word(words, j - 1) in ("at", "by", "@", "around"))
    if at and evening and at[0].hour < 12:
        at = (at[0].replace(hour=at[0].hour + 12), at[1])
    if at:
        return Moment(span, at[0]), at[1]
    close = _close_of_day(words, end)
    if close > end:
        return Moment(span), close
    if tuple(words[end : end + 2]) == ("first", "thing"):
        end += 2
    return Moment(span), end


def _close_of_day(words: Words, i: int) -> int:
    """ "Thursday EOD", "Friday, end of day": the day as it is."""
    j = skip(words, i, ",", "by", "at", "the")
    for phrase in (("eod",), ("cob",), ("end", "of", "day"), ("close", "of", "business"), ("end", "of", "business")):
        if tuple(words[j : j + len(phrase)]) == phrase:
            return j + len(phrase)
    return i


def _loose(words: Words, i: int, cal: Calendar) -> tuple[Span, int] | None:
    j = skip(words, i, "the", "early", "late")
    return read_month(words, j, cal) or read_quarter(words, j, cal) or read_dotted(words, i, cal)


def _time_then_day(words: Words, i: int, cal: Calendar, *, led: bool) -> tuple[Moment, int] | None:
    j = skip(words, i, "at", "@", "around")
    at = read_time(words, j, after_at=j > i)
    if not at:
        return None
    k = skip(words, at[1], "on", ",", "of", "the")
    day = read_day(words, k, cal) or (read_day(words, k - 1, cal) if word(words, k - 1) == "the" else None)
    if day and not (k > at[1] and word(words, k - 1) == "of"):
        return Moment(day[0], at[0]), day[1]
    today = Span.day(cal.today)
    if cal.ms(cal.today, at[0]) <= cal.now_ms:
        today = Span.day(cal.today + timedelta(days=1))
    return Moment(today, at[0]), at[1]


_LEADS = words("on by for before until till til at from to this during within in of around over @")
_DUE = ("due", "deadline", "deadlines", "dated", "scheduled", "ends", "ending", "until", "finish", "finished")
_DATE_NOUNS = ("date", "day", "deadline", "time")


_READ_LEAD_FILLERS = words("with and a an the that is which it's its set to has be")
_READ_LEAD_FILLERS_2 = words("is : of set to on by at for = before in until being")
_READ_LEAD_WORDS = words("by on for before until till til")


def read_lead(words: Words, i: int) -> tuple[int, str]:
    """ "due", "due on", "with a due date of", "no later than", "by": where it ends, and what kind it is."""
    j = skip(words, i, *_READ_LEAD_FILLERS)
    if word(words, j) in _DUE or (word(words, j) in ("due-date", "duedate")):
        k = skip(words, j + 1, *_DATE_NOUNS)
        k = skip(words, k, *_READ_LEAD_FILLERS_2)
        k -= word(words, k - 1) == "in" or (word(words, k - 1) == "at")
        return k, "due"
    if word(words, i) == "no" and tuple(words[i + 1 : i + 3]) == ("later", "than"):
        return i + 3, "by"
    if word(words, i) == "date" and word(words, i + 1) in (":", "is", "of"):
        return i + 2, "due"
    if word(words, i) == "when" and word(words, i + 1) == ":":
        return i + 2, "due"
    first = word(words, i)
    if first in _READ_LEAD_WORDS:
        return skip(words, i + 1, "the") if word(words, i + 2) in WHICH else i + 1, first
    return i, ""


def month_led(words: Words, i: int) -> bool:
    """ "in December", "during May": the month alone, after a word that wants a time."""
    return word(words, i) in ("in", "during", "by") and word(words, i + 1) in MONTHS
