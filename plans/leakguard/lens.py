"""Every way of reading a text at once: as it stands, with digits for letters, unescaped, decoded, and decoded again."""

import re
from collections.abc import Sequence

from plans.leakguard.base64_runs import Base64Runs
from plans.leakguard.escapes import SILENCE, Unescaper, may_have_escapes
from plans.leakguard.findings import Finding
from plans.leakguard.fingerprints import Fingerprints
from plans.leakguard.hex_runs import HexRuns
from plans.leakguard.letters import (
    LAST_STANDIN,
    MIXED,
    MIXED_AT_MOST,
    NO_TEXT,
    STANDINS,
    fold,
    fold_placed,
    level,
    mixes,
    seen_placed,
)
from plans.leakguard.matcher import Matcher
from plans.leakguard.measures import ENOUGH, ENOUGH_DISGUISED
from plans.leakguard.passage import read_over
from plans.leakguard.readers import earliest

DEEPEST = 3
RECENT = 160  # characters remembered
EARLY = 4  # letters after which a decoded run is held
EARLIEST = 1  # the same in escapes, and in what is encoded twice: nobody writes plain words so
SLICE = 256  # characters read at a time: one that looks like a prompt makes its slice the slow way
LEET_SPAN = 48  # characters after a digit among letters, in which digits are read as letters
_STANDINS = re.compile(rf"(?:[^{STANDINS}]{{0,{LEET_SPAN - 1}}}[{STANDINS}])*", re.DOTALL)  # each in time for the next
_APART = re.compile(rf"{NO_TEXT}+|[^{NO_TEXT}]+")


class Lens:
    __slots__ = (
        "_alone", "_base64", "_depth", "_escaped", "_found", "_hex", "_index", "_leet", "_read_up_to", "_silence",
        "_stages", "leet_left", "plain", "recent",
    )  # fmt: skip

    def __init__(self, index: Fingerprints, depth: int = 0, early: int = 0) -> None:
        kind = "encoded_prompt" if depth else "prompt"
        self._index = index
        self._depth = depth
        self._stages = (Unescaper(), Unescaper())
        self._alone: list[Lens | None] = [None, None]  # what stood in escapes, read apart from the rest
        self._silence = [0, 0]  # characters since, that stood there as they are
        self._escaped = False  # whether there ever were any
        self._found: list[Finding] = []
        self.plain = Matcher(index, kind, early=early, enough=ENOUGH_DISGUISED if depth else ENOUGH)
        self._leet = Matcher(index, kind)
        self.leet_left = 0  # characters in which digits still count as letters
        self._base64 = Base64Runs(self._inner, hold=depth > 0)
        self._hex = HexRuns(self._inner, hold=depth > 0)
        self.recent = self._read_up_to = ""

    def _inner(self) -> "Lens":
        return Lens(self._index, self._depth + 1, EARLIEST if self._depth else EARLY)

    @property
    def calm(self) -> bool:
        """Nothing is under way but plain words."""
        return not self._base64.busy and not self._hex.busy and not (self._escaped and self._reading_escapes())

    def _reading_escapes(self) -> bool:
        return any(stage.hold >= 0 for stage in self._stages) or any(self._alone)

    def counts(self, recent: str, fresh: int) -> bool:
        """Whether digits count as letters, or begin to in the last `fresh` characters."""
        return self.leet_left > 0 or MIXED.search(recent[-fresh - MIXED_AT_MOST :]) is not None

    def catch_up(self) -> None:
        """Plain words have passed that were only noted in `recent`."""
        known = len(self._read_up_to)
        passed = self.recent[known:] if self.recent.startswith(self._read_up_to) else self.recent
        self._base64.resume(self.recent)
        self._hex.resume(passed)
        self._read_up_to = self.recent

    @property
    def unread(self) -> int:
        """Where something begins whose letters, and whether they are an opener, are not known yet; or -1."""
        if not self._escaped:
            return self.plain.unread
        return earliest([*(stage.hold for stage in self._stages), self.plain.unread])

    @property
    def words_tell_nothing(self) -> bool:
        """Whether they show neither a leak nor an opener so far, and none of the plain ones waits to be read."""
        return not (self.plain.telling or self._leet.found)

    @property
    def words_hold(self) -> int:
        return earliest([self.plain.hold, self._leet.hold]) if self.leet_left else self.plain.hold

    @property
    def hold(self) -> int:
        holds = [self.words_hold]
        if self._base64.busy or self._depth:
            holds.append(self._base64.hold)
        if self._hex.busy or self._depth:
            holds.append(self._hex.hold)
        if self._escaped:
            holds += [stage.hold for stage in self._stages]
            holds += [lens.hold for lens in self._alone if lens]
        return earliest(holds)

    def advance(self, chars: str, ends: Sequence[int], *, last: bool = False) -> None:
        chars, ends = seen_placed(chars, ends)
        if may_have_escapes(chars) or (self._escaped and self._reading_escapes()):
            self._escaped = True
            chars, ends = seen_placed(*self._unescape(chars, ends, last))
        if not chars:
            return
        self.read_words(chars, ends)
        if self._depth < DEEPEST:
            self._base64.advance(chars, ends)
            self._hex.advance(chars, ends)
        self.recent = self._read_up_to = (self.recent + chars)[-RECENT:]

    def read_words(self, chars: str, ends: Sequence[int]) -> None:
        """Of characters that can be seen."""
        self._read(self.plain, chars, ends)
        if self.leet_left or mixes(self.recent[-MIXED_AT_MOST:] + chars):
            self._read_leet(chars, ends)

    def _read(self, matcher: Matcher, chars: str, ends: Sequence[int], *, leet: bool = False) -> None:
        if len(chars) > SLICE and not matcher.early and (plain := level(chars, leet=leet)):
            read_over(matcher, plain, ends, leet=leet)
            return
        for at in range(0, len(chars), SLICE):
            some = chars[at : at + SLICE]
            if matcher.skims and matcher.skim(fold(some, leet=leet)):
                continue
            matcher.read(*fold_placed(some, ends[at : at + SLICE], leet=leet))

    def _unescape(self, chars: str, ends: Sequence[int], last: bool) -> tuple[str, Sequence[int]]:
        for i, stage in enumerate(self._stages):
            chars, ends, apart, apart_ends = stage.feed(chars, ends, heard=self._alone[i] is not None, last=last)
            if self._depth < DEEPEST:
                self._read_apart(i, apart, apart_ends)
        return chars, ends

    def _read_apart(self, i: int, chars: str, ends: Sequence[int]) -> None:
        for match in _APART.finditer(chars):
            start, end = match.span()
            lens = self._alone[i]
            if chars[start] != NO_TEXT:
                if not lens:
                    lens = self._alone[i] = Lens(self._index, self._depth + 1, EARLIEST)
                self._silence[i] = 0
                lens.advance(chars[start:end], ends[start:end])
            elif lens:
                end = min(end, start + SILENCE - self._silence[i])
                self._silence[i] += end - start
                lens.advance(chars[start:end], ends[start:end])
                if self._silence[i] == SILENCE:
                    lens.close()
                    self._found += lens.findings()
                    self._alone[i] = None

    def _find_leet(self, chars: str, at: int) -> int:
        """Where it becomes certain, at `at` or later."""
        before = self.recent[-MIXED_AT_MOST:]
        text = before + chars
        start = max(at + len(before) - MIXED_AT_MOST, 0)
        while mixed := MIXED.search(text, start):
            if mixed.end() > at + len(before):
                return mixed.end() - len(before)
            start = mixed.start() + 1
        return -1

    def _read_leet(self, chars: str, ends: Sequence[int]) -> None:
        at, size = 0, len(chars)
        while at < size:
            if not self.leet_left:
                at = self._find_leet(chars, at)
                if at < 0:
                    return
                self._leet.begin_after(fold((self.recent + chars[:at])[-LEET_SPAN:], leet=True))
                self.leet_left = LEET_SPAN
                continue
            stop = self._leet_stop(chars, at)
            self._read(self._leet, chars[at:stop], ends[at:stop], leet=True)
            at = stop
            if not self.leet_left:
                self._leet.close()

    def _leet_stop(self, chars: str, at: int) -> int:
        """Up to where digits count as letters, each of them for some while longer."""
        end = at + self.leet_left
        if standin := LAST_STANDIN.match(chars[at:end]):
            end = _STANDINS.match(chars, at + standin.end()).end() + LEET_SPAN  # type: ignore[union-attr]  # of none too
        stop = min(end, len(chars))
        self.leet_left = end - stop
        return stop

    def close(self) -> None:
        self.advance("", (), last=True)
        for reader in (*self._alone, self.plain, self._leet):
            if reader:
                reader.close()
        self._base64.close()
        self._hex.close()
        self.leet_left = 0

    def findings(self) -> list[Finding]:
        """What has been found for certain since it was last asked."""
        found, self._found = self._found, []
        for matcher in (self.plain, self._leet):
            if matcher.found:
                found += matcher.found
                matcher.found = []
        for reader in (*self._alone, self._base64, self._hex):
            if reader and (more := reader.findings()):
                found += more
        return found
