"""Where grams of the prompts stand in many letters: a first look at all, a second at those that are asked for."""

import sys

from plans.leakguard.beats import STRIDE
from plans.leakguard.fingerprints import GRAM, Fingerprints

Sight = tuple[int, int]  # after how many letters a gram ends, and its place in the fingerprints
NO_SIGHT = (sys.maxsize, 0)


def first_beat(count: int, known: int) -> int:
    """Where the first gram ends that an idle matcher looks at, in text of which `known` letters are not new.

    `count` letters went before what is new.
    """
    end = max(known + 1, GRAM)
    return end + (known - count - end) % STRIDE


class Sights:
    __slots__ = ("_ahead", "_grams", "_starts", "_text")

    def __init__(self, index: Fingerprints, count: int, tail: str, letters: str) -> None:
        """`count` letters went before these, the last of them `tail`."""
        first = first_beat(count, len(tail))
        self._grams = index.grams
        self._text = text = (tail + letters)[first - GRAM :]
        self._ahead = first - len(tail)
        self._starts = iter(index.beats.telling(text, max((len(text) - GRAM) // STRIDE + 1, 0)))

    def next_after(self, done: int) -> Sight:
        """The first that ends beyond so many letters. Earlier ones are forgotten."""
        text, grams, ahead = self._text, self._grams, self._ahead
        marks, wide = grams.marks, grams.wide
        for start in self._starts:
            if start + ahead > done:
                gram = text[start : start + GRAM]
                if marks[hash(gram) & wide] and (at := grams.find(gram)):
                    return start + ahead, at
        return NO_SIGHT
