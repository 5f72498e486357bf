"""Where grams of the prompts stand in many letters: a first look at all, a second at runs that may add up to a leak."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

from plans.leakguard.fingerprints import REACH, Fingerprints
from plans.leakguard.measures import (
    ENOUGH,
    ENOUGH_BESIDE,
    ENOUGH_DISGUISED,
    GRAM,
    KEPT,
    PATIENCE,
    REJOIN,
    STRIDE,
)

Sight = tuple[int, int]  # after how many letters a gram ends, and its place in the fingerprints
NO_SIGHT = (sys.maxsize, 0)
NOTHING = 1  # what a run in an opener weighs: its letters count for nothing


class _Run(NamedTuple):
    end: int
    weight: int
    ways: Sequence[int]  # where in the fingerprints it may go on


_NO_RUN = _Run(-PATIENCE, 0, ())


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
        marks, wide = index.grams.marks, index.grams.wide
        telling = index.beats.telling(text, max((len(text) - GRAM) // STRIDE + 1, 0))
        self._starts = [start for start in telling if marks[hash(text[start : start + GRAM]) & wide]]
        self._next = 0

    def next_after(self, done: int) -> Sight:
        """The first gram beyond so many letters with which a leak may begin. Earlier ones are forgotten."""
        text, starts, find = self._text, self._starts, self._index.grams.find
        done -= self._ahead
        sight, before = NO_SIGHT, _NO_RUN
        for n in range(self._next, len(starts)):
            start = starts[n]
            stop = start + GRAM
            if stop <= done or stop <= before.end or not (at := find(text[start:stop])):
                continue
            run = self._run(start, at)
            if before.end < stop <= before.end + PATIENCE and _add_up(before, stop, at, run):
                return sight
            sight, self._next = (stop + self._ahead, at), n + 1
            if not run:
                return sight
            before = run
        self._next = len(starts)
        return NO_SIGHT

    def _run(self, start: int, at: int) -> _Run | None:
        """The run that a gram is of, unless it may be a leak on its own or together with what follows it closely."""
        text, index = self._text, self._index
        known, places, find = index.letters, index.places, index.grams.find
        stop, size = start + GRAM, len(text) - PATIENCE
        behind = index.shared_before(text, start, at - GRAM)
        weight = NOTHING - places[at - GRAM - behind]
        need = ENOUGH if at <= index.disguised else ENOUGH_DISGUISED
        ways: list[int] = []
        began = at - GRAM - behind
        while True:
            while stop < size and text[stop] == known[at]:
                stop += 1
                at += 1
            weight += places[at - 1]
            if behind == start or stop >= size or weight >= need:
                return None
            if began <= index.introduced and self._introduces(began, at, stop):
                return None
            ways.append(at)
            jump = find(text[stop + 1 - GRAM : stop + 1])
            if not jump:
                break
            if jump > index.disguised:
                need = ENOUGH_DISGUISED
            if places[at - 1]:
                weight -= places[jump - 2]
            elif weight > NOTHING:
                return None
            else:  # an opener leads over to the prompt that begins with it
                start = stop + 1 - GRAM
                behind = index.shared_before(text, start, jump - GRAM)
                weight = NOTHING - places[jump - GRAM - behind]
            stop, began, at = stop + 1, jump - 1, jump
        for way in ways:
            following = index.after(way)
            for probe in range(stop, stop + PATIENCE - REJOIN + 1, 2):
                if text[probe : probe + REJOIN] in following:
                    return None
        return _Run(stop, weight, ways)

    def _introduces(self, began: int, at: int, stop: int) -> bool:
        """Whether an opener ends in what has been read since `began`, up to `at`."""
        index = self._index
        opened = index.opened.intersection(range(began + 1, at + 1))
        ends = [stop - at + end for end in opened]
        return any(end < KEPT or self._text.endswith(index.openers, 0, end) for end in ends)


def _add_up(before: _Run, stop: int, at: int, run: _Run | None) -> bool:
    """Whether another gram right after a run, or the run that it is of, makes more of the two."""
    if not run or stop < before.end + GRAM - 1 or before.weight >= ENOUGH_BESIDE:
        return True
    return any(0 < at - way <= REACH for way in before.ways)
