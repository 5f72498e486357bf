"""A long passage of text: folded in one go, and looked at closely only where letters of a prompt stand in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, compress

from plans.leakguard.letters import fold, which
from plans.leakguard.matcher import Matcher
from plans.leakguard.sights import Sights

NEAR = 12  # letters before the end of a gram, at which a close look begins
GLANCE = 60  # letters looked at first where a leak has just ended: another often begins
CLOSE = 64  # letters looked at closely at first
MOST_CLOSE = 1024  # the same when that was not enough
PIECE = 64  # characters


def read_over(matcher: Matcher, chars: str, ends: Sequence[int], *, leet: bool = False) -> None:
    """`chars` are ASCII."""
    waited, waited_ends = matcher.no_longer_waiting()
    letters = waited + fold(chars, leet=leet)
    size = len(letters)
    sights: Sights | None = None
    places: _Places | None = None
    done, seen, close, leaks = 0, 0, CLOSE, len(matcher.found)
    while done < size:
        if matcher.skims:
            close = CLOSE
            if not sights and len(matcher.found) > leaks and matcher.skim(letters[done : done + GLANCE]):
                done += GLANCE
            leaks = len(matcher.found)
            if not matcher.sighted:
                if not sights:
                    sights, seen = matcher.sights(letters[done:]), done
                end, at = sights.next_after(done - seen)
                if not at:
                    matcher.skip(letters[done:])
                    return
                start = max(seen + end - NEAR, done)
                matcher.skip(letters[done:start])
                matcher.see(seen + end - start, at)
                done = start
        places = places or _Places(chars, ends, waited_ends, leet=leet)
        stop = min(done + close, size)
        done += matcher.advance(letters[done:stop], places.between(done, stop))
        close = min(2 * close, MOST_CLOSE)
        if stop == size and not matcher.idle:
            matcher.wait(letters[done:], places.between(done, size))
            return


class _Places:
    """Where the letters of a passage end, worked out only for those that are asked for."""

    def __init__(self, chars: str, ends: Sequence[int], waited: Sequence[int], *, leet: bool) -> None:
        self._ends = ends
        self._waited = waited  # the ends of letters that stand before the passage
        self._mask = mask = which(chars, leet=leet)
        pieces = range(0, len(chars), PIECE)
        self._before = [0, *accumulate(mask.count(1, at, at + PIECE) for at in pieces)]  # letters before each piece

    def between(self, start: int, stop: int) -> list[int]:
        waited = len(self._waited)
        if start < waited:
            return [*self._waited[start:stop], *(self.between(waited, stop) if stop > waited else ())]
        start, stop = start - waited, stop - waited
        before = self._before
        first = bisect_right(before, start) - 1
        chars = slice(first * PIECE, bisect_left(before, stop, first) * PIECE)
        places = list(compress(self._ends[chars], self._mask[chars]))
        return places[start - before[first] : stop - before[first]]
