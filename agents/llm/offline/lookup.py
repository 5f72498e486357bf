"""The records a target means, out of those that were read."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from agents.llm.offline.calendar import Calendar
from agents.llm.offline.desk import Desk, Say
from agents.llm.offline.lexicon import DETERMINERS, NOT_DONE, PRONOUNS
from agents.llm.offline.names import alike, close_words, likeness, plain, stems
from agents.llm.offline.requests import Due, Target
from agents.llm.offline.wording import joined, quoted

Record = dict[str, Any]
NOUN = {"task": "task", "timeline": "milestone", "note": "note", "project": "project", "comment": "comment"}
MANY = 8


def title_of(record: Record) -> str:
    return str(record.get("title") or record.get("name") or record.get("content") or "")


def date_of(record: Record) -> float | None:
    value = record.get("due_date", record.get("date"))
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


Memo = dict[str, list[str]]  # titles in their stems, worked out once a call


def _stems_of(record: Record, memo: Memo) -> list[str]:
    title = title_of(record)
    known = memo.get(title)
    if known is None:
        known = memo[title] = stems(title)
    return known


def named(found: Sequence[Record], name: str, memo: Memo | None = None) -> list[Record]:
    """The records a name may mean: the same title, else titles that hold its words, else near spellings."""
    low = plain(name)
    same = [record for record in found if plain(title_of(record)) == low]
    if same:
        return same
    asked = stems(name)
    memo = {} if memo is None else memo
    titles = [(record, _stems_of(record, memo)) for record in found]
    holding = [record for record, title in titles if set(asked) <= set(title)]
    if holding:
        equal = [record for record, title in titles if sorted(title) == sorted(asked)]
        return equal or holding
    close = close_words(asked, (word for _, title in titles for word in title))
    if all(close):
        near = [(likeness(asked, t), record) for record, t in titles if all(not words.isdisjoint(t) for words in close)]
        best = max((score for score, _ in near), default=0.0)
        if best > 0:
            return [record for score, record in near if score >= best - 0.1 and score > 0]
    inside = [record for record in found if len(low) > 3 and low in plain(title_of(record))]
    return inside or [r for r, title in titles if 1 < len(title) >= len(asked) - 1 and set(title) <= set(asked)]


def suggestions(found: Sequence[Record], name: str, memo: Memo) -> list[Record]:
    """Records that share a word with a name that none of them has."""
    titles = [(record, _stems_of(record, memo)) for record in found]
    asked = [word for word in stems(name) if len(word) > 2]
    close = set().union(*close_words(asked, (word for _, title in titles for word in title)))
    return [record for record, title in titles if not close.isdisjoint(title)][:3]


def keep(record: Record, target: Target, calendar: Calendar, me: Iterable[str] = ()) -> bool:
    """Whether a record is as the target says, its name aside."""
    if target.project and target.project.id and str(record.get("project_id") or "") != target.project.id:
        return False
    if target.no_project and record.get("project_id"):
        return False
    if target.status and record.get("status", "todo") not in target.status:
        return False
    if target.priority and record.get("priority") != target.priority:
        return False
    people = [str(name) for name in record.get("assignees") or []]
    if target.unassigned and people:
        return False
    if target.assignees and not any(_same_person(asked, name, me) for asked in target.assignees for name in people):
        return False
    if target.suggested is True and not (record.get("is_ai_suggested") and not record.get("is_approved")):
        return False
    if target.suggested is False and not record.get("is_approved"):
        return False
    return target.due is None or _due_fits(record, target.due, calendar)


def _same_person(asked: str, name: str, me: Iterable[str]) -> bool:
    a, b = asked.casefold(), name.casefold()
    return a == b or a in b.split() or b in a.split() or (a in me and b in me) or b.partition("@")[0] == a


def _due_fits(record: Record, due: Due, calendar: Calendar) -> bool:
    date = date_of(record)
    if due.how == "none":
        return date is None
    if date is None:
        return False
    if due.how == "any":
        return True
    if due.how == "overdue":
        return date < calendar.now_ms and record.get("status") != "done"
    return due.first <= date <= due.last


def about(record: Record, topic: str) -> bool:
    """Whether a record speaks of a topic, in its title or its text."""
    text = " ".join(str(record.get(key) or "") for key in ("title", "name", "description", "content"))
    if plain(topic) in plain(text):
        return True
    words = set(stems(text))
    asked = stems(topic)
    return all(word in words or any(alike(word, other) for other in words if other[:1] == word[:1]) for word in asked)


def choose(
    desk: Desk,
    found: list[Record],
    target: Target,
    kind: str,
    *,
    prefer: Callable[[Record], bool] | None = None,
    destroys: str = "",
) -> list[Record]:
    """The records to act on; raises Say with a question where that is not clear."""
    noun = NOUN[kind]
    if target.all and not (target.kind or target.filtered or target.named) and destroys:
        raise Say(
            f'Everything is a lot, so I have changed nothing. Say "{destroys} all {noun}s" if that is what you mean.'
        )
    fitting = [r for r in found if keep(r, target, desk.calendar, desk.world.my_names)]
    if target.topic:
        fitting = [r for r in fitting if about(r, target.topic)]
    names = target.names or ([target.text] if target.text else [])
    if not names and not target.filtered and _says_something(target):
        names = [target.raw]
    if names:
        return _by_names(desk, fitting, found, target, names, noun, prefer)
    if target.pronoun or not (target.filtered or target.all or target.nth or target.plural):
        return _last_spoken_of(desk, found, target, noun)
    if target.nth:
        listed = _last_listed(desk, fitting) if not target.filtered else []
        return _nth(listed or fitting, target, noun)
    if not fitting:
        raise Say(none_text(target, noun))
    if target.all or target.plural or len(fitting) == 1:
        return fitting[: target.limit] if target.limit else fitting
    raise Say(which(fitting, noun))


def _says_something(target: Target) -> bool:
    """Small words only, but as a title they may be all there is: "delete Write"."""
    words = target.raw.casefold().split()
    vague = target.pronoun or target.all or target.plural or target.nth or target.kind
    return not vague and any(word not in PRONOUNS and word not in DETERMINERS for word in words)


def _by_names(
    desk: Desk,
    fitting: list[Record],
    found: list[Record],
    target: Target,
    names: list[str],
    noun: str,
    prefer: Callable[[Record], bool] | None,
) -> list[Record]:
    whole = [r for r in found if target.raw and plain(title_of(r)) == plain(target.raw)]
    if whole and not target.names:
        return _one(whole, target.raw, noun, prefer, target)
    chosen: list[Record] = []
    for name in names:
        matches = named(fitting, name, desk.memo)
        parts = [] if any(_holds(record, name) for record in matches) else _parts(name)
        if parts and all(named(fitting, part, desk.memo) for part in parts):
            for part in parts:
                chosen += _one(named(fitting, part, desk.memo), part, noun, prefer, target)
            continue
        if not matches and target.names:
            inside = [r for r in found if not target.project or str(r.get("project_id")) == target.project.id]
            matches = [r for r in inside if plain(title_of(r)) == plain(name)]
        if not matches:
            matches = _within_project(desk, fitting, name)
        if not matches:
            matches = _by_raw(desk, fitting, target) if len(names) == 1 else []
        if not matches:
            raise Say(missing(name, noun, suggestions(found, name, desk.memo)))
        chosen += _one(matches, name, noun, prefer, target)
    unique: dict[int, Record] = {id(record): record for record in chosen}
    return list(unique.values())


def _within_project(desk: Desk, found: list[Record], name: str) -> list[Record]:
    """ "the Apollo report": a record of a project that stands in its name."""
    words = name.casefold().split()
    for i in range(len(words)):
        known = desk.world.project_at(words, i)
        rest = " ".join([*words[:i], *words[known[1] :]]) if known else ""
        if known and rest:
            return named([r for r in found if str(r.get("project_id")) == known[0].id], rest)
    return []


def _by_raw(desk: Desk, found: list[Record], target: Target) -> list[Record]:
    """The whole phrase as a title, in case what was taken for a filter belongs to the name."""
    return named(found, target.raw, desk.memo) if target.raw and target.raw != target.text else []


def _holds(record: Record, name: str) -> bool:
    """Every word of the name stands in the title."""
    return set(stems(name)) <= set(stems(title_of(record)))


def _parts(name: str) -> list[str]:
    text = name.replace(", and ", ", ").replace(" and ", ", ").replace(" & ", ", ")
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return parts if len(parts) > 1 else []


def _one(
    matches: list[Record], name: str, noun: str, prefer: Callable[[Record], bool] | None, target: Target
) -> list[Record]:
    if len(matches) > 1 and prefer:
        matches = [r for r in matches if prefer(r)] or matches
    if len(matches) == 1 or ((target.all or target.plural) and len(matches) > 1):
        return matches
    if target.nth:
        return _nth(matches, target, noun)
    raise Say(which(matches, noun, name))


def _nth(found: list[Record], target: Target, noun: str) -> list[Record]:
    place = target.nth - 1 if target.nth > 0 else target.nth
    if not found or not -len(found) <= place < len(found):
        raise Say(none_text(target, noun))
    return [found[place]]


def _last_listed(desk: Desk, found: list[Record]) -> list[Record]:
    """The records of the list that was shown last."""
    answers = (said.text for said in reversed(desk.turn.history) if said.role == "assistant")
    return next((spoken for text in answers if len(spoken := in_text(found, text)) > 1), [])


def _last_spoken_of(desk: Desk, found: list[Record], target: Target, noun: str) -> list[Record]:
    """What "it" means: the record whose title was last said."""
    for said in reversed(desk.turn.history):
        spoken = in_text(found, said.text)
        if spoken:
            if len(spoken) == 1 or target.plural or target.all:
                return spoken
            raise Say(which(spoken, noun))
    if len(found) == 1 and (target.kind or target.pronoun):
        return found
    raise Say(f"Which {noun} do you mean? Please name it.")


def in_text(found: Sequence[Record], text: str) -> list[Record]:
    """The records whose titles stand in a text, in its order; a title inside another's does not count."""
    low = f" {plain(text)} "
    places = [(low.find(f" {plain(title_of(r))} "), title_of(r), r) for r in found if title_of(r).strip()]
    hits = sorted(((at, title, r) for at, title, r in places if at >= 0), key=lambda hit: (hit[0], -len(hit[1])))
    kept: list[tuple[int, int, Record]] = []
    for at, title, record in hits:
        if not any(start <= at < end for start, end, _ in kept):
            kept.append((at, at + len(plain(title)), record))
    return [record for _, _, record in kept]


def which(found: Sequence[Record], noun: str, name: str = "") -> str:
    titles = joined([quoted(title_of(r)) for r in found[:MANY]], "or")
    more = f" (and {len(found) - MANY} more)" if len(found) > MANY else ""
    fits = f"{len(found)} {noun}s fit {quoted(name)}" if name else f"{len(found)} {noun}s fit"
    return f"Which one do you mean? {fits}: {titles}{more}. I have changed nothing."


def missing(name: str, noun: str, near: Sequence[Record] = ()) -> str:
    hint = f" Did you mean {joined([quoted(title_of(r)) for r in near], 'or')}?" if near else ""
    return f"I could not find a {noun} called {quoted(name)}.{hint}"


def none_text(target: Target, noun: str) -> str:
    from agents.llm.offline.describing import describe_target

    return f"I found no {describe_target(target, noun)}."


def is_open(record: Record) -> bool:
    return record.get("status", "todo") in NOT_DONE
