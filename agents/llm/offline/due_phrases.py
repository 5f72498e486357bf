"""Which due dates a list is asked for: "overdue", "due this week", "before Friday", "between … and …"."""

from datetime import timedelta

from agents.llm.offline.calendar import FAR_AHEAD, Calendar, Moment, Span
from agents.llm.offline.dates import read_month, read_quarter
from agents.llm.offline.moments import read_moment
from agents.llm.offline.requests import Due
from agents.llm.offline.scene import Claim, Scene
from agents.llm.offline.tables import phrases, words
from agents.llm.offline.words import COUNTS, WHICH

_OVERDUE = phrases(
    "overdue, past due, late, past their deadline, past the deadline, behind schedule, past their due date,"
    " past its due date, should have been done, missed, past due date, past deadline, out of date, past the due"
    " date, passed, already passed, in the past, should already be done, running late, slipped, slipping"
)


_DUE_FILLERS = words("that which are is have has with already were was being currently")


_DUE_FILLERS_2 = words(
    "a the scheduled planned deadline deadlines due date dates falling coming up set expiring happening to be"
    " must ends ending need needs should do done finished completed of created I going on happens for"
)


_DUE_WORDS = words("before by until till after since on in for from within during at over of")


def read_due(scene: Scene, i: int) -> Claim | None:
    j = scene.skip(i, *_DUE_FILLERS)
    for phrase in _OVERDUE:
        if scene.has(j, *phrase):
            return Claim(i, j + len(phrase), "due", Due("overdue", words="overdue"))
    k = scene.skip(j, *_DUE_FILLERS_2)
    between = _between(scene, i, k)
    if between:
        return between
    side = scene.word(k)
    compared = (
        {"later": "after", "earlier": "before", "sooner": "before"}.get(side) if scene.word(k + 1) == "than" else None
    )
    if compared:
        side, k = compared, k + 1
    start = k + 1 if side in _DUE_WORDS or compared else k
    start += scene.has(k, "no", "later", "than") * 3
    calendar = scene.world.calendar
    found = read_moment(scene.words, start, calendar)
    if not found and start > k:
        month = read_month(scene.words, start, calendar) or (
            side != "of" and read_quarter(scene.words, start, calendar)
        )
        found = (Moment(month[0]), month[1]) if month else None
    if not found and start > k:
        found = read_moment(scene.words, k, calendar)
        start, side = (k, "") if found else (start, side)
    if not found:
        found = _bare_next(scene, start, calendar)
    if not found:
        named = "due" in scene.words[i:k] and scene.word(k - 1) not in ("date", "dates")
        if named and (k >= len(scene) or scene.word(k) in ("soon", "next", "shortly")):
            if scene.word(k) in ("soon", "shortly"):
                week = calendar.today + timedelta(days=7)
                return Claim(
                    i, k + 1, "due", Due("between", calendar.start_ms(calendar.today), calendar.end_ms(week), "soon")
                )
            return Claim(i, k, "due", Due("any", words="due"))
        return None
    moment, end = found
    if scene.word(end) in ("or", "and", "&") and (side == "on" or side not in _DUE_WORDS):
        more = read_moment(scene.words, end + 1, calendar)
        if more and more[0].span.first > moment.span.first:
            span = Span(moment.span.first, more[0].span.last)
            return Claim(i, more[1], "due", due_filter(Moment(span), "", calendar, scene.text(start, more[1])))
    return Claim(i, end, "due", due_filter(moment, side, calendar, _spoken(scene, start, end)))


def _bare_next(scene: Scene, i: int, calendar: Calendar) -> tuple[Moment, int] | None:
    """ "within 3 days" was read already; "next 3 days" and "coming week" too."""
    if scene.word(i) in WHICH and scene.word(i + 1) in COUNTS:
        return read_moment(scene.words, i, calendar, led=True)
    return None


def _between(scene: Scene, i: int, k: int) -> Claim | None:
    if scene.word(k) not in ("between", "from"):
        return None
    calendar = scene.world.calendar
    first = read_moment(scene.words, k + 1, calendar, led=True)
    if not first or scene.word(first[1]) not in ("and", "to", "until", "till", "-", "through"):
        return None
    last = read_moment(scene.words, first[1] + 1, calendar, led=True)
    if not last:
        return None
    words = scene.text(k, last[1])
    start = calendar.start_ms(first[0].span.first)
    return Claim(i, last[1], "due", Due("between", start, calendar.due(last[0]), words))


def _spoken(scene: Scene, start: int, end: int) -> str:
    return scene.text(start, end).removesuffix("'s").removesuffix("’s")


def due_filter(moment: Moment, side: str, calendar: Calendar, words: str) -> Due:
    first, last = calendar.start_ms(moment.span.first), calendar.due(moment)
    if side == "before":
        edge = calendar.ms(moment.span.last, moment.at) if moment.at else first
        return Due("between", 0, edge - 1, f"before {words}")
    if side in ("by", "until", "till", "no"):
        return Due("between", 0, last, f"by {words}")
    if side == "after":
        return Due("between", last + 1, calendar.end_ms(FAR_AHEAD), f"after {words}")
    if side in ("since", "from"):
        return Due("between", first, calendar.end_ms(FAR_AHEAD), f"{side} {words}")
    if side in ("on", "in", "at", "over", "during", "within"):
        words = f"{side} {words}"
    return Due("between", first, calendar.end_ms(moment.span.last), words)
