"""Who is to do it, and what else is said about it: names and descriptions."""

from agents.llm.offline.lexicon import DETERMINERS, NOUNS, PEOPLE_PRONOUNS, PRONOUNS
from agents.llm.offline.scene import Claim, Scene
from agents.llm.offline.tables import words
from agents.llm.offline.words import MONTHS, WEEKDAYS
from agents.llm.offline.world import distinct

_ASSIGN = words(
    "assign assigned assigning delegate delegated assignee assignees owner owners owned responsible reassign"
    " allocated give"
)
_NO_NAMES = words(
    "who what which someone somebody anyone everyone it that this them all how and project task priority due"
    " high low the a an be do"
) | set(NOUNS)


_ASSIGNEE_FILLERS = words("and with an the is which that it's should be please as to then")
_ASSIGNEE_FILLERS_2 = words("it this that them both the task is are : = person all")


def assignee_claim(scene: Scene, i: int, opening: bool) -> Claim | None:
    """ "assigned to Anna and Ben", "for @maria", "assignee: me", "for Anna to …"."""
    word = scene.word(i)
    if word.startswith("@") and len(word) > 1:
        names, end = read_names(scene, i)
        return Claim(i, end, "assignees", names)
    j = scene.skip(i, *_ASSIGNEE_FILLERS)
    if scene.word(j) in _ASSIGN and not (scene.word(j) == "give" and scene.word(j + 1) not in PRONOUNS):
        k = scene.skip(j + 1, *_ASSIGNEE_FILLERS_2)
        lead = scene.word(k) in ("to", "by", "for")
        k += lead
        names, end = read_names(scene, k, any_word=True)
        if not lead and k == j + 1 and scene.word(j) not in ("assignee", "assignees", "owner"):
            told = scene.is_mark(i - 1) or scene.loose or scene.tail
            if not (told and names and all(scene.world.person(name) for name in names)):
                return None
        return Claim(i, end, "assignees", names) if names else None
    if word == "with":
        names, end = read_names(scene, i + 1)
        k = scene.skip(end, "as", "the", "an", "a", "being")
        if names and k > end and scene.word(k) in ("assignee", "assignees", "owner", "responsible", "lead"):
            return Claim(i, k + 1, "assignees", names)
    if word == "for" and (scene.word(i + 1).startswith("@") or scene.loose or opening or scene.tail):
        names, end = read_names(scene, i + 1)
        if scene.word(i + 1) in PEOPLE_PRONOUNS or scene.world.project_at(scene.words, i + 1):
            return None
        if len(names) == 1 and not scene.world.person(names[0]) and scene.world.project_named(names[0]):
            return None
        if names and scene.word(end) in ("to", ":") and opening:
            return Claim(i, end, "assignees", names)
        handles = scene.word(i + 1).startswith("@")
        known = all(scene.world.person(name) or name == scene.world.me for name in names)
        if names and (handles or (scene.loose and (known or scene.is_boundary(end))) or (scene.tail and known)):
            return Claim(i, end, "assignees", names)
    return None


def read_names(scene: Scene, i: int, *, any_word: bool = False) -> tuple[list[str], int]:
    """Names joined by commas and "and", as the user's records spell them."""
    names: list[str] = []
    end = i
    while True:
        found = _name_at(scene, i, any_word=any_word)
        if not found:
            return distinct(names), end
        names.append(found[0])
        i = end = found[1]
        i = scene.skip(i, ",", "and", "&", "or", "+")
        i = scene.skip(i, "to") if scene.word(i) == "to" and scene.word(i - 1) == "and" else i
        if scene.world.project_at(scene.words, i) and not scene.world.person(scene.word(i)):
            return distinct(names), end
        if i == end:
            return distinct(names), end
        any_word = any_word and scene.word(i - 1) == ","


def _name_at(scene: Scene, i: int, *, any_word: bool) -> tuple[str, int] | None:
    if i >= len(scene):
        return None
    token = scene.tokens[i]
    if token.is_quote and scene.world.has_title(token.text):
        return None
    if token.is_quote:
        return (scene.world.person(token.text) or token.text), i + 1
    if not token.is_word or token.low in _NO_NAMES:
        return None
    if token.low in PEOPLE_PRONOUNS:
        return scene.world.me, i + 1
    if token.low.startswith("@"):
        return (scene.world.person(token.text) or token.text.removeprefix("@")), i + 1
    for length in (3, 2):
        name = scene.text(i, i + length)
        if i + length <= len(scene) and name.casefold() in scene.world.people:
            return scene.world.people[name.casefold()], i + length
    known = scene.world.person(token.text)
    end = i + 1
    while end < len(scene) and end - i < 3 and _may_be_name(scene, end):
        end += 1
    if known and end == i + 1:
        return known, end
    if _may_be_name(scene, i):
        name = scene.text(i, end)
        return (scene.world.person(name) or name), end
    if known:
        return known, i + 1
    if any_word and token.low not in DETERMINERS and (scene.is_boundary(i + 1) or "@" in token.low):
        return token.text, i + 1
    return None


def _may_be_name(scene: Scene, i: int) -> bool:
    token = scene.tokens[i]
    plain = token.low not in MONTHS and token.low not in WEEKDAYS and token.low not in DETERMINERS
    return (token.is_capital or "@" in token.low[1:]) and plain and not token.text.endswith(("'s", "’s"))


_TEXT_NOUNS = words("description desc details detail body descr text")
_LABELS = words("title name priority due project assignee status deadline")
_STRONG = words("due deadline priority assign assigned status @")


_DESCRIPTION_FILLERS = words(
    "with and add including include having plus a the this following as set its use short details"
)
_DESCRIPTION_FILLERS_2 = words("of is : = saying that says - – reading as to follows being")


def description_claim(scene: Scene, i: int, opening: bool) -> Claim | None:
    """ "with the description '…'", "description: …", "described as …"."""
    if scene.word(i) in (",", "-", "–", "(") and scene.word(i + 1) in (*_TEXT_NOUNS, "with", "and"):
        i += 1
    j = scene.skip(i, *_DESCRIPTION_FILLERS)
    if j > i and scene.word(j - 1) == "details":
        j -= 1
    if scene.word(j) in _TEXT_NOUNS or (j > i + 1 and scene.word(j) == "note" and scene.word(i) == "with"):
        k = scene.skip(j + 1, *_DESCRIPTION_FILLERS_2)
        if k == j + 1 and i == j and not scene.is_quote(k):
            return None
    elif scene.word(j) in ("described", "describe", "describing"):
        k = scene.skip(j + 1, "it", "as", ":")
    else:
        return None
    if k >= len(scene) or scene.word(k) in _LABELS:
        return None
    if scene.is_quote(k):
        return Claim(i, k + 1, "description", scene.tokens[k].text)
    end = end_of_text(scene, k)
    text = scene.text(k, end).strip(" ,;.")
    return Claim(i, end, "description", text) if text else None


_END_OF_TEXT_FILLERS = words(", and ; . with - – a an the high low medium it")


def end_of_text(scene: Scene, start: int) -> int:
    """Free text goes on to the end, or to a comma or "and" after which a field is named outright."""
    for i in range(start + 1, len(scene)):
        if scene.word(i) in (",", "and", ";", ".", "with") or scene.is_mark(i, "-–"):
            j = scene.skip(i, *_END_OF_TEXT_FILLERS)
            if scene.word(j) in _STRONG:
                return i
    return len(scene)
