"""What goes out and when: everything that no reader of the text lays a claim to."""

import re

from plans.leakguard.findings import MARK, Finding
from plans.leakguard.fingerprints import Fingerprints
from plans.leakguard.hex_runs import TAIL, may_complete_hex
from plans.leakguard.lens import RECENT, Lens
from plans.leakguard.letters import FOLD, STANDINS, UNSEEN, seen, seen_placed
from plans.leakguard.structure import Structure

TOKEN = 64  # up to this length a piece is looked at as a token
BLOCK = 4096
LONGEST_WORD = 12
APART = 3  # characters between a letter and a sign that may stand for one
_SIGNS = r"%&\\+<\[{`_"
TELLING = re.compile(f"[{_SIGNS}]")  # may begin an escape or a piece of machinery
_UNSEEN_AFTER_ASCII = re.compile(rf"(?<=[\x00-\x7f])[{UNSEEN}]")  # and not between emoji, or letters of other scripts
_ODD = re.compile(f"[{_SIGNS}{STANDINS}]")  # one of these, or a sign that may stand for a letter

_LONG_WORD = re.compile(rf"[^ ]{{{LONGEST_WORD},}}")


class GuardStream:
    __slots__ = (
        "_at", "_calm", "_end", "_held", "_lens", "_marked", "_odd", "_spans", "_stale", "_structure", "findings",
    )  # fmt: skip

    def __init__(self, index: Fingerprints) -> None:
        self._lens = Lens(index)
        self._structure = Structure()
        self._at = 0  # where the text that has not gone out begins
        self._end = 0  # where all that has come ends
        self._held: list[str] = []  # what has not gone out
        self._odd = -TAIL  # where the last digit or sign stood that more than words may come of
        self._spans: list[Finding] = []
        self._marked = -1  # up to where a mark stands for the text
        self._calm = True  # nothing is under way but plain words
        self._stale = False
        self.findings: list[Finding] = []

    def feed(self, text: str) -> str:
        lens = self._lens
        if self._calm and len(text) <= TOKEN:
            recent = lens.recent + seen(text)
            if odd := _ODD.search(text):
                self._odd = self._end + len(text)
            since = self._end - self._odd
            if (
                not (odd and TELLING.search(text))
                and (text.isascii() or not _UNSEEN_AFTER_ASCII.search((lens.recent[-1:] or " ") + text))
                and not _in_long_word(recent, len(text))
                and not (since < TAIL and may_complete_hex(lens.recent, text))
            ):
                self._stale = True
                counts = (since <= APART or lens.leet_left) and lens.counts(recent, len(text))
                if self._held or counts or not lens.plain.skim(text.translate(FOLD)):
                    return self._read_words(text, recent)
                lens.recent = recent if len(recent) < 4 * RECENT else recent[-RECENT:]
                self._at += len(text)
                self._end = self._at
                return text
        if len(text) <= BLOCK:
            return self._study(text)
        return "".join(self._study(text[i : i + BLOCK]) for i in range(0, len(text), BLOCK))

    def flush(self) -> str:
        self._lens.close()
        return self._conclude(last=True)

    def _read_words(self, text: str, recent: str) -> str:
        """Of a few plain words nothing but whether they are a prompt's is of interest."""
        lens, before = self._lens, self._lens.recent
        lens.read_words(*seen_placed(text, self._keep(text)))
        lens.recent = recent[-RECENT:]
        if self._spans or not lens.words_tell_nothing:
            return self._conclude(text, before)
        hold = lens.words_hold
        return self._let_go(hold if hold >= 0 else self._end)

    def _study(self, text: str) -> str:
        lens, before = self._lens, self._lens.recent
        if self._stale:
            lens.catch_up()
            self._stale = False
        lens.advance(text, self._keep(text))
        self._odd = self._end
        return self._conclude(text, before)

    def _keep(self, text: str) -> range:
        """Hold it until it may go out. Where its characters end."""
        start = self._end + 1
        self._held.append(text)
        self._end += len(text)
        return range(start, self._end + 1)

    def _conclude(self, text: str = "", recent: str = "", *, last: bool = False) -> str:
        """What goes out now that `text` has been read, `recent` being what came before it."""
        lens, structure = self._lens, self._structure
        openers, unread = lens.plain.openers(), lens.unread
        if last:
            structure.close(openers)
        elif openers or unread >= 0 or not structure.quiet or len(text) > TOKEN or TELLING.search(text):
            structure.advance(text, self._end - len(text), recent, openers, unread)
        if fresh := lens.findings() + structure.findings():
            self.findings += fresh
            self._spans = sorted(self._spans + fresh, key=_start)
        self._calm = structure.quiet and lens.calm
        limit = self._end
        if not last:
            for hold in (lens.words_hold,) if self._calm else (lens.hold, structure.hold):
                if 0 <= hold < limit:
                    limit = hold
        return self._let_go(limit)

    def _let_go(self, limit: int) -> str:
        if limit <= self._at:
            return ""
        held = "".join(self._held)
        out = self._cut(held, limit) if self._spans else held[: limit - self._at]
        self._held = [held[limit - self._at :]] if limit < self._end else []
        self._at = limit
        return out

    def _cut(self, held: str, limit: int) -> str:
        out: list[str] = []
        at, base = self._at, self._at
        for span in self._spans:
            if span.start >= limit:
                break
            if span.start > at:
                out.append(held[at - base : span.start - base])
            if span.end > at:
                if max(at, span.start) > self._marked:
                    out.append(MARK)
                at = max(at, min(span.end, limit))
                self._marked = at
        if at < limit:
            out.append(held[at - base : limit - base])
        self._spans = [span for span in self._spans if span.end > limit]
        return "".join(out)


def _in_long_word(recent: str, fresh: int) -> bool:
    """Whether a word that may be an encoding goes on or ends in the last `fresh` characters of `recent`."""
    size = len(recent)
    if size - recent.rfind(" ") > LONGEST_WORD:
        return True
    parted = recent.find(" ", size - fresh + 1) >= 0
    return parted and _LONG_WORD.search(recent, max(size - fresh - LONGEST_WORD, 0)) is not None


def _start(finding: Finding) -> int:
    return finding.start
