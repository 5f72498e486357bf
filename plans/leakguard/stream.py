"""What goes out and when: everything that no reader of the text lays a claim to."""

import re

from plans.leakguard.findings import MARK, Finding
from plans.leakguard.fingerprints import Fingerprints
from plans.leakguard.lens import RECENT, Lens
from plans.leakguard.letters import FOLD, STANDIN
from plans.leakguard.structure import Structure

TOKEN = 64  # up to this length a piece is looked at as a token
BLOCK = 4096
LONGEST_WORD = 12
TELLING = re.compile(r"[%&\\+<\[{`_]")  # may begin an escape or a piece of machinery


class GuardStream:
    __slots__ = ("_at", "_hot", "_lens", "_marked", "_pending", "_spans", "_stale", "_structure", "findings")

    def __init__(self, index: Fingerprints) -> None:
        self._lens = Lens(index)
        self._structure = Structure()
        self._at = 0  # where the text that has not gone out begins
        self._pending = ""
        self._spans: list[Finding] = []
        self._marked = -1  # up to where a mark stands for the text
        self._hot = True
        self._stale = False
        self.findings: list[Finding] = []

    def feed(self, text: str) -> str:
        if self._hot and len(text) <= TOKEN and not TELLING.search(text):
            lens = self._lens
            recent = lens.recent + text
            if (
                len(recent) - recent.rfind(" ") <= LONGEST_WORD
                and not (STANDIN.search(recent, len(recent) - len(text) - 1) and lens.may_count(recent, len(text)))
                and lens.plain.skim(text.translate(FOLD))
            ):
                lens.recent = recent if len(recent) < 4 * RECENT else recent[-RECENT:]
                self._at += len(text)
                self._stale = True
                return text
        if len(text) <= BLOCK:
            return self._study(text)
        return "".join(self._study(text[i : i + BLOCK]) for i in range(0, len(text), BLOCK))

    def flush(self) -> str:
        self._lens.close()
        self._structure.close(self._lens.plain.openers())
        return self._release(last=True)

    def _study(self, text: str) -> str:
        lens = self._lens
        if self._stale:
            lens.catch_up()
            self._stale = False
        start = self._at + len(self._pending)
        recent = lens.recent
        lens.advance(text, range(start + 1, start + len(text) + 1))
        self._structure.advance(text, start, recent, lens.plain.openers(), lens.unread)
        self._pending += text
        return self._release()

    def _release(self, *, last: bool = False) -> str:
        lens, structure = self._lens, self._structure
        fresh = lens.findings() + structure.findings()
        if fresh:
            self.findings += fresh
            self._spans = sorted(self._spans + fresh, key=_start)
        quiet = structure.quiet and lens.quiet
        if quiet and not self._spans:
            out, self._pending = self._pending, ""
            self._at += len(out)
            self._hot = True
            return out
        limit = end = self._at + len(self._pending)
        if not last:
            for hold in (lens.hold, structure.hold):
                if 0 <= hold < limit:
                    limit = hold
        self._hot = quiet and limit == end
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


def _start(finding: Finding) -> int:
    return finding.start
