"""What goes out and when: everything that no reader of the text lays a claim to."""

import re

from plans.leakguard.findings import MARK, Finding
from plans.leakguard.fingerprints import Fingerprints
from plans.leakguard.hex_runs import may_end_in_hex
from plans.leakguard.lens import RECENT, Lens
from plans.leakguard.letters import FOLD, STANDINS
from plans.leakguard.structure import Structure

TOKEN = 64  # up to this length a piece is looked at as a token
BLOCK = 4096
LONGEST_WORD = 12
TELLING = re.compile(r"[%&\\+<\[{`_]")  # may begin an escape or a piece of machinery
_ODD = re.compile(rf"[%&\\<\[{{`_{STANDINS}]")  # one of these, or a sign that may stand for a letter


_LONG_WORD = re.compile(rf"[^ ]{{{LONGEST_WORD},}}")


class GuardStream:
    __slots__ = ("_at", "_calm", "_lens", "_marked", "_pending", "_spans", "_stale", "_structure", "findings")

    def __init__(self, index: Fingerprints) -> None:
        self._lens = Lens(index)
        self._structure = Structure()
        self._at = 0  # where the text that has not gone out begins
        self._pending = ""
        self._spans: list[Finding] = []
        self._marked = -1  # up to where a mark stands for the text
        self._calm = True  # nothing is under way but plain words
        self._stale = False
        self.findings: list[Finding] = []

    def feed(self, text: str) -> str:
        lens = self._lens
        if self._calm and len(text) <= TOKEN:
            recent = lens.recent + text
            odd = _ODD.search(recent, len(recent) - len(text) - 1)
            if not _in_long_word(recent, len(text)) and not (odd and (TELLING.search(text) or may_end_in_hex(recent))):
                self._stale = True
                if (
                    self._pending
                    or ((odd or lens.leet_left) and lens.counts(recent, len(text)))
                    or not lens.plain.skim(text.translate(FOLD))
                ):
                    return self._read_words(text, recent)
                lens.recent = recent if len(recent) < 4 * RECENT else recent[-RECENT:]
                self._at += len(text)
                return text
        if len(text) <= BLOCK:
            return self._study(text)
        return "".join(self._study(text[i : i + BLOCK]) for i in range(0, len(text), BLOCK))

    def flush(self) -> str:
        self._lens.close()
        return self._conclude(last=True)

    def _read_words(self, text: str, recent: str) -> str:
        """Of a few plain words nothing but whether they are a prompt's is of interest."""
        lens, start, before = self._lens, self._at + len(self._pending), self._lens.recent
        end = start + len(text)
        self._pending += text
        lens.read_words(text, range(start + 1, end + 1))
        lens.recent = recent[-RECENT:]
        if self._spans or not lens.words_tell_nothing:
            return self._conclude(text, before)
        hold = lens.words_hold
        return self._let_go(hold if hold >= 0 else end)

    def _study(self, text: str) -> str:
        lens, start, before = self._lens, self._at + len(self._pending), self._lens.recent
        if self._stale:
            lens.catch_up()
            self._stale = False
        self._pending += text
        lens.advance(text, range(start + 1, start + len(text) + 1))
        return self._conclude(text, before)

    def _conclude(self, text: str = "", recent: str = "", *, last: bool = False) -> str:
        """What goes out now that `text` has been read, `recent` being what came before it."""
        lens, structure = self._lens, self._structure
        openers, unread = lens.plain.openers(), lens.unread
        if last:
            structure.close(openers)
        elif openers or unread >= 0 or not structure.quiet or len(text) > TOKEN or TELLING.search(text):
            structure.advance(text, self._at + len(self._pending) - len(text), recent, openers, unread)
        if fresh := lens.findings() + structure.findings():
            self.findings += fresh
            self._spans = sorted(self._spans + fresh, key=_start)
        self._calm = structure.quiet and lens.calm
        limit = self._at + len(self._pending)
        if not last:
            for hold in (lens.words_hold,) if self._calm else (lens.hold, structure.hold):
                if 0 <= hold < limit:
                    limit = hold
        return self._let_go(limit)

    def _let_go(self, limit: int) -> str:
        if limit <= self._at:
            return ""
        out = self._cut(limit) if self._spans else self._pending[: limit - self._at]
        self._pending = self._pending[limit - self._at :]
        self._at = limit
        return out

    def _cut(self, limit: int) -> str:
        out: list[str] = []
        at, base = self._at, self._at
        for span in self._spans:
            if span.start >= limit:
                break
            if span.start > at:
                out.append(self._pending[at - base : span.start - base])
            if span.end > at:
                if max(at, span.start) > self._marked:
                    out.append(MARK)
                at = max(at, min(span.end, limit))
                self._marked = at
        if at < limit:
            out.append(self._pending[at - base : limit - base])
        self._spans = [span for span in self._spans if span.end > limit]
        return "".join(out)


def _in_long_word(recent: str, fresh: int) -> bool:
    """Whether one that may be an encoding stands at the end of `recent`, or among its last `fresh` characters."""
    if fresh > LONGEST_WORD and _LONG_WORD.search(recent, len(recent) - fresh):
        return True
    return len(recent) - recent.rfind(" ") > LONGEST_WORD


def _start(finding: Finding) -> int:
    return finding.start
