"""What a new record shall hold, from the words after "create a task": fields taken out, the title left over."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from agents.llm.offline.people import assignee_claim, description_claim
from agents.llm.offline.phrases import (
    date_claim,
    list_claim,
    priority_claim,
    project_claim,
    pronoun_project,
    status_claim,
)
from agents.llm.offline.scene import LONGEST_TITLE, Claim, Scene
from agents.llm.offline.tables import words
from agents.llm.offline.tokens import Token, text_of

Finder = Callable[[Scene, int, bool], Claim | None]

TASK_FINDERS: tuple[Finder, ...] = (
    description_claim, assignee_claim, list_claim, pronoun_project, priority_claim, status_claim, project_claim,
    date_claim,
)  # fmt: skip
MILESTONE_FINDERS: tuple[Finder, ...] = (pronoun_project, project_claim, date_claim)
NOTE_FINDERS: tuple[Finder, ...] = (pronoun_project, project_claim)

_NAMING = words("called named titled entitled labelled labeled name title")
_OPENERS = words(
    "created added 2 to that for : - – — about regarding , which saying says is . of i we need should must"
    " have where so concerning = me called named titled on with as and will it's"
)
_LABELS = words("title name subject task")
_SOFT_OPENERS = ("the", "a", "an", "my", "our")
_TRAILERS = words(
    ", . ; : - – — and with for on in to by ! ? ( ) at please it is also that but then as the make set should be of"
)


class Draft(msgspec.Struct):
    """What was said of a record to be made."""

    title: str = ""
    fields: dict[str, Any] = {}
    quoted: bool = False


def collect(scene: Scene, finders: Sequence[Finder]) -> tuple[dict[str, Any], list[int], list[Claim]]:
    """Fields by name, the places of the tokens nothing claimed, and the claims."""
    fields: dict[str, Any] = {}
    left: list[int] = []
    claims: list[Claim] = []
    i = 0
    while i < len(scene):
        opening = all(scene.words[k] in _OPENERS or scene.is_mark(k) for k in left)
        scene.tail = bool(claims) and claims[-1].end == i
        claim = None
        corrected = _correction(scene, i, finders) if fields else None
        if corrected:
            fields[corrected.field] = corrected.value
            claims.append(corrected)
            i = corrected.end
            continue
        if not scene.is_quote(i):
            claim = next(
                (found for find in finders if (found := find(scene, i, opening)) and _fits(found, fields)), None
            )
        if claim:
            _put(fields, claim)
            claims.append(claim)
            i = claim.end
        else:
            left.append(i)
            i += 1
    return fields, left, claims


_CORRECTION_FILLERS = words(
    ", - – — ... … ; oh or no wait sorry actually well rather hmm uh um correction : i mean meant make that it"
    " scratch let's say"
)
_CORRECTION_WORDS = words("no sorry actually rather mean meant scratch correction wait")


def _correction(scene: Scene, i: int, finders: Sequence[Finder]) -> Claim | None:
    """ ", I mean Friday", "– no, sorry, high priority": a field said again, better."""
    j = scene.skip(i, *_CORRECTION_FILLERS)
    said = set(scene.words[i:j]) & _CORRECTION_WORDS
    if not said or j >= len(scene) or scene.is_quote(j):
        return None
    found = next((claim for find in finders if (claim := find(scene, j, True))), None)
    return msgspec.structs.replace(found, start=i) if found else None


def _fits(claim: Claim, fields: dict[str, Any]) -> bool:
    """A field said twice keeps the first; but people add up, and a date said again corrects."""
    return claim.field not in fields or claim.field in ("assignees", "due")


def _put(fields: dict[str, Any], claim: Claim) -> None:
    if claim.field == "assignees" and "assignees" in fields:
        fields["assignees"] = [*fields["assignees"], *(n for n in claim.value if n not in fields["assignees"])]
    elif claim.field == "due" and "due" in fields:
        first = fields["due"]
        fields["due"] = msgspec.structs.replace(first, at=claim.value.at) if _only_time(claim, first) else claim.value
    else:
        fields[claim.field] = claim.value


def _only_time(claim: Claim, first: Any) -> bool:
    return claim.value.at is not None and first.at is None and claim.end - claim.start <= 3


def draft(scene: Scene, finders: Sequence[Finder] = TASK_FINDERS) -> Draft:
    """A quoted title makes all around it fields; otherwise the title is what no field claims."""
    if len(scene) > LONGEST_TITLE:
        scene = scene.part(0, LONGEST_TITLE)
    at = title_quote(scene)
    if at is not None and not within_words(scene, at, finders):
        title = scene.tokens[at].text
        around = Scene([*scene.tokens[:at], *scene.tokens[at + 1 :]], scene.source, scene.world, loose=True)
        fields, _, _ = collect(around, finders)
        return Draft(title, fields, quoted=True)
    fields, left, claims = collect(scene, finders)
    return Draft(title_from(scene, left, claims), fields)


def within_words(scene: Scene, at: int, finders: Sequence[Finder]) -> bool:
    """The quotes are a part of a title only: "read 'War and Peace' by Sunday"."""
    before = scene.part(0, at, loose=True)
    _, left, _ = collect(before, finders)
    words = [before.words[k] for k in left if not before.is_mark(k)]
    return any(word not in _OPENERS and word not in _BEFORE_QUOTE for word in words) and words[-1] not in _NAMING


_BEFORE_QUOTE = words(
    "please task tasks new the a an my it me us want just simply this details following milestone note project"
    " title name be in by word words text something like one reminder todo and also quick add our"
)


_TITLE_QUOTE_WORDS = words(
    "description desc details detail content body saying says project client assign assigned comment describe described"
)
_TITLE_QUOTE_WORDS_2 = words(": of as to the is a")


def title_quote(scene: Scene) -> int | None:
    """The quoted token that is the title: not one that a description, a person or a project owns."""
    owners = _TITLE_QUOTE_WORDS
    for i, token in enumerate(scene.tokens):
        if not token.is_quote:
            continue
        before = [word for word in scene.words[max(0, i - 3) : i] if word not in _TITLE_QUOTE_WORDS_2]
        named = before and before[-1] in _NAMING
        if named or not (before and before[-1] in owners):
            return i
    return None


def title_from(scene: Scene, left: Sequence[int], claims: Sequence[Claim]) -> str:
    """What is left, without the words that led to it or hung on to fields."""
    start, end = 0, len(left)
    while start < end and (
        scene.words[left[start]] in _OPENERS
        or scene.is_mark(left[start])
        or _label(scene, left[start])
        or _led_a_field(scene, left[start], claims)
    ):
        start += 1
    soft = start > 0 and scene.words[left[start - 1]] in ("for", "about", "regarding", "on", "concerning", "of")
    if soft and end - start > 1 and scene.words[left[start]] in _SOFT_OPENERS:
        start += 1
    while end > start and (scene.is_mark(left[end - 1]) or _dangling(scene, left, end, claims)):
        end -= 1
    return sentence_case(clean(text_of([scene.tokens[k] for k in left[start:end]], scene.source)))


def _label(scene: Scene, i: int) -> bool:
    if scene.word(i - 1) == "with" and scene.words[i] in ("the", "a"):
        i += 1
    with_title = "with" in scene.words[max(0, i - 2) : i] and scene.words[i] in ("title", "name", "subject")
    return with_title or (scene.words[i] in _LABELS and scene.word(i + 1) in (":", "=", "is"))


def _led_a_field(scene: Scene, i: int, claims: Sequence[Claim]) -> bool:
    """ "put a reminder in for Thursday to …"."""
    return scene.words[i] == "in" and any(claim.start == i + 1 for claim in claims)


def _dangling(scene: Scene, left: Sequence[int], end: int, claims: Sequence[Claim]) -> bool:
    """A small word at the end that only led to a field that was taken out."""
    last = left[end - 1]
    if scene.words[last] not in _TRAILERS:
        return False
    return any(claim.start == last + 1 for claim in claims) or scene.words[last] in (
        "and",
        "with",
        "please",
        "(",
        "the",
    )


def clean(text: str) -> str:
    for wrong, right in ((" ,", ","), (" .", "."), ("( )", ""), ("()", ""), (",,", ",")):
        text = text.replace(wrong, right)
    return " ".join(text.split()).strip(" ,;:-–—")


def sentence_case(text: str) -> str:
    """The user's own writing with a capital first letter; names such as iPhone stay as they are."""
    first = text.split(" ", 1)[0]
    return text if any(letter.isupper() for letter in first[1:]) else text[:1].upper() + text[1:]


def split_items(tokens: Sequence[Token], *, by_and: bool) -> list[list[Token]]:
    """ "buy milk, call mum and fix the door" in its parts; lines and bullets part too."""
    lines = any(token.kind == "line" for token in tokens)
    semicolons = any(token.low == ";" and not token.is_quote for token in tokens)
    items: list[list[Token]] = [[]]
    numbered = sum(_is_number(tokens, i) for i in range(len(tokens))) > 1
    for i, token in enumerate(tokens):
        if numbered and _is_number(tokens, i) and not lines:
            items.append([])
        parting = token.kind == "line" or (not token.is_quote and token.low == ";")
        if not lines and not semicolons and not numbered and not token.is_quote:
            parting = token.low == "," or (by_and and token.low in ("and", "&", "plus") and i + 1 < len(tokens))
        if parting:
            items.append([])
        else:
            items[-1].append(token)
    return [item for item in (_unbulleted(item) for item in items) if item]


def _is_number(tokens: Sequence[Token], i: int) -> bool:
    """ "2." or "2)" at the head of a part."""
    follows = tokens[i + 1].low in (".", ")") if i + 1 < len(tokens) else False
    return tokens[i].is_word and tokens[i].low.isdecimal() and len(tokens[i].low) < 3 and follows


_UNBULLETED_WORDS = words("and - * • – [ ] x +")


def _unbulleted(item: list[Token]) -> list[Token]:
    while item and not item[0].is_quote and (item[0].low in _UNBULLETED_WORDS):
        item = item[1:]
    if len(item) > 2 and item[0].low.rstrip(".").isdecimal() and item[1].low in (".", ")", "-"):
        item = item[2:]
    if (
        len(item) > 2
        and item[0].low in ("one", "another")
        and item[1].low in ("to", "called", "named", "for", "titled")
    ):
        item = item[1:]
    return item
