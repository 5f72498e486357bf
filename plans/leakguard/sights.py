"""Where grams of the prompts stand in many letters: a first look at all, a second at those that are asked for."""

import sys

from plans.leakguard.fingerprints import Fingerprints
from plans.leakguard.measures import DRIFT, ENOUGH_BESIDE, GRAM, PATIENCE, REJOIN, STRIDE

Sight = tuple[int, int]  # after how many letters a gram ends, and its place in the fingerprints
NO_SIGHT = (sys.maxsize, 0)
CHANCE_AT_MOST = ENOUGH_BESIDE - 1  # of a prompt's characters: more is no chance


def first_beat(count: int, known: int) -> int:
    """Where the first gram ends that an idle matcher looks at, in text of which `known` letters are not new.

    `count` letters went before what is new.
    """
    end = max(known + 1, GRAM)
    return end + (known - count - end) % STRIDE


class Sights:
    __slots__ = ("_ahead", "_index", "_next", "_starts", "_text")

    def __init__(self, index: Fingerprints, count: int, tail: str, letters: str) -> None:
        """`count` letters went before these, the last of them `tail`."""
        first = first_beat(count, len(tail))
        self._index = index
        self._text = text = (tail + letters)[first - GRAM :]
        self._ahead = first - GRAM - len(tail)
        self._starts = index.beats.telling(text, max((len(text) - GRAM) // STRIDE + 1, 0))
        self._next = 0

    def next_after(self, done: int) -> Sight:
        """The first gram beyond so many letters that does not stand there by chance. Earlier ones are forgotten."""
        text, ahead, starts = self._text, self._ahead, self._starts
        grams = self._index.grams
        marks, wide = grams.marks, grams.wide
        sight, over = NO_SIGHT, 0
        for n in range(self._next, len(starts)):
            start = starts[n]
            gram = text[start : start + GRAM]
            if start + GRAM + ahead > done and marks[hash(gram) & wide] and (at := grams.find(gram)):
                if start + GRAM <= over:
                    return sight
                sight, over = (start + GRAM + ahead, at), self._over(start, at)
                self._next = n + 1
                if not over:
                    return sight
        self._next = len(starts)
        return NO_SIGHT

    def _over(self, start: int, at: int) -> int:
        """When a gram that stands there by chance is forgotten, if nothing else comes; 0 if it wants a close look."""
        text, index = self._text, self._index
        known = index.letters
        end, gone_on, size = start + GRAM, at, len(text) - PATIENCE
        while end < size and text[end] == known[gone_on]:
            end += 1
            gone_on += 1
        if end >= size or not index.opened.isdisjoint(range(at, gone_on + 1)):
            return 0
        place = at - GRAM
        while start and text[start - 1] == known[place - 1]:
            start -= 1
            place -= 1
        if not start or index.places[gone_on - 1] - index.places[place] >= CHANCE_AT_MOST:
            return 0
        if index.grams.find(text[end + 1 - GRAM : end + 1]):  # another prompt goes on so
            return 0
        following = known[gone_on : gone_on + PATIENCE + DRIFT]
        for probe in range(end, end + PATIENCE - REJOIN + 1):
            if text[probe : probe + REJOIN] in following:
                return 0
        return end + PATIENCE
