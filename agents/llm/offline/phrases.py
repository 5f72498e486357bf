"""Phrases that fill a field, each read at one place of a scene: when, how urgent, in which state, for which project."""

from collections.abc import Callable, Iterator

from agents.llm.offline.calendar import Moment
from agents.llm.offline.dates import read_month
from agents.llm.offline.lexicon import (
    DETERMINERS,
    PLAIN_PRIORITIES,
    PRIORITIES,
    PRIORITY_NOUNS,
    PRIORITY_PHRASES,
    PRONOUNS,
    STATUSES,
)
from agents.llm.offline.moments import month_led, read_lead, read_moment
from agents.llm.offline.scene import Claim, Scene
from agents.llm.offline.tables import phrases, words
from agents.llm.offline.words import MONTHS, SHORT_WEEKDAYS, WEEKDAYS, WHICH
from agents.llm.offline.world import ProjectRef

Finder = Callable[[Scene, int, bool], Claim | None]

_PLACES = words("in for under to on into within inside onto of from at through")
_BELONGS = phrases(
    "as part of, part of, related to, belonging to, that belongs to, which belongs to, linked to, attached to,"
    " associated with, tied to, and link it to, link it to, and put it in, put it in, put it under, and put it"
    " under, and file it under, file it under, and attach it to, attach it to, and add it to, add it to, and"
    " link to, filed under, connected to"
)
_PROJECT_WORDS = {"project", "proj"}
_NOT_AFTER = words("the a an my our of from since about last his her their every each")


def date_claim(scene: Scene, i: int, opening: bool) -> Claim | None:
    """`opening`: nothing of a title stands before this place."""
    j, lead = read_lead(scene.words, i)
    strong = lead in ("due", "by", "until", "till", "til", "before")
    if not lead and (i and scene.word(i - 1) in _NOT_AFTER):
        return None
    if (
        not lead
        and scene.word(i) in SHORT_WEEKDAYS
        and not (scene.loose or scene.tokens[i].is_capital or _ends(scene, i))
    ):
        return None
    found = read_moment(scene.words, j, scene.world.calendar, led=bool(lead) or scene.loose)
    if not found and month_led(scene.words, i):
        month = read_month(scene.words, i + 1, scene.world.calendar)
        if month and (scene.loose or scene.is_boundary(month[1])):
            return Claim(i, month[1], "due", Moment(month[0]))
        return None
    if not found or found[1] <= j:
        return None
    moment, end = found
    end += 3 * (scene.word(end) == "of" and scene.word(end + 1) in ("every", "each"))
    if strong or scene.loose:
        return Claim(i, _past_brackets(scene, i, end), "due", moment)
    if moment.span.last < scene.world.calendar.today and lead != "due":
        return None
    if scene.word(i) == "the" and not scene.is_boundary(end):
        return None
    if lead in ("on", "for") and scene.word(j) == "the" and not scene.is_boundary(end):
        return None
    if lead == "for" and scene.word(i - 1) in ("scheduled", "planned"):
        i -= 1
    if opening or scene.is_boundary(end) or _clearly_over(scene, j, end):
        return Claim(i, end, "due", moment)
    return None


def _ends(scene: Scene, i: int) -> bool:
    """ "pay the bill fri": a short name of a day that is no other word."""
    return i > 0 and i + 1 == len(scene) and scene.word(i) not in ("sat", "sun", "wed")


def _clearly_over(scene: Scene, start: int, end: int) -> bool:
    """ "tomorrow morning call" may be a title; "in 3 days", "at 5pm" cannot be its first words."""
    return scene.word(start) in ("in", "within", "at") or scene.word(end - 1) in ("am", "pm")


def _past_brackets(scene: Scene, i: int, end: int) -> int:
    return end + 1 if scene.word(i - 1) == "(" and scene.word(end) == ")" else end


_PRIORITY_FILLERS = words(
    "with at as of in and make it set mark a the that is it's which this very really super quite to has having"
    " its marked so pretty extremely ! tag tagged flag flagged - be should needs must treat give"
)
_PRIORITY_FILLERS_2 = words("is : = of to level set should be as - a")
_PRIORITY_WORDS = words("as is it's it be very really super and - so")


def priority_claim(scene: Scene, i: int, opening: bool) -> Claim | None:
    """ "with high priority", "priority: low", "it's urgent", "asap", "p1", ", important"."""
    j = scene.skip(i, *_PRIORITY_FILLERS)
    words = scene.words
    if scene.word(j) in PRIORITY_NOUNS:
        k = scene.skip(j + 1, *_PRIORITY_FILLERS_2)
        if scene.word(k) in PRIORITIES:
            return Claim(i, k + 1, "priority", PRIORITIES[words[k]])
    level = PRIORITIES.get(scene.word(j))
    if level and scene.word(j + 1) in PRIORITY_NOUNS:
        adjective = not scene.loose and not opening and i == j and not scene.is_boundary(j + 2)
        return None if adjective or _of_a_thing(scene, i, j) else Claim(i, j + 2, "priority", level)
    if level and scene.loose and scene.word(j) in ("high", "low", "medium") and scene.is_boundary(j + 1):
        return Claim(i, j + 1, "priority", level)
    if level and scene.has(j + 1, "in", "priority"):
        return Claim(i, j + 3, "priority", level)
    for phrase, said in PRIORITY_PHRASES:
        if scene.has(j, *phrase) and (scene.is_boundary(j + len(phrase)) or opening):
            return Claim(i, j + len(phrase), "priority", said)
    if not level or (scene.word(j) not in PLAIN_PRIORITIES and not (j > i and "it" in words[i:j])):
        return None
    led = j > i and (words[j - 1] in _PRIORITY_WORDS)
    after_mark = i == 0 or scene.is_mark(i - 1, ",;(-–—:.") or words[i] == "-"
    before_mark = j + 1 >= len(scene) or scene.is_mark(j + 1)
    if scene.loose or scene.word(j) in ("asap", "urgently") or ((led or after_mark) and before_mark):
        return Claim(i, j + 1, "priority", level)
    if opening and i == 0 and before_mark:
        return Claim(i, j + 2, "priority", level)
    return None


def _of_a_thing(scene: Scene, i: int, j: int) -> bool:
    """ "the high priority bugs": said of what the title speaks of."""
    return not scene.loose and scene.word(j - 1) in ("the", "all", "any", "these") and not scene.is_boundary(j + 2)


_STATUS_LEADS = ("status", "state")


_STATUS_FILLERS = words(
    "with and a the in as set its that is it it's mark marked already which to currently of be should"
)
_STATUS_FILLERS_2 = words("is : = of to set as -")


def status_claim(scene: Scene, i: int, opening: bool) -> Claim | None:
    j = scene.skip(i, *_STATUS_FILLERS)
    led = scene.word(j) in _STATUS_LEADS
    k = scene.skip(j + 1, *_STATUS_FILLERS_2) if led else j
    found = scene.phrase_at(k, STATUSES) or (scene.phrase_at(k - 1, STATUSES) if scene.word(k - 1) == "in" else None)
    if not found:
        return None
    status, end = found
    if led:
        return Claim(i, end, "status", status)
    if scene.word(end) in _STATUS_LEADS:
        return Claim(i, end + 1, "status", status)
    clear = any(word in ("mark", "marked", "already", "as") for word in scene.words[i:k])
    two_words = end - k > 1 or scene.word(k - 1) == "in" or "-" in scene.word(k) or "_" in scene.word(k)
    if (clear or (two_words and scene.word(k) != "to") or (scene.loose and k + 1 == end)) and scene.is_boundary(end):
        return Claim(i, end, "status", status)
    return None


_PROJECT_FILLERS = words("the my our a an this that existing new")


def project_claim(scene: Scene, i: int, opening: bool) -> Claim | None:
    """ "in Apollo", "for the Website Redesign project", "project: Zeus", "#apollo"."""
    word = scene.word(i)
    if word.startswith("#"):
        named = scene.world.project_at(scene.words, i)
        return Claim(i, named[1], "project", named[0]) if named else None
    j = next((i + len(phrase) for phrase in _BELONGS if scene.has(i, *phrase)), i)
    if (j == i and word in _PLACES) or (j == i and word == "with" and scene.word(i + 1) in ("the", "project")):
        j = i + 1
    led = j > i
    j = scene.skip(j, *_PROJECT_FILLERS) if led else j
    if scene.word(j) in _PROJECT_WORDS:
        return _after_project_word(scene, i, j, led=led, opening=opening)
    if not led:
        return _before_project_word(scene, i)
    return _named_project(scene, i, j)


_AFTER_PROJECT_WORD_FILLERS = words(": called named = is - titled to")


def _after_project_word(scene: Scene, i: int, j: int, *, led: bool, opening: bool) -> Claim | None:
    k = scene.skip(j + 1, *_AFTER_PROJECT_WORD_FILLERS)
    if (
        led
        and scene.words[j - 1] in ("this", "that", "the")
        and (scene.is_boundary(j + 1) and not scene.is_quote(j + 1))
    ):
        return Claim(i, j + 1, "project", ProjectRef("it"))
    if not led and not scene.loose and k == j + 1 and not (scene.is_quote(k) or scene.world.project_at(scene.words, k)):
        return None
    return _name_from(scene, i, k)


def _name_from(scene: Scene, i: int, k: int) -> Claim | None:
    """A name after the word project: known, quoted, or its capital words."""
    known = scene.world.project_at(scene.words, k)
    if known:
        return Claim(i, known[1], "project", known[0])
    if scene.is_quote(k):
        return Claim(
            i, k + 1, "project", scene.world.project_named(scene.tokens[k].text) or ProjectRef(scene.tokens[k].text)
        )
    end = k
    while end < len(scene) and end - k < 5 and (scene.tokens[end].is_capital or scene.words[end].isdecimal()):
        end += 1
    if end == k and scene.tokens[k : k + 1] and scene.tokens[k].is_word and not scene.is_boundary(k):
        end = k + 1
    if end == k:
        return None
    name = scene.text(k, end)
    return Claim(i, end, "project", scene.world.project_named(name) or ProjectRef(name))


def _before_project_word(scene: Scene, i: int) -> Claim | None:
    """ "Apollo project" without a word before it."""
    known = scene.world.project_at(scene.words, i)
    if known and scene.word(known[1]) in _PROJECT_WORDS and scene.loose:
        return Claim(i, known[1] + 1, "project", known[0])
    if known and not scene.loose:
        return Claim(i, known[1], "project", known[0]) if known[1] == len(scene) and scene.is_mark(i - 1, ",") else None
    if not known:
        return None
    alone = (i == 0 or scene.is_mark(i - 1)) and (known[1] >= len(scene) or scene.is_mark(known[1]))
    return Claim(i, known[1], "project", known[0]) if alone or scene.word(i).endswith("'s") else None


def _named_project(scene: Scene, i: int, j: int) -> Claim | None:
    known = scene.world.project_at(scene.words, j)
    if known:
        ref, end = known
        if scene.word(end) in _PROJECT_WORDS:
            return Claim(i, end + 1, "project", ref)
        if scene.loose or scene.is_boundary(end) or _a_date(scene, end):
            return Claim(i, end, "project", ref) if not scene.word(end - 1).endswith("'s") else None
        return None
    ahead = _word_project_ahead(scene, j)
    if ahead:
        name = _unquoted(scene, j, ahead)
        return Claim(i, ahead + 1, "project", scene.world.project_named(name) or ProjectRef(name))
    if scene.word(i) in ("of", "from", "at") and not scene.loose:
        return None
    if scene.is_quote(j) and scene.world.project_named(scene.tokens[j].text):
        return Claim(i, j + 1, "project", scene.world.project_named(scene.tokens[j].text))
    return _slip_or_new(scene, i, j)


def _word_project_ahead(scene: Scene, j: int) -> int | None:
    """Where "project" ends a name that starts here: "the mobile app project"."""
    for end in range(j + 1, min(j + 6, len(scene))):
        if scene.words[end] in _PROJECT_WORDS:
            return end
        if scene.words[end] in CONNECTORS_IN_NAMES or scene.is_mark(end, ",.;:!?()"):
            return None
    return None


CONNECTORS_IN_NAMES = words("for from of under into that which with by due about to as but then and in on at is a")


def _unquoted(scene: Scene, start: int, end: int) -> str:
    return scene.tokens[start].text if end == start + 1 and scene.is_quote(start) else scene.text(start, end)


def _slip_or_new(scene: Scene, i: int, j: int) -> Claim | None:
    """A near spelling of a known project; beside a quoted title, also a capital name nobody knows."""
    end = j
    while end < len(scene) and end - j < 4 and scene.tokens[end].is_capital and not _a_date(scene, end):
        end += 1
    if end == j:
        if not scene.loose or j >= len(scene) or not scene.tokens[j].is_word or scene.word(j) in DETERMINERS:
            return None
        for stop in range(min(len(scene), j + 4), j, -1):
            ref = scene.world.project_named(scene.text(j, stop)) if scene.is_boundary(stop) else None
            if ref and len(scene.text(j, stop)) > 3:
                return Claim(i, stop, "project", ref)
        return None
    name = scene.text(j, end)
    ref = scene.world.project_named(name)
    if ref and (scene.loose or scene.is_boundary(end)):
        return Claim(i, end, "project", ref)
    person = scene.world.person(name) or scene.word(end - 1).endswith("'s")
    if scene.loose and not person and scene.word(i) in ("in", "under", "to", "into", "within", "inside"):
        return Claim(i, end, "project", ProjectRef(name))
    return None


def _a_date(scene: Scene, i: int) -> bool:
    word = scene.word(i)
    return (
        word in WEEKDAYS
        or word in MONTHS
        or word in WHICH
        or word in ("today", "tomorrow", "tonight")
        or bool(read_moment(scene.words, i, scene.world.calendar))
    )


_LIST_WORDS = words("team group everyone us everybody crew me")


def list_claim(scene: Scene, i: int, opening: bool) -> Claim | None:
    """ "to my to-do list": where tasks are anyway."""
    if opening and scene.word(i) == "for":
        j = scene.skip(i + 1, "the", "my", "our", "all")
        if scene.word(j) in _LIST_WORDS and scene.word(j + 1) == "to":
            return Claim(i, j + 1, "list", True)
    if scene.word(i) not in ("to", "on", "onto", "in", "into"):
        return None
    j = scene.skip(i + 1, "my", "the", "our")
    k = scene.skip(j, "to", "do", "to-do", "todo", "task", "tasks")
    if j == i + 1 or scene.word(k) not in ("list", "lists", "backlog", "agenda", "board"):
        return None
    return Claim(i, k + 1, "list", True) if opening or scene.is_boundary(k + 1) else None


def pronoun_project(scene: Scene, i: int, opening: bool) -> Claim | None:
    """ "to it", "in this project": the project last spoken of."""
    if scene.word(i) in ("to", "in", "for", "under", "on", "into") and scene.word(i + 1) in PRONOUNS:
        end = i + 2 + (scene.word(i + 2) in _PROJECT_WORDS)
        if scene.is_boundary(end) and scene.word(i + 1) in ("it", "this", "that"):
            return Claim(i, end, "project", ProjectRef("it"))
    if scene.word(i) == "there" and i + 1 >= len(scene):
        return Claim(i, i + 1, "project", ProjectRef("it"))
    return None


_NAME_OF_PROJECT_FILLERS = words("the my our project proj called named this that")


def name_of_project(scene: Scene, i: int) -> Iterator[tuple[ProjectRef, int]]:
    """The project that the words from here on name, with or without the word "project" around it."""
    j = scene.skip(i, *_NAME_OF_PROJECT_FILLERS)
    known = scene.world.project_at(scene.words, j)
    if known:
        yield known[0], known[1] + (scene.word(known[1]) in _PROJECT_WORDS)
        return
    if scene.is_quote(j):
        name = scene.tokens[j].text
        said = scene.words[j - 1 : j] == ["project"] or scene.word(j + 1) in _PROJECT_WORDS
        ref = scene.world.project_named(name) or (ProjectRef(name) if said else None)
        if ref:
            yield ref, j + 1 + (scene.word(j + 1) in _PROJECT_WORDS)
        return
    ahead = _word_project_ahead(scene, j)
    if ahead:
        name = scene.text(j, ahead)
        yield scene.world.project_named(name) or ProjectRef(name), ahead + 1
        return
    if j > i and scene.words[j - 1] in ("project", "proj"):
        claim = _name_from(scene, i, j)
        if claim:
            yield claim.value, claim.end
            return
    if scene.word(j) in PRONOUNS and j + 1 == len(scene):
        return
    for end in range(min(len(scene), j + 4), j, -1):
        ref = scene.world.project_named(scene.text(j, end)) if len(scene.text(j, end)) > 3 else None
        if ref and end == len(scene):
            yield ref, end
            return
