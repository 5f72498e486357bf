"""Which records a phrase means: "all overdue tasks in Apollo", "the invoice task", "everything due this week"."""

from typing import Any

from agents.llm.offline.calendar import Calendar, add_months
from agents.llm.offline.creating import clean
from agents.llm.offline.due_phrases import read_due
from agents.llm.offline.lexicon import (
    ALL_WORDS,
    DETERMINERS,
    DONE_WORDS,
    NOUNS,
    PLAIN_PRIORITIES,
    PLURALS,
    PRIORITIES,
    PRIORITY_NOUNS,
    PRONOUNS,
    STATUS_FILTERS,
)
from agents.llm.offline.people import read_names
from agents.llm.offline.phrases import project_claim, pronoun_project
from agents.llm.offline.requests import Due, Target
from agents.llm.offline.scene import LONGEST, Claim, Scene
from agents.llm.offline.tables import words
from agents.llm.offline.words import COUNTS, MONTHS, ORDINALS, WEEKDAYS

# Words of a question or a list order that say nothing of the records themselves.
_EMPTY = (
    DETERMINERS
    | PRONOUNS
    | words(
        "is are was were be been being do does did have has had i me we you us there currently still of list lists"
        " show that which what what's who records ones named called titled with title name and or right now got get"
        " in on for to it its at the yet marked as anything something stuff things thing work much many how please"
        " status to-dos existing entitled whose will coming up entry from all so far plate there's by but only just"
        " also new am i'm here one exist left need needs should must can could focus tell give see look upcoming"
        " entire full whole every each single current completely related belonging belong assigned next latest"
        " priority importance owner assignee clients client plan agenda schedule calendar time attention outlook day"
        " oldest until long write wrote written days nearest soonest earliest"
        " happening planned percentage"
        " everyone everybody reach responsible accountable"
        " percent progress working doing going progressing getting details info information overview news today's"
        " 's ’s deadline deadlines date dates due priorities project's total number"
    )
)


def read_target(scene: Scene) -> Target:
    scene = scene.part(0, min(len(scene), LONGEST), loose=True)
    scene.words = [_without_owner(word) for word in scene.words]
    target = Target(raw=clean(scene.text()))
    left: list[int] = []
    i = 0
    while i < len(scene):
        claim = _claim(scene, i)
        if claim and claim.end > i:
            _apply(target, claim)
            i = claim.end
            continue
        _word(target, scene, i, left)
        i += 1
    target.text = clean(" ".join(scene.text(k, k + 1) for k in _trim(scene, left)))
    if target.due and not target.status and _was_done(scene):
        target.status = _DONE
    if target.status == _DONE and target.due:
        target.due = _before_now(target.due, scene.world.calendar)
    target.pronoun = (target.pronoun or _about_it(scene)) and not target.named and not target.filtered
    return target


_DONE = frozenset({"done"})


def _was_done(scene: Scene) -> bool:
    """ "were completed in May", not "must be completed in May"."""
    return any(word in DONE_WORDS and scene.word(i - 1) in ("were", "was", "got") for i, word in enumerate(scene.words))


def _before_now(due: Due, calendar: Calendar) -> Due:
    """What was done "in May" was so the last time it was May."""
    if due.how != "between" or due.first <= calendar.now_ms:
        return due
    first, last = (calendar.local(ms).date() for ms in (due.first, due.last))
    return Due("between", calendar.start_ms(add_months(first, -12)), calendar.end_ms(add_months(last, -12)), due.words)


def _without_owner(word: str) -> str:
    """ "tomorrow's tasks" are those of tomorrow."""
    base = word.removesuffix("'s")
    return base if base != word and (base in WEEKDAYS or base in MONTHS or base in _DAYS) else word


_DAYS = words("today tomorrow yesterday tonight week month year quarter weekend")


def _about_it(scene: Scene) -> bool:
    """ "who is working on it": the pronoun at the end of a question."""
    return scene.word(len(scene) - 1) in ("it", "that", "them", "this") and len(scene) < 8


def _trim(scene: Scene, left: list[int]) -> list[int]:
    start, end = 0, len(left)
    while start < end and (scene.words[left[start]] in _EMPTY or scene.is_mark(left[start])):
        start += 1
    while end > start and (scene.words[left[end - 1]] in _EMPTY or scene.is_mark(left[end - 1])):
        end -= 1
    return left[start:end]


def _word(target: Target, scene: Scene, i: int, left: list[int]) -> None:
    token = scene.tokens[i]
    if token.is_quote:
        target.names.append(token.text)
        return
    word = scene.words[i]
    kind = NOUNS.get(word.removesuffix("'s"))
    if word in ALL_WORDS and not (word == "all" and scene.word(i + 1) == "hands"):
        target.all = True
    elif kind and not (_wordy(scene, left) and not scene.is_boundary(i + 1) and not _noun_of(scene, i)):
        target.kind = target.kind if target.kind == "comment" else kind
        target.plural = target.plural or word in PLURALS
    elif word in PRONOUNS and not left:
        target.pronoun = True
        target.plural = target.plural or word in ("them", "these", "those", "they")
        left.append(i)
    else:
        left.append(i)


def _wordy(scene: Scene, left: list[int]) -> bool:
    return any(scene.words[k] not in _EMPTY for k in left)


_NOUN_OF_WORDS = words("of is are that called named titled assigned overdue left do does have has say")


def _noun_of(scene: Scene, i: int) -> bool:
    """What follows goes on about the record: its noun is no part of a title."""
    return scene.word(i + 1) in _NOUN_OF_WORDS


def _apply(target: Target, claim: Claim) -> None:
    if claim.field == "nth":
        target.nth = claim.value
    elif claim.field == "assignees":
        target.assignees = claim.value
    else:
        setattr(target, claim.field, claim.value)


def _claim(scene: Scene, i: int) -> Claim | None:
    if scene.is_quote(i):
        return None
    return (
        _topic(scene, i)
        or _order(scene, i)
        or _missing(scene, i)
        or _people(scene, i)
        or _priority(scene, i)
        or read_due(scene, i)
        or _status(scene, i)
        or _flags(scene, i)
        or _project(scene, i)
        or _number(scene, i)
    )


_TOPIC_FILLERS = words("the a an word my our phrase words term")
_TOPIC_WORDS = words(
    "about mentioning mention mentions containing contain contains regarding matching match concerning include"
    " including discussing discuss say"
)


def _topic(scene: Scene, i: int) -> Claim | None:
    """ "about the budget", "mentioning Anna", "with invoice in the title", "that contain 'x'"."""
    j = scene.skip(i, "that", "which", "with", "are")
    if scene.word(j) not in _TOPIC_WORDS:
        if scene.word(i) == "with" and (scene.is_quote(i + 1) or i + 2 < len(scene)):
            for end in range(i + 2, min(len(scene), i + 7)):
                if scene.word(end) == "in" and scene.word(scene.skip(end + 1, "the", "their", "its")) in (
                    "title",
                    "name",
                    "titles",
                ):
                    start = scene.skip(i + 1, "the", "word", "a")
                    text = scene.tokens[start].text if scene.is_quote(start) else scene.text(start, end)
                    return Claim(i, scene.skip(end + 1, "the", "their", "its") + 1, "topic", text)
        return None
    start = scene.skip(j + 1, *_TOPIC_FILLERS)
    if start >= len(scene):
        return None
    if scene.is_quote(start):
        return Claim(i, start + 1, "topic", scene.tokens[start].text)
    end = start
    while end < len(scene) and not scene.is_mark(end, ",;?!") and not (end > start and _claim_field(scene, end)):
        end += 1
    return Claim(i, end, "topic", clean(scene.text(start, end))) if end > start else None


def _claim_field(scene: Scene, i: int) -> bool:
    return bool(read_due(scene, i) or _project(scene, i) or _people(scene, i))


_ORDERS = {
    "due": "due_date", "deadline": "due_date", "date": "due_date", "priority": "priority", "importance": "priority",
    "urgency": "priority", "title": "title", "name": "title", "status": "status", "alphabetically": "title",
}  # fmt: skip


_ORDER_WORDS = words("sorted ordered sort order grouped arranged by")


def _order(scene: Scene, i: int) -> Claim | None:
    """ "sorted by due date", "ordered by priority"."""
    if scene.word(i) not in _ORDER_WORDS:
        return None
    j = scene.skip(i + 1, "by", "their", "the", "in", "of", "order")
    order = _ORDERS.get(scene.word(j))
    if not order or (scene.word(i) == "by" and not scene.is_boundary(j + 1) and scene.word(j + 1) != "date"):
        return None
    return Claim(i, scene.skip(j + 1, "date", "dates", "order"), "order", order)


_MISSING_FILLERS = words(
    "that which with have has are is don't doesn't do without no not missing lacking any a an belong to in of outside"
)
_MISSING_WORDS = words("without no missing lacking don't doesn't not")


def _missing(scene: Scene, i: int) -> Claim | None:
    """ "without a due date", "with no project", "unassigned", "that have no deadline"."""
    if scene.word(i) == "unassigned":
        return Claim(i, i + 1, "unassigned", True)
    if scene.has(i, "not", "assigned"):
        end = scene.skip(i + 2, "to", "anyone", "anybody", "yet")
        return Claim(i, end, "unassigned", True)
    j = scene.skip(i, *_MISSING_FILLERS)
    negative = any(word in _MISSING_WORDS for word in scene.words[i:j])
    if not negative:
        return None
    if scene.word(j) in ("due", "deadline", "date", "deadlines"):
        return Claim(i, scene.skip(j + 1, "date", "dates", "set"), "due", Due("none", words="without a due date"))
    if scene.word(j) in ("assignee", "assignees", "owner"):
        return Claim(i, j + 1, "unassigned", True)
    if scene.word(j) in ("project", "projects"):
        return Claim(i, j + 1, "no_project", True)
    return None


_PEOPLE_WORDS = words("for does is has on of with")
_PEOPLE_FILLERS = words("have has is working on needs to do owns owes responsible for")
_PEOPLE_FILLERS_2 = words("have has working on plate got need needs to do list")


def _people(scene: Scene, i: int) -> Claim | None:
    """ "assigned to Anna", "for @ben", "Anna's", "that Anna has to do", "Anna is working on"."""
    word = scene.word(i)
    j = scene.skip(i, "that", "which", "are", "is", "were")
    if scene.word(j) in ("assigned", "owned", "delegated"):
        k = scene.skip(j + 1, "to", "by")
        names, end = read_names(scene, k, any_word=True)
        return Claim(i, end, "assignees", names) if names else None
    if word.startswith("@") or (word in ("for", "to", "by", "of", "on") and scene.word(i + 1).startswith("@")):
        names, end = read_names(scene, i + (not word.startswith("@")))
        return Claim(i, end, "assignees", names)
    owner = scene.world.person(word.removesuffix("'s")) if word.endswith("'s") else None
    if owner:
        return Claim(i, i + 1, "assignees", [owner])
    if word in _PEOPLE_WORDS:
        k = scene.skip(i + 1, "on")
        names, end = read_names(scene, k)
        known = names and all(scene.world.person(name) for name in names)
        if known and not scene.world.project_at(scene.words, k):
            end = scene.skip(end, *_PEOPLE_FILLERS_2)
            return Claim(i, end, "assignees", names)
    if scene.tokens[i].is_capital and scene.world.person(word) and not scene.world.project_at(scene.words, i):
        person = scene.world.person(word)
        end = scene.skip(i + 1, *_PEOPLE_FILLERS)
        if end > i + 1 or scene.word(i - 1) in ("does", "do", "is", "did"):
            return Claim(i, end, "assignees", [person])
    return None


_PRIORITY_FILLERS = words("with a of that are is have has the at which very")


def _priority(scene: Scene, i: int) -> Claim | None:
    j = scene.skip(i, *_PRIORITY_FILLERS)
    level = PRIORITIES.get(scene.word(j))
    noun = scene.word(j + 1) in PRIORITY_NOUNS
    if scene.word(j) in PRIORITY_NOUNS and PRIORITIES.get(scene.word(scene.skip(j + 1, "is", ":", "=", "of"))):
        k = scene.skip(j + 1, "is", ":", "=", "of")
        return Claim(i, k + 1, "priority", PRIORITIES[scene.word(k)])
    if scene.word(j) == "most" and scene.word(j + 1) in PLAIN_PRIORITIES:
        return Claim(i, j + 2, "priority", "high")
    if level and (noun or scene.word(j) in PLAIN_PRIORITIES):
        return Claim(i, j + 1 + noun, "priority", level)
    if level and scene.word(j) in ("high", "medium", "low") and NOUNS.get(scene.word(j + 1)) == "task":
        return Claim(i, j + 1, "priority", level)
    return None


_STATUS_FILLERS = words(
    "that which are is with status in the have been marked as still already i we haven't hasn't isn't aren't"
    " i've were was to be yet currently need remain remains :"
)


def _status(scene: Scene, i: int) -> Claim | None:
    j = scene.skip(i, *_STATUS_FILLERS)
    negative = any(word in ("haven't", "hasn't", "isn't", "aren't") for word in scene.words[i:j])
    for at in range(i, j + 1):
        found = scene.phrase_at(at, STATUS_FILTERS)
        if found and (at == i or j > i):
            status, end = found
            if negative and status == frozenset({"done"}):
                status = STATUS_FILTERS[("open",)]
            if scene.word(i) == "to" and end == i + 2 and scene.word(end) in ("list", "lists"):
                return None
            while scene.word(end) in ("and", "or", ",", "/") and (more := scene.phrase_at(end + 1, STATUS_FILTERS)):
                status, end = status | more[0], more[1]
            return Claim(i, end, "status", status)
    return None


def _flags(scene: Scene, i: int) -> Claim | None:
    word = scene.word(i)
    if word in ("suggested", "suggestions", "suggestion", "ai-suggested", "unapproved", "proposed"):
        end = i + 1 + (scene.word(i + 1) in ("by", "ai"))
        return Claim(i, end + (scene.word(end) in ("ai", "you")), "suggested", True)
    if word == "ai" and scene.word(i + 1) in ("suggested", "suggestions", "suggestion", "generated"):
        return Claim(i, i + 2, "suggested", True)
    if (
        scene.has(i, "not", "approved")
        or scene.has(i, "waiting", "for", "approval")
        or scene.has(i, "pending", "approval")
    ):
        return Claim(i, scene.skip(i, "not", "approved", "waiting", "for", "approval", "pending"), "suggested", True)
    if word == "approved":
        return Claim(i, i + 1, "suggested", False)
    if word in ("archived", "inactive"):
        return Claim(i, i + 1, "archived", True)
    return None


_INSIDE = ("in", "for", "under", "inside", "within", "to")


def _project(scene: Scene, i: int) -> Claim | None:
    if scene.word(i) in ("for", "with", "about", "of", "from") and scene.word(i + 1).startswith("@"):
        return None
    claim = (scene.word(i) in _INSIDE and pronoun_project(scene, i, False)) or project_claim(scene, i, False)
    if claim:
        return claim
    known = scene.world.project_at(scene.words, i)
    if known and scene.word(i - 1) in ("does", "do", "has", "did", "have"):
        return Claim(i, known[1], "project", known[0])
    if (
        known
        and NOUNS.get(scene.word(known[1])) in ("task", "timeline", "note", "project")
        and not scene.word(i).startswith("#")
    ):
        end = known[1]
        return Claim(i, end, "project", known[0])
    return None


def _number(scene: Scene, i: int) -> Claim | None:
    """ "the first", "top 3", "last one", "the next 5 tasks"."""
    word = scene.word(i)
    if word in ("top", "first", "last", "latest", "next") and (
        scene.word(i + 1).isdecimal() or scene.word(i + 1) in COUNTS
    ):
        if scene.word(i + 1) in ("one", "a", "an"):
            return Claim(i, i + 2, "nth", -1 if word in ("last", "latest") else 1)
        count: Any = scene.word(i + 1)
        return Claim(i, i + 2, "limit", min(1000, int(count) if count.isdecimal() else COUNTS[count]))
    many = COUNTS.get(word, 0) if word not in ("a", "an", "one", "few", "several", "another") else 0
    many = int(word) if word.isdecimal() and len(word) < 4 else many
    if many > 1 and any(NOUNS.get(scene.word(k)) and scene.word(k) in PLURALS for k in range(i + 1, i + 4)):
        return Claim(i, i + 1, "limit", many)
    if word in ORDINALS or word in ("last", "latest"):
        follows = NOUNS.get(scene.word(i + 1)) or scene.word(i + 1) in ("one", "") or i + 1 >= len(scene)
        if follows:
            return Claim(i, i + 1, "nth", ORDINALS.get(word, -1))
    return None
