"""The prompts as an index of short letter runs. It lives in memory alone and refuses to be copied out."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import NoReturn

from plans.leakguard.beats import Beats
from plans.leakguard.letters import fold, fold_placed, rot13
from plans.leakguard.measures import DRIFT, GRAM, PATIENCE_IN_LEAK, SOME
from plans.leakguard.runs import Runs

EDGE = 60  # characters
LONGEST_NAME = 14  # letters of a tag that counts as a word of the prompt
MARKS = 4  # for each slot of the index
REACH = PATIENCE_IN_LEAK + DRIFT  # letters of a prompt in which it may be taken up again
PART = "\n"  # between the literal parts of a prompt

_GAP = "\0"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND_DIGITS = re.compile(r"\D{0,24}(?:\d+\D{0,24})+")


def _guises(literal: str) -> list[str]:
    """What a prompt can be turned into letter by letter or word by word."""
    words = literal.split()
    return [
        literal[::-1],
        rot13(literal),
        rot13(literal)[::-1],
        " ".join(reversed(words)),
        " ".join(word[::-1] for word in words),
    ]


def _shown(tag: re.Match[str]) -> str:
    """What stands for a tag: a short one as it is, for something else of that length may take its place."""
    return tag.group() if len(fold(tag.group())) <= LONGEST_NAME else _GAP


def _around_tags(template: str) -> Iterator[str]:
    """Long tags as they stand in the template, with what is around them."""
    for tag in _TAG.finditer(template):
        if _shown(tag) == _GAP:
            yield _SPACE.sub(" ", template[max(tag.start() - EDGE, 0) : tag.end() + EDGE])


def _literals(templates: Iterable[str]) -> list[str]:
    """What is fixed in the templates; of a paragraph that was there before only its edges, which join it to others."""
    seen: set[str] = set()
    literals = []
    for template in templates:
        paragraphs = _TAG.sub(_shown, template).split("\n\n")
        for i, paragraph in enumerate(paragraphs):
            if paragraph in seen and len(paragraph) > 2 * EDGE:
                paragraphs[i] = paragraph[:EDGE] + _GAP + paragraph[-EDGE:]
            seen.add(paragraph)
        literals.append(_SPACE.sub(" ", "\n\n".join(paragraphs)))
        literals += _around_tags(template)
    return literals


class Fingerprints:
    def __init__(self, templates: Iterable[str], openers: Iterable[str] = ()) -> None:
        # Openers stand first, so that whoever follows one sees where it ends, and weigh nothing: all of one is a leak,
        # a piece of it never is.
        parts: dict[str, Sequence[int]] = {
            letters: [0] * len(letters) for letters in sorted({fold(opener) for opener in openers})
        }
        self.openers = tuple(parts)
        self.introduced = sum(map(len, parts)) + len(parts)  # up to here they stand
        literals = _literals(templates)
        for literal in literals:
            for part in literal.split(_GAP):
                parts.setdefault(*fold_placed(part, range(1, len(part) + 1)))
            for part in _AROUND_DIGITS.findall(literal):
                parts.setdefault(*fold_placed(part, range(1, len(part) + 1), leet=True))
        self.disguised = sum(map(len, parts)) + len(parts)  # from here on stands what no one writes by chance
        for literal in literals:
            for guise in _guises(literal):
                for part in guise.split(_GAP):
                    parts.setdefault(*fold_placed(part, range(1, len(part) + 1)))
        self.letters = PART.join([*parts, ""])
        # of each letter in its prompt
        self.places = array("I", chain.from_iterable((*ends, 0) for ends in parts.values()))
        stops = accumulate(len(part) + 1 for part in parts)
        starts = [range(stop - 1 - len(part), stop - GRAM) for part, stop in zip(parts, stops, strict=True)]
        self.opened = frozenset(self._opened())
        self.introducing = self._introducing()
        self.grams = Runs(self.letters, GRAM, chain.from_iterable(starts), sum(map(len, starts)), MARKS)

    def _opened(self) -> Iterator[int]:
        """Wherever an opener may end: many of them end alike."""
        ends = {opener[-GRAM:] for opener in self.openers}
        return (end for end in range(GRAM, self.introduced) if self.letters[end - GRAM : end] in ends)

    def _introducing(self) -> dict[int, int]:
        """Where prompts say, openly, what openers say too."""
        letters = self.letters
        ends = {letters[end - GRAM : end]: end for end in range(self.introduced, GRAM - 1, -1)}
        places = range(self.disguised, self.introduced + GRAM - 1, -1)
        return {ends[gram]: end for end in places if (gram := letters[end - GRAM : end]) in ends}

    def shared_before(self, text: str, end: int, at: int) -> int:
        """How many letters before `end` in a text are those before `at` in the prompts."""
        letters, count = self.letters, 0
        while count < end and count < at and text[end - 1 - count] == letters[at - 1 - count]:
            count += 1
        return count

    def after(self, at: int) -> str:
        """What may still follow in a prompt that has been left at `at`."""
        return self.letters[at : at + REACH].partition(PART)[0]

    @cached_property
    def some(self) -> Runs:
        return Runs(self.letters, SOME, range(len(self.letters) - SOME + 1), len(self.letters) // 2)  # half are alike

    @cached_property
    def beats(self) -> Beats:
        return Beats(self.letters)

    def complete(self) -> None:
        self.some.find("")
        self.beats.telling("", 0)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self.grams)}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("fingerprints are never written out")
