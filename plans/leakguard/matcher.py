"""Follows one stream of letters through the fingerprints, letter by letter.

What it decides depends on the letters alone, never on how they were handed over: a run of letters is held from the
letter that makes it look like a prompt, and what went before is gone for good.
"""

from bisect import bisect_right
from collections.abc import Sequence

from plans.leakguard.ahead import goes_on, is_near
from plans.leakguard.findings import Finding
from plans.leakguard.fingerprints import Fingerprints
from plans.leakguard.letters import STRANGER
from plans.leakguard.measures import (
    AHEAD,
    BESIDE,
    BREAK,
    CHANCE,
    DRIFT,
    ENOUGH,
    ENOUGH_BESIDE,
    ENOUGH_DISGUISED,
    GRAM,
    KEPT,
    PATIENCE,
    PATIENCE_IN_LEAK,
    REJOIN,
    SOME,
    STEP,
    STRIDE,
    UNPLACED,
    WIDEST_GAP,
    WORTH_HOLDING,
)
from plans.leakguard.sights import NO_SIGHT, Sights

FREE = -1


class Matcher:
    __slots__ = (
        "_at", "_count", "_enough", "_gap", "_hold", "_index", "_kind", "_last", "_lately", "_leak", "_left",
        "_need", "_openers", "_run", "_run_left", "_score", "_sighted", "_since", "_tail", "_taken_up", "_waiting",
        "_waiting_ends", "early", "found",
    )  # fmt: skip

    def __init__(self, index: Fingerprints, kind: str, *, early: int = 0, enough: int = ENOUGH) -> None:
        self._index = index
        self._kind = kind
        self.early = early
        self._enough = enough
        self._tail = ""
        self._waiting = ""  # letters in a leak that are read when it is known what comes next
        self._waiting_ends: Sequence[int] = ()
        self._count = 0
        self._since = 0  # the letter that made it look suspicious: before it, nobody noted where letters end
        self._lately: list[int] = []  # where the last letters end
        self.found: list[Finding] = []
        self._openers: list[int] = []  # where openers ended
        self._sighted = NO_SIGHT  # where skimming came upon a gram, and its place in the fingerprints
        self._rest()

    def _rest(self) -> None:
        self._run = 0  # letters of the run under way
        self._at = FREE  # where in the fingerprints it goes on, or went on
        self._gap = FREE  # letters since the last run broke off
        self._need = self._enough
        self._left = FREE  # where the run would have gone on, had it not jumped to another place
        self._run_left = 0
        self._score = 0  # what the letters matched so far weigh in their prompt
        self._hold = FREE
        self._last = 0
        self._leak = False
        self._taken_up = False  # whether the run has just begun at the place where it is

    @property
    def hold(self) -> int:
        return self._hold

    @property
    def unread(self) -> int:
        """Where letters wait, or -1."""
        return self._waiting_ends[0] - 1 if self._waiting else -1

    @property
    def idle(self) -> bool:
        return not self._run and self._gap == FREE

    @property
    def skims(self) -> bool:
        return self.idle and not self.early

    def begin_after(self, letters: str) -> None:
        self._rest()
        self._tail, self._count = letters[-KEPT:], len(letters)

    def skim(self, letters: str) -> bool:
        """Take a few letters that cannot matter; False when they can, and then nothing was taken."""
        if self._run or self._gap != FREE or self.early:
            return False
        tail = self._tail
        text = tail + letters
        end, size = len(tail) + 1 + (-self._count - 1) % STRIDE, len(text)
        if end <= size:
            grams = self._index.grams
            marks, wide = grams.marks, grams.wide
            while end <= size:
                gram = text[end - GRAM : end]
                if marks[hash(gram) & wide] and (at := grams.find(gram)):
                    self._sighted = (end, at)
                    return False
                end += STRIDE
        self._tail = text[-KEPT:]
        self._count += len(letters)
        return True

    def skip(self, letters: str) -> None:
        """Take letters in which there is nothing to see."""
        self._tail = (self._tail + letters[-KEPT:])[-KEPT:]
        self._count += len(letters)

    @property
    def sighted(self) -> bool:
        return self._sighted[1] > 0

    def see(self, end: int, at: int) -> None:
        """A gram ends so many letters on."""
        self._sighted = (len(self._tail) + end, at)

    def sights(self, letters: str) -> Sights:
        return Sights(self._index, self._count, self._tail, letters)

    @property
    def telling(self) -> bool:
        """Whether it has come upon a leak or an opener, or has letters that wait to be read."""
        return bool(self.found or self._openers or self._waiting)

    def openers(self) -> list[int]:
        """Where openers ended since this was last asked."""
        found, self._openers = self._openers, []
        return found

    def read(self, letters: str, ends: Sequence[int], *, last: bool = False) -> None:
        """Take letters, or let them wait for more."""
        if self._waiting:
            waited, waited_ends = self.no_longer_waiting()
            letters, ends = waited + letters, [*waited_ends, *ends]
        while letters:
            if not self.sighted and self.skim(letters):
                return
            taken = self.advance(letters, ends, last=last)
            letters, ends = letters[taken:], ends[taken:]
            if not self.idle:
                self.wait(letters, ends)
                return

    def wait(self, letters: str, ends: Sequence[int]) -> None:
        self._waiting, self._waiting_ends = letters, ends

    def no_longer_waiting(self) -> tuple[str, Sequence[int]]:
        waited = self._waiting, self._waiting_ends
        self._waiting, self._waiting_ends = "", ()
        return waited

    def advance(self, letters: str, ends: Sequence[int], *, last: bool = False) -> int:
        """Take letters until nothing is under way any more, or until it takes more to go on. How many were taken."""
        text = self._tail + letters
        before = len(self._tail)
        i = before
        size = len(text)
        while i < size:
            if self._run:
                if self._at == FREE:
                    i = self._feel(text, i, ends[i - before])
                elif not (self._leak and self._taken_up):
                    i = self._go_on(text, i, ends, before)
                elif last or i + AHEAD <= size:
                    i = self._leap(text, i, ends, before) or self._go_on(text, i, ends, before)
                else:
                    break
            elif self._gap != FREE:
                i = self._look_again(text, i, ends, before)
            elif self.early or self.sighted:
                i = self._look(text, i, ends, before)
            else:
                break
        taken = i - before
        self._tail = text[max(i - KEPT, 0) : i]
        self._count += taken
        self._lately = [*self._lately, *ends[max(taken - CHANCE - 2, 0) : taken]][-CHANCE - 2 :]
        return taken

    def close(self) -> None:
        self.read("", (), last=True)
        self._settle()
        self._tail, self._count = "", 0

    def _settle(self) -> None:
        if self._leak and self._last > self._hold:
            self.found.append(Finding(self._kind, self._hold, self._last))
        self._rest()

    def _look(self, text: str, i: int, ends: Sequence[int], before: int) -> int:
        if self.early:
            self._hold = ends[i - before] - 1
            self._run = 1
            return i + 1
        (end, at), self._sighted = self._sighted, NO_SIGHT
        self._since = self._count + end - 1 - before
        self._begin(at, text, end, ends, before)
        return end

    def _begin(self, at: int, text: str, i: int, ends: Sequence[int], before: int) -> None:
        """A gram ends just before `i` that ends at `at` in the fingerprints."""
        end = ends[i - 1 - before]
        self._hold = end - 1
        if at > self._index.disguised:
            self._need = ENOUGH_DISGUISED
        taken = GRAM + self._index.shared_before(text, i - GRAM, at - GRAM)
        self._take(at, taken, end)
        self._recognise(text, i, taken, ends, before, since=i)

    def _begin_beside(self, at: int, text: str, i: int, ends: Sequence[int], before: int) -> int:
        """Another piece of a prompt after the last: less of it is enough close by, for lines may have changed places.

        Where it is read on: from its last letter when nothing else is left of the piece before.
        """
        close = self._gap <= BESIDE and self._score >= ENOUGH_BESIDE
        leak, hold = self._leak, max(self._last, self._hold) if self._leak else self._hold
        self._settle()
        if not (close or leak or self.early):
            return i - 1
        self._begin(at, text, i, ends, before)
        if close:
            self._hold, self._need = hold, ENOUGH_BESIDE
        return i

    def _take(self, at: int, taken: int, end: int, off: int = 0) -> None:
        """`taken` more letters belong to a prompt, the last of them just before `at`."""
        places = self._index.places
        if self._run:
            self._run += taken
            self._score += places[at - 1] - places[at - taken - 1]
        else:
            self._run = taken
            self._score += places[at - 1] - places[at - taken] + 1 - off
        self._at = at
        self._gap = FREE
        self._taken_up = True
        self._last = end
        if self._score >= self._need:
            self._leak = True

    def _recognise(self, text: str, i: int, taken: int, ends: Sequence[int], before: int, *, since: int = 0) -> None:
        """Whether openers ended among the letters just taken, of which those before `since` have no ends any more."""
        index, at = self._index, self._at
        if at - taken >= index.introduced:
            return
        for place in sorted(index.opened.intersection(range(at - taken + 1, at + 1))):
            stop = i - at + place
            if text.endswith(index.openers, 0, stop):
                self._openers.append(ends[max(stop, since) - 1 - before])
                self._leak = True

    def _leap(self, text: str, i: int, ends: Sequence[int], before: int) -> int:
        """Where a leak is read on that goes on some way ahead, or 0."""
        stop, at, taken = goes_on(self._index, text, i, self._at)
        if stop:
            self._left = FREE
            self._take(at, taken, ends[stop - 1 - before])
        return stop

    def _go_on(self, text: str, i: int, ends: Sequence[int], before: int) -> int:
        index = self._index
        known = index.letters
        start, at, size = i, self._at, len(text)
        while text[i : i + STEP] == known[at : at + STEP] and i + STEP <= size:
            i += STEP
            at += STEP
        for mine, theirs in zip(text[i : i + STEP], known[at : at + STEP], strict=False):
            if mine != theirs:
                break
            i += 1
            at += 1
        if i > start:
            self._take(at, i - start, ends[i - 1 - before])
            self._taken_up = False
            self._recognise(text, i, i - start, ends, before)
            if i == size:
                return i
        gram, grams = text[i + 1 - GRAM : i + 1], index.grams
        if grams.marks[hash(gram) & grams.wide] and (jump := grams.find(gram)):
            self._left, self._run_left = at, self._run
            if jump <= index.disguised and self._need == ENOUGH_DISGUISED:
                self._need = self._enough
            if index.places[at - 1]:
                self._take(jump, 1, ends[i - before])
            else:  # an opener leads over to the prompt that begins with it
                score, self._run, self._score = self._score, 0, 0
                self._take(jump, GRAM + self._index.shared_before(text, i + 1 - GRAM, jump - GRAM), ends[i - before])
                self._score = max(self._score, score)
            self._recognise(text, i + 1, 1, ends, before)
            return i + 1
        self._run, self._run_left, self._gap = 0, self._run - self._run_left, 0
        if not self._leak and self._score < WORTH_HOLDING:
            self._hold = FREE
        return i

    def _edge(self, i: int, ends: Sequence[int]) -> int:
        """Where the run ended, without the first letters of a word that it only happens to share."""
        here = ends[i]
        for j in range(i - 1, max(i - CHANCE - 2, self._since - self._count - 1), -1):
            end = ends[j] if j >= 0 else self._lately[j]
            if here - end != 1:
                return min(end, self._last)
            here = end
        return self._last

    def _feel(self, text: str, i: int, end: int) -> int:
        """Inside an encoding: held on a few letters, until enough of them say where they come from."""
        index = self._index
        at = index.grams.find(text[i + 1 - GRAM : i + 1]) if self._run + 1 >= GRAM else 0
        if at:
            self._run = 0
            self._take(at, GRAM, end)
            return i + 1
        run = min(self._run + 1, UNPLACED)
        if run >= SOME and not index.some.find(text[i + 1 - SOME : i + 1]):
            run = SOME - 1
        if text[i] == STRANGER:
            run = 0
        if run <= self._run:
            self._hold = FREE if run < self.early else end - 1
        elif self._hold == FREE and run >= self.early:
            self._hold = end - 1
        self._run = run
        return i + 1

    def _look_again(self, text: str, i: int, ends: Sequence[int], before: int) -> int:
        """Between runs: does the prompt go on nearby, or another one begin?"""
        gap = self._gap
        broke = i - gap
        edge = FREE if gap or self.early else i - before  # which letter, of those that have `ends`
        size = len(text)
        if self._leak:
            stop = broke + PATIENCE_IN_LEAK
        else:
            if edge != FREE:
                self._last, edge = self._edge(edge, ends), FREE
            stop = broke + PATIENCE
            widest = self._last + WIDEST_GAP
            if ends[(stop if stop < size else size) - 1 - before] > widest:
                stop = min(stop, bisect_right(ends, widest, i - before) + before + 1)
        limit = stop if stop < size else size
        index = self._index
        ahead = index.after(self._at)
        aside = index.after(self._left) if self._left != FREE else ""
        grams = index.grams
        marks, wide = grams.marks, grams.wide
        beat = i + 1 + (before - self._count - i - 1) % STRIDE  # the next that an idle matcher would look at
        while beat < GRAM:
            beat += STRIDE
        probe = broke + REJOIN if gap < REJOIN else i + 1 + (i + 1 - broke - REJOIN) % 2
        while beat <= limit or probe <= limit:
            if beat <= probe:
                gram = text[beat - GRAM : beat]
                if marks[hash(gram) & wide] and (found := grams.find(gram)):
                    self._gap = gap = beat - broke
                    if self._is_near(found):
                        return self._rejoin(found, min(GRAM, gap), beat, ends[beat - 1 - before])
                    if gap >= GRAM - 1:
                        if edge != FREE:
                            self._last = self._edge(edge, ends)
                        return self._begin_beside(found, text, beat, ends, before)
                beat += STRIDE
            else:
                again = text[probe - REJOIN : probe]
                place = ahead.find(again, 0, probe - broke + DRIFT)
                if place >= 0:
                    self._gap = probe - broke
                    return self._rejoin(self._at + place + REJOIN, REJOIN, probe, ends[probe - 1 - before])
                if aside and (place := self._find_aside(again, aside, probe - broke)):
                    self._gap = probe - broke
                    return self._rejoin(place, REJOIN, probe, ends[probe - 1 - before])
                probe += 2
        self._gap = limit - broke
        if edge != FREE:
            self._last = self._edge(edge, ends)
        if stop <= limit:
            self._settle()
        return limit

    def _find_aside(self, letters: str, aside: str, gap: int) -> int:
        gap += self._run_left
        place = aside.find(letters, 0, gap + DRIFT) if gap <= PATIENCE_IN_LEAK else -1
        return self._left + place + REJOIN if place >= 0 else 0

    def _is_near(self, at: int) -> bool:
        return is_near(self._at, self._gap, at) or (
            self._left != FREE and is_near(self._left, self._gap + self._run_left, at)
        )

    def _rejoin(self, at: int, taken: int, i: int, end: int) -> int:
        if self._hold == FREE:
            self._hold = end - 1
        self._left = FREE
        self._take(at, taken, end, BREAK)
        return i
