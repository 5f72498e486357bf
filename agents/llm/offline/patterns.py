"""Sentence patterns as data: words, alternatives (a|b), optional words (a|b?) and <slots>; matched over tokens."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from agents.llm.offline.creating import TASK_FINDERS, collect
from agents.llm.offline.lexicon import NOUNS, PRIORITIES, PRIORITY_NOUNS, STATUSES
from agents.llm.offline.moments import read_moment
from agents.llm.offline.people import read_names
from agents.llm.offline.phrases import name_of_project
from agents.llm.offline.reading import duration
from agents.llm.offline.scene import LONGEST, Scene
from agents.llm.offline.tables import words

Slots = dict[str, Any]
_LONGEST_LAZY = 60


class Piece(msgspec.Struct, frozen=True):
    slot: str = ""
    words: frozenset[str] = frozenset()
    optional: bool = False


def compile_pattern(text: str) -> tuple[Piece, ...]:
    pieces = []
    for part in text.split():
        optional = part.endswith("?")
        part = part.removesuffix("?")
        if part.startswith("<"):
            pieces.append(Piece(slot=part.strip("<>"), optional=optional))
        else:
            pieces.append(Piece(words=frozenset(part.split("|")), optional=optional))
    return tuple(pieces)


def match(pieces: Sequence[Piece], scene: Scene, i: int = 0) -> Slots | None:
    """The slots of a pattern that fits all the tokens from i on."""
    return _match(pieces, 0, scene, i)


def _match(pieces: Sequence[Piece], p: int, scene: Scene, i: int) -> Slots | None:
    if p == len(pieces):
        return {} if i == len(scene) else None
    piece = pieces[p]
    if piece.words:
        if scene.word(i) in piece.words and not scene.is_quote(i):
            found = _match(pieces, p + 1, scene, i + 1)
            if found is not None:
                return found
        return _match(pieces, p + 1, scene, i) if piece.optional else None
    for value, end in _SLOTS[piece.slot](scene, i, p == len(pieces) - 1):
        found = _match(pieces, p + 1, scene, end)
        if found is not None:
            found[piece.slot] = value
            return found
    return _match(pieces, p + 1, scene, i) if piece.optional else None


Readings = Iterator[tuple[Any, int]]


def _stretch(scene: Scene, i: int, last: bool) -> Readings:
    """Some tokens: all where it is the pattern's end, else ever more."""
    if last:
        if i < len(scene):
            yield (i, len(scene)), len(scene)
        return
    for end in range(i + 1, min(len(scene), i + _LONGEST_LAZY) + 1):
        yield (i, end), end


def _status(scene: Scene, i: int, last: bool) -> Readings:
    found = scene.phrase_at(i, STATUSES)
    if found:
        yield found
        if scene.word(found[1]) in ("status", "state", "now", "again"):
            yield found[0], found[1] + 1


_PRIORITY_FILLERS = words("not less so that very really all particularly no longer")


def _priority(scene: Scene, i: int, last: bool) -> Readings:
    i = scene.skip(i, "a", "the", "very", "more", "super")
    level = PRIORITIES.get(scene.word(i))
    j = scene.skip(i, *_PRIORITY_FILLERS)
    if scene.word(i) in ("not", "less", "no") and scene.word(j) in ("urgent", "important", "critical"):
        yield "low", j + 1
    elif level:
        if scene.word(i + 1) in PRIORITY_NOUNS:
            yield level, i + 2
        else:
            yield level, i + 1


def _date(scene: Scene, i: int, last: bool) -> Readings:
    found = read_moment(scene.words, i, scene.world.calendar, led=True)
    if found:
        yield found


def _length(scene: Scene, i: int, last: bool) -> Readings:
    words, k = scene.words, i + 1
    if scene.word(k) in ("more", "extra", "additional"):
        words = [*words[:k], *words[k + 1 :]]
    found = duration(words, i)
    if found:
        yield found[:2], found[2] + (words is not scene.words)


def _people(scene: Scene, i: int, last: bool) -> Readings:
    names, end = read_names(scene, i, any_word=True)
    if names:
        yield names, end


def _owner(scene: Scene, i: int, last: bool) -> Readings:
    """ "Anna's", "my"."""
    word = scene.word(i)
    if word == "my" and scene.world.me != "me":
        yield [scene.world.me], i + 1
    if word.endswith(("'s", "s'")):
        name = scene.text(i, i + 1)[:-2] if word.endswith("'s") else scene.text(i, i + 1)[:-1]
        yield [scene.world.person(name) or name], i + 1


def _known(scene: Scene, i: int, last: bool) -> Readings:
    """People the user's records name, and @handles."""
    names, end = read_names(scene, i)
    if names and all(scene.world.person(name) or scene.word(i).startswith("@") for name in names):
        yield names, end


def _project(scene: Scene, i: int, last: bool) -> Readings:
    yield from name_of_project(scene, i)


def _fields(scene: Scene, i: int, last: bool) -> Readings:
    """Nothing but fields up to the end: "due Friday at noon, high priority"."""
    if len(scene) - i > LONGEST:
        return
    rest = scene.part(i, len(scene), loose=True)
    fields, left, _ = collect(rest, TASK_FINDERS)
    if fields and all(rest.words[k] in _BETWEEN or rest.is_mark(k) for k in left):
        yield fields, len(scene)


_BETWEEN = words("and it is to with the a be should make set as also its on for")


def _kind(scene: Scene, i: int, last: bool) -> Readings:
    kind = NOUNS.get(scene.word(i))
    if kind:
        yield kind, i + 1


_SLOTS: dict[str, Callable[[Scene, int, bool], Readings]] = {
    "target": _stretch, "text": _stretch, "rest": _stretch, "status": _status, "priority": _priority, "date": _date,
    "length": _length, "people": _people, "known": _known, "owner": _owner, "project": _project, "kind": _kind,
    "fields": _fields,
}  # fmt: skip
