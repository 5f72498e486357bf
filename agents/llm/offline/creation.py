"""Sentences that ask for something new: "create a task …", "new note: …", "remind me to …", "add … to my list"."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec

from agents.llm.offline.creating import (
    MILESTONE_FINDERS,
    TASK_FINDERS,
    Draft,
    Finder,
    clean,
    collect,
    draft,
    sentence_case,
    split_items,
    within_words,
)
from agents.llm.offline.lexicon import NOUNS, PLURALS, PRIORITIES, PRIORITY_NOUNS, STATUSES
from agents.llm.offline.mentions import title_at
from agents.llm.offline.notes import read_note
from agents.llm.offline.people import description_claim
from agents.llm.offline.requests import Request
from agents.llm.offline.scene import Claim, Scene
from agents.llm.offline.tables import words
from agents.llm.offline.words import COUNTS

CREATE_VERBS = words(
    "create add make new log register record write draft jot insert enter schedule plan open start file save"
    " generate build prepare put take capture compose propose suggest set setup need have track queue creat ad"
    " cretae adding creating establish launch define begin introduce store type keep note initiate spin include"
    " append leave crate post get give want drop kick"
)
_PARTICLES = words("up down in out off me us together yourself myself of")
_ARTICLES = words("a an one another new some following these more other extra additional couple")
_BARRED = words("the this that my all every each those any it them to on as")
_SUGGEST = {"suggest", "propose", "suggesting", "proposing"}


class Head(msgspec.Struct):
    kind: str
    end: int  # where the words after "a task" begin
    plural: bool = False
    suggested: bool = False
    fields: dict[str, Any] = {}
    before: str = ""  # words before the noun that are none of its fields: "a budget review task"
    verb: str = ""


def read_head(scene: Scene, i: int = 0, *, elliptic: bool = False) -> Head | None:
    """ "create (me) a (new) (high priority) (Apollo) task"; elliptic: "a task", "another one"."""
    verb = scene.word(i)
    start = i
    if verb in CREATE_VERBS and verb not in NOUNS:
        i = scene.skip(i + 1, *_PARTICLES)
        if scene.word(i) == "for" and scene.word(i + 1) in ("me", "us"):
            i += 2
    elif not elliptic and NOUNS.get(verb) not in ("task", "project", "timeline", "note"):
        return None
    if scene.has(i, "the", "following") or scene.has(i, "these") or _the_new(scene, verb, i):
        i += 1
    if elliptic and (again := one_more(scene, i)):
        return Head("", again, verb=verb)
    j = i
    fields: dict[str, Any] = {}
    words: list[int] = []
    articled = i > start and verb == "new"
    while j < len(scene) and j - i < 9 and not scene.is_quote(j):
        word = scene.word(j)
        kind = NOUNS.get(word)
        if kind and not (words and _goes_on(scene, j)):
            return _head(
                scene, start, j, kind, fields, words, articled=articled or elliptic, elliptic=elliptic, verb=verb
            )
        if word in _ARTICLES or word in COUNTS or word.isdecimal():
            articled = True
        elif (word in _BARRED and not articled) or not _adjective(scene, j, fields, words):
            return None
        j += 1
    return None


def _the_new(scene: Scene, verb: str, i: int) -> bool:
    """ "add the milestone Beta": new, unless there is a record of that name."""
    if verb not in ("add", "create", "insert", "new") or scene.word(i) != "the" or not NOUNS.get(scene.word(i + 1)):
        return False
    at = scene.skip(i + 2, "called", "named", "titled")
    known = title_at(scene, at) or (scene.is_quote(at) and scene.world.has_title(scene.tokens[at].text))
    return at < len(scene) and not known and scene.word(at) not in ("to", "on", "in", "from")


_ONE_MORE_FILLERS = words("a the second third further different last fourth")


def one_more(scene: Scene, i: int) -> int | None:
    """Where "another", "one more", "a second one" ends, when no noun follows."""
    j = scene.skip(i, *_ONE_MORE_FILLERS)
    if scene.word(j) == "another" or (scene.word(j) == "one" and scene.word(j + 1) in _AFTER_ONE) or j > i + 1:
        end = scene.skip(j, "another", "one", "more")
        if end > j and not _noun_near(scene, end):
            return end
    return None


_AFTER_ONE = ("to", "for", "called", "named", "more", ":", "about", "that", "in", "titled")


_NOUN_NEAR_WORDS = words("to for called named that about titled")


def _noun_near(scene: Scene, i: int) -> bool:
    """A noun before anything that opens a title."""
    for k in range(i, min(len(scene), i + 4)):
        if NOUNS.get(scene.word(k)):
            return True
        if scene.word(k) in _NOUN_NEAR_WORDS or scene.is_mark(k) or scene.is_quote(k):
            return False
    return False


def _goes_on(scene: Scene, j: int) -> bool:
    """A noun that is not the last: "task list", "note taking app"."""
    return scene.word(j + 1) in NOUNS


_ADJECTIVE_WORDS = words("to for that with about due and of called in as")
_ADJECTIVE_WORDS_2 = words("very really super quick short simple small brief little project")


def _adjective(scene: Scene, j: int, fields: dict[str, Any], words: list[int]) -> bool:
    word = scene.word(j)
    if word in PRIORITY_NOUNS and "priority" in fields:
        return True
    if word in PRIORITIES and (word in ("high", "medium", "low") or scene.word(j + 1) in PRIORITY_NOUNS or not words):
        fields["priority"] = PRIORITIES[word]
        return True
    known = scene.world.project_at(scene.words, j)
    if known and known[1] == j + 1:
        fields["project"] = known[0]
        return True
    if scene.is_mark(j, ".;:!?()-–—") or word in _ADJECTIVE_WORDS:
        return False
    if scene.is_mark(j, ",") or word in _ADJECTIVE_WORDS_2:
        return True
    if (word,) in STATUSES and word not in ("to-do", "todo"):
        fields["status"] = STATUSES[(word,)]
        return True
    words.append(j)
    return len(words) <= 5


_HEAD_WORDS = words("set have give start open begin take put want need keep drop leave")
_HEAD_WORDS_2 = words("called named titled to about for that")


def _head(
    scene: Scene,
    start: int,
    j: int,
    kind: str,
    fields: dict[str, Any],
    words: list[int],
    *,
    articled: bool,
    elliptic: bool,
    verb: str,
) -> Head | None:
    if kind == "comment":
        return None
    if kind == "project" and NOUNS.get(scene.word(j + 1)) not in (None, "comment"):
        return None
    bare = scene.word(j + 1) == "" or scene.is_quote(j + 1) or scene.is_mark(j + 1)
    plural = scene.word(j) in PLURALS
    wordy = verb in _HEAD_WORDS
    if wordy and not articled and not (bare and verb in ("start", "open")) and kind != "project":
        return None
    if wordy and verb in ("give", "drop", "have") and not articled:
        return None
    if start == j and not (elliptic and plural) and not (bare or scene.word(j + 1) in _HEAD_WORDS_2):
        return None
    if start == j and scene.is_quote(j + 1) and scene.world.has_title(scene.tokens[j + 1].text):
        return None
    if plural and start == j and not elliptic and not scene.is_mark(j + 1, ":-–"):
        return None
    before = clean(" ".join(scene.text(k, k + 1) for k in words))
    return Head(kind, j + 1, plural, verb in _SUGGEST, fields, before, verb)


def create_requests(scene: Scene, head: Head) -> list[Request]:
    rest = scene.part(head.end, len(scene))
    if head.kind == "note":
        return read_note(rest, head.before, head.fields)
    if head.kind == "project":
        return project_requests(rest, head)
    finders = MILESTONE_FINDERS if head.kind == "timeline" else TASK_FINDERS
    drafts = several(rest, head, finders)
    if drafts:
        return [_request(made, head) for made in drafts]
    made = draft(rest, finders)
    if not made.title:
        made.title = sentence_case(head.before)
    return [_request(made, head)]


def _request(made: Draft, head: Head) -> Request:
    fields = {**head.fields, **made.fields}
    if head.suggested:
        fields |= {"is_ai_suggested": True, "is_approved": False}
    if made.title:
        fields["title"] = made.title
    return Request("create", head.kind or "task", fields=fields)


def project_requests(rest: Scene, head: Head) -> list[Request]:
    drafts = several(rest, head, (client_claim, description_claim)) or [draft(rest, (client_claim, description_claim))]
    found = []
    for made in drafts:
        name = made.title or sentence_case(head.before)
        fields = {"name": name} if name else {}
        if made.fields.get("client_id"):
            fields["client_id"] = made.fields["client_id"]
        found.append(Request("create", "project", fields=fields))
    return found


_CLIENT_FILLERS = words("for with the our my a as and its under to")
_CLIENT_FILLERS_2 = words(": is = called named id - of")


def client_claim(scene: Scene, i: int, opening: bool) -> Claim | None:
    """ "for client ACME", "client: ACME", "for the client 'ACME Ltd'"."""
    if scene.word(i) == "for" and scene.tokens[i + 1 : i + 2] and scene.tokens[i + 1].is_capital:
        end = i + 1
        while end < len(scene) and scene.tokens[end].is_capital:
            end += 1
        if scene.is_boundary(end) and (scene.loose or not opening):
            return Claim(i, end, "client_id", scene.text(i + 1, end))
    j = scene.skip(i, *_CLIENT_FILLERS)
    if scene.word(j) not in ("client", "customer", "client_id", "clientid"):
        return None
    k = scene.skip(j + 1, *_CLIENT_FILLERS_2)
    if k >= len(scene):
        return None
    end = k + 1
    while not scene.is_quote(k) and end < len(scene) and scene.tokens[end].is_capital:
        end += 1
    name = scene.tokens[k].text if scene.is_quote(k) else scene.text(k, end)
    return Claim(i, end, "client_id", name)


_LEADS = ("for", "to", "me", "with")
_SEVERAL_FILLERS = words("- – to called named titled , for")


def several(rest: Scene, head: Head, finders: Sequence[Finder]) -> list[Draft]:
    """The drafts of a list of titles with what they share; empty where only one thing is asked for."""
    quotes = [i for i, token in enumerate(rest.tokens) if token.is_quote and not _owned(rest, i)]
    if quotes and rest.word(quotes[0] - 1) != ":" and within_words(rest, quotes[0], finders):
        return []
    if len(quotes) > 1 and all(_joined(rest, a, b) for a, b in pairwise(quotes)):
        around = Scene([t for i, t in enumerate(rest.tokens) if i not in quotes], rest.source, rest.world, loose=True)
        fields, _, _ = collect(around, finders)
        return [Draft(rest.tokens[i].text, dict(fields), quoted=True) for i in quotes]
    if len(quotes) > 1 and all(_parted(rest, a, b) for a, b in pairwise(quotes)):
        before, _, _ = collect(rest.part(0, quotes[0], loose=True), finders)
        return _shared([draft(rest.part(a, b), finders) for a, b in pairwise([*quotes, len(rest)])], before)
    if quotes or not (head.plural or _has_lines(rest)):
        return []
    colon = next((i for i in range(len(rest)) if rest.word(i) == ":"), -1)
    common, left, _ = collect(rest.part(0, colon, loose=True), finders) if colon > 0 else ({}, [], [])
    topical = rest.word(0) in ("for", "about", "regarding")
    if colon > 0 and not topical and any(not rest.is_mark(k) and rest.word(k) not in _LEADS for k in left):
        colon, common = -1, {}
    start = colon + 1 if colon >= 0 else rest.skip(0, *_SEVERAL_FILLERS)
    items = split_items(rest.tokens[start:], by_and=True)
    if len(items) < 2:
        return []
    drafts = [draft(Scene(item, rest.source, rest.world), finders) for item in items]
    for made in drafts:
        made.fields = {**common, **made.fields}
    return _shared(drafts)


def _shared(drafts: list[Draft], before: dict[str, Any] | None = None) -> list[Draft]:
    """A project said last, and what a part without a title says ("both due Friday"), hold for all."""
    titled = [
        made for made in drafts if made.title and made.title.casefold() not in ("both", "all", "each", "all of them")
    ]
    common: dict[str, Any] = dict(before or {})
    for made in drafts:
        if made not in titled:
            common |= made.fields
    if drafts and "project" in drafts[-1].fields:
        common["project"] = drafts[-1].fields["project"]
    for made in titled:
        made.fields = {**common, **made.fields}
    return titled


_OWNED_WORDS = words("description desc details project client saying content to in for under")


def _owned(rest: Scene, i: int) -> bool:
    owners = _OWNED_WORDS
    before = [word for word in rest.words[max(0, i - 2) : i] if word not in (":", "of", "as", "the", "is", "a")]
    return bool(before) and before[-1] in owners and i > 1


def _joined(rest: Scene, a: int, b: int) -> bool:
    return all(rest.word(k) in (",", "and", "&", "plus", ";", "\n") for k in range(a + 1, b))


def _parted(rest: Scene, a: int, b: int) -> bool:
    before = [k for k in range(a + 1, b) if rest.word(k) not in ("a", "another", "one", "also", "task")]
    return bool(before) and (
        rest.word(before[-1]) in (",", "and", ";", "plus") or rest.tokens[before[-1]].kind == "line"
    )


def _has_lines(rest: Scene) -> bool:
    return sum(token.kind == "line" for token in rest.tokens) > 1
