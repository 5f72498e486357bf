"""A message in its clauses: parted where a sentence ends or a new order begins, and nowhere inside a title."""

from typing import Literal

import msgspec

from agents.llm.offline.commands import COMMAND_VERBS
from agents.llm.offline.creating import TASK_FINDERS, collect
from agents.llm.offline.creation import Head, one_more, read_head
from agents.llm.offline.intents import read_command
from agents.llm.offline.lexicon import ALL_WORDS, NOUNS
from agents.llm.offline.mentions import title_at, with_mentions
from agents.llm.offline.notes import content_start
from agents.llm.offline.openings import covers
from agents.llm.offline.polish import strip_start
from agents.llm.offline.scene import LONGEST, Scene
from agents.llm.offline.tables import words
from agents.llm.offline.targets import read_target
from agents.llm.offline.words import MONTHS

Manner = Literal["command", "create", "duty", "note", "text", "other"]


class Clause(msgspec.Struct):
    scene: Scene
    elliptic: bool = False  # "and another to …": what was asked before is asked again
    verb: str = ""  # the verb it goes on with: "(move) 'B' to Monday"
    sentence: bool = False  # a new sentence, not one more part of the last


_JOINTS = words("and then plus but also & , afterwards while")
_ENDS = {".", "!", "?", ";"}
_ASKING = words("who show list tell what which how give what's find when")
_DUTIES = {"remind", "remember"}
MOST_CLAUSES = 60
_LOOK_AHEAD = 12
_LOOK_BACK = 80


def split(scene: Scene) -> list[Clause]:
    clauses: list[Clause] = []
    start = i = strip_start(scene)
    pending = Clause(scene)
    while i < len(scene) and len(clauses) < MOST_CLAUSES:
        end, after = _break(scene, start, i)
        if end is None:
            i += 1
            continue
        pending.scene = scene.part(start, end)
        after.sentence = scene.is_mark(end, ".!?")
        if end > start:
            clauses.append(pending)
        pending = after
        start = i = strip_start(scene, _next(scene, end))
        if start < len(scene) and after.elliptic:
            i += 1
    if start < len(scene) and len(clauses) < MOST_CLAUSES:
        pending.scene = scene.part(start, len(scene))
        clauses.append(pending)
    return clauses


def _next(scene: Scene, i: int) -> int:
    while i < len(scene) and (scene.word(i) in _JOINTS or scene.is_mark(i, ".;!?,") or scene.word(i) == "with"):
        i += 1
    return i


_BREAK_WORDS = words("no sorry actually i rather wait or")


def _break(scene: Scene, start: int, i: int) -> tuple[int | None, Clause]:
    """Whether a clause ends before the token at i, and how the next one hangs on."""
    no, fresh = (None, Clause(scene)), Clause(scene)
    if scene.is_quote(i) or i == start:
        return no
    word, is_line = scene.word(i), scene.tokens[i].kind == "line"
    ends = (word in _ENDS and not _inside(scene, i)) or is_line
    if not ends and word not in _JOINTS and word != "with":
        return no
    after = strip_start(scene, _next(scene, i))
    if after >= len(scene):
        return no
    manner = manner_of(scene, start, i)
    if manner == "note":
        return no
    if word == "," and scene.word(i + 1) in _BREAK_WORDS and _corrects(scene, i):
        return no
    if word == "," and covers(scene, start, i):
        return no
    if word == ";" and _parts_later(scene, start, i):
        return no
    if word == "with":
        head = read_head(scene, after, elliptic=True) if _creates_project(scene, start) else None
        return (i, Clause(scene, elliptic=True)) if head and head.kind in ("task", "timeline", "note") else no
    if ends and not is_line:
        if manner == "text" and not _opens_safely(scene, after):
            return no
        return i, fresh
    if (is_line and scene.is_mark(after, "-*•–")) or (is_line and scene.word(after).isdecimal()):
        return no
    if word in ("and", ",", "then") and manner == "command" and _two_commands(scene, start, i, after):
        return i, fresh
    if opens(scene, after, manner, firm=is_line or scene.word(i + 1) == "then" or word == "then"):
        return i, fresh
    if manner in ("create", "duty", "command") and not _parts_later(scene, start, i) and _goes_on(scene, after):
        return i, Clause(scene, elliptic=True)
    verb = _same_verb(scene, start, i, after) or _same_question(scene, start, i, after)
    if verb:
        return i, Clause(scene, verb=verb)
    if (
        manner in ("create", "duty")
        and word in ("and", "then", ",")
        and not _plural(scene, start)
        and _dated_twice(scene, start, i, after)
    ):
        return i, Clause(scene, elliptic=True)
    return no


def _inside(scene: Scene, i: int) -> bool:
    """A full stop that ends no sentence: "Dec. 3", "1. buy milk", "vs. them", "version 2.0"."""
    if scene.word(i) == "!" and i + 1 < len(scene) and scene.tokens[i].end == scene.tokens[i + 1].start:
        return True
    if scene.word(i) != ".":
        return False
    before = scene.word(i - 1)
    touching = i + 1 < len(scene) and scene.tokens[i].end == scene.tokens[i + 1].start
    numbered = before.isdecimal() and (
        i == 1 or scene.tokens[i - 2].kind == "line" or ":" in scene.words[max(0, i - LONGEST) : i]
    )
    return touching or before in _SHORTENED or numbered or (before in MONTHS and len(before) < 5)


_SHORTENED = words("e.g i.e vs etc mr mrs ms dr no approx st inc ltd prof")


def manner_of(scene: Scene, start: int, i: int) -> Manner:
    """What kind of clause stands between start and i, as far as that decides where it may end."""
    clause = scene.part(start, min(i, start + _LOOK_BACK))
    inner = clause.part(strip_start(clause), len(clause))
    head = read_head(inner)
    if head and head.kind == "note":
        return _note_manner(inner, head)
    if "comment" in inner.words[:6] or (head and "description" in inner.words):
        for k, word in enumerate(inner.words):
            if (
                word in (":", "saying", "says", "that", "description", "stating")
                and k > 1
                and not _quote_follows(inner, k)
            ):
                return "text"
    if head:
        rest = inner.part(head.end, len(inner))
        return "command" if any(token.is_quote for token in rest.tokens) else "create"
    if inner.word(0) in _DUTIES or inner.words[:2] in (
        ["i", "need"],
        ["i", "have"],
        ["don't", "forget"],
        ["we", "need"],
    ):
        return "duty"
    if inner.words[:2] == ["note", "that"] or (inner.word(0) in ("note", "jot") and not _quote_follows(inner, 0)):
        return "text"
    return "command"


def _quote_follows(scene: Scene, k: int) -> bool:
    return any(scene.is_quote(n) for n in range(k + 1, min(len(scene), k + 4)))


def _note_manner(inner: Scene, head: Head) -> Manner:
    rest = inner.part(head.end, len(inner))
    at = content_start(rest)
    if at is None or any(token.is_quote for token in rest.tokens[at : at + 6]):
        return "command"
    return (
        "note"
        if rest.word(at) in (":", "–", "—", "-") or rest.tokens[at].kind == "line" or ":" in rest.words[at : at + 5]
        else "text"
    )


def _plural(scene: Scene, start: int) -> bool:
    """The head spoke of several: they are parted later, with what they share."""
    head = read_head(scene, start)
    return bool(head and head.plural)


def _parts_later(scene: Scene, start: int, i: int) -> bool:
    return ":" in scene.words[start : min(i, start + LONGEST)] and _plural(scene, start)


def _creates_project(scene: Scene, start: int) -> bool:
    head = read_head(scene, start)
    return bool(head and head.kind == "project")


def opens(scene: Scene, i: int, manner: Manner, *, firm: bool) -> bool:
    """A new order begins at i."""
    if manner in ("text", "create", "duty") and not firm:
        return _opens_safely(scene, i) or (manner != "text" and _modifies(scene, i))
    head = read_head(scene, i)
    if head and head.verb:
        return True
    word = scene.word(i)
    if word in _DUTIES and scene.word(i + 1) in ("me", "us", "to"):
        return True
    if word in _ASKING and manner != "text":
        return _speaks_of_record(scene, i + 1, pronouns=False) or word in (
            "what",
            "what's",
            "show",
            "which",
            "who",
            "when",
        )
    return _modifies(scene, i) or (word in COMMAND_VERBS and _speaks_of_record(scene, i + 1))


_OPENS_SAFELY_WORDS = words("create add write make schedule set log new take draft open")
_OPENS_SAFELY_WORDS_2 = words("mark complete archive rename assign comment move postpone reopen")


def _opens_safely(scene: Scene, i: int) -> bool:
    """Orders that may follow free text without a stop: plain ones with their noun, and none that destroy."""
    head = read_head(scene, i)
    if head and head.verb and (head.verb in _OPENS_SAFELY_WORDS):
        return True
    if scene.word(i) in _DUTIES and scene.word(i + 1) == "me":
        return True
    word = scene.word(i)
    return word in _OPENS_SAFELY_WORDS_2 and (_speaks_of_record(scene, i + 1, pronouns=False))


_MODIFIES_WORDS = words("set make give call assign link attach tag treat flag")


def _modifies(scene: Scene, i: int) -> bool:
    """ "assign it to Anna", "make it urgent", "it's due Friday"."""
    word, following = scene.word(i), scene.word(i + 1)
    if word in ("it's", "its") or (word == "it" and following in ("is", "should", "has", "must")):
        return True
    pronoun = following in ("it", "them", "this", "both") or (
        following == "that" and scene.word(i + 2) in ("as", "to", "task")
    )
    return pronoun and (word in COMMAND_VERBS or word in _MODIFIES_WORDS)


def _speaks_of_record(scene: Scene, i: int, *, pronouns: bool = True) -> bool:
    for k in range(i, min(len(scene), i + _LOOK_AHEAD)):
        word = scene.word(k)
        if scene.is_quote(k) or NOUNS.get(word) or word in ALL_WORDS or scene.world.project_at(scene.words, k):
            return True
        if title_at(scene, k):
            return True
        if pronouns and word in ("it", "them", "that", "this") and k <= i + 1:
            return True
        if word in ("and", "then") or scene.is_mark(k, ".;!?,"):
            return False
    return False


def _goes_on(scene: Scene, i: int) -> bool:
    """ "another to email Sue", "a task to …", "one for Friday: …", "a milestone 'Beta'"."""
    if one_more(scene, i):
        return True
    head = read_head(scene, i, elliptic=True)
    return bool(head and head.end > i and (not head.before or scene.is_quote(head.end)) and _named_after(scene, head))


_NAMED_AFTER_WORDS = words("to called named for : titled that about on in saying with summarizing summarising")


def _named_after(scene: Scene, head: Head) -> bool:
    return scene.is_quote(head.end) or scene.word(head.end) in _NAMED_AFTER_WORDS


def _same_verb(scene: Scene, start: int, end: int, after: int) -> str:
    """ "move 'A' to Friday and 'B' to Monday": the verb that the second part goes without."""
    if not (scene.is_quote(after) or scene.word(after) in ("the", "my")) or end - start > LONGEST:
        return ""
    if scene.word(start) not in COMMAND_VERBS:
        return ""
    following = next(
        (k for k in range(after + 1, min(len(scene), after + LONGEST)) if scene.word(k) in (",", "and", ".", ";")),
        min(len(scene), after + LONGEST),
    )
    again = read_command(Scene([scene.tokens[start], *scene.tokens[after:following]], scene.source, scene.world))
    if not (again and again.fields):  # it is the shorter of the two to read
        return ""
    first = read_command(scene.part(start, end))
    return scene.word(start) if first and first.fields.keys() == again.fields.keys() else ""


_CORRECTS_WORDS = words("mean meant rather actually sorry wait no")


def _corrects(scene: Scene, i: int) -> bool:
    said = scene.words[i + 1 : i + 5]
    return any(word in said for word in _CORRECTS_WORDS) and said[:2] not in (
        ["i", "actually"],
        ["i", "need"],
    )


def _same_question(scene: Scene, start: int, end: int, after: int) -> str:
    """ "list my projects and the overdue tasks": the second list is asked for with the same verb."""
    if scene.word(start) not in ("show", "list", "display", "what", "which", "give") or end - start > LONGEST:
        return ""
    first, second = read_target(scene.part(start + 1, end)), read_target(scene.part(after, after + LONGEST))
    return "list" if first.kind and second.kind and first.kind != second.kind and second.plural else ""


def _two_commands(scene: Scene, start: int, end: int, after: int) -> bool:
    """ "mark X as done and make Y low priority": both halves are orders by themselves."""
    if scene.word(start) not in COMMAND_VERBS or scene.word(after) not in COMMAND_VERBS or end - start > LONGEST:
        return False
    following = next(
        (k for k in range(after + 1, min(len(scene), after + LONGEST)) if scene.word(k) in (",", "and", ".", ";")),
        min(len(scene), after + LONGEST),
    )
    second = read_command(with_mentions(scene.part(after, following)))
    return bool(
        second and (second.fields or second.act == "delete") and read_command(with_mentions(scene.part(start, end)))
    )


def _dated_twice(scene: Scene, start: int, end: int, after: int) -> bool:
    """ "call Bob tomorrow and email Sue on Friday": two days, two tasks."""
    if end - start > LONGEST:
        return False
    left = collect(scene.part(start, end), TASK_FINDERS)
    if not any(claim.field == "due" and claim.end == end - start for claim in left[2]):
        return False
    longest = min(len(scene), after + LONGEST)
    stop = next((k for k in range(after, longest) if scene.word(k) in (".", ";", "!")), longest)
    fields, rest, claims = collect(scene.part(after, stop), TASK_FINDERS)
    return "due" in fields and bool(rest) and bool(claims) and claims[0].start > 0 and rest[0] == 0
