"""Looks for machinery in the text as it stands: what gives it away by its form and not by its wording."""

import re
from collections.abc import Callable

from plans.leakguard.blocks import UNDECIDED, Block, find_block
from plans.leakguard.envelopes import find_envelope
from plans.leakguard.findings import Finding
from plans.leakguard.mentions import NAME_PART_ENDS, find_mention
from plans.leakguard.reach import Balanced, Closing, More, Reach, Sentence, UpTo
from plans.leakguard.vocabulary import MORE_CALLS, MORE_DECISIONS, MORE_ORDERS

CONTEXT = 120  # characters before a sign that are looked at
NEAR = 64  # characters in which any sign is looked for at once


class _Signs:
    def __init__(self, signs: str) -> None:
        self.all = signs
        self._any = re.compile(f"[{re.escape(signs)}]")

    def first(self, text: str, at: int, stop: int) -> int:
        """Where the first of them stands, or `stop`. Farther on it is much faster to look for each by itself."""
        near = min(stop, at + NEAR)
        if found := self._any.search(text, at, near):
            return found.start()
        for sign in self.all if near < stop else "":
            place = text.find(sign, near, stop)
            if place >= 0:
                stop = place
        return stop


_SIGNS = _Signs("`<[{_")
_SIGNS_IN_CODE = _Signs("`<[{_\n")  # a line's end is the end of code between single ticks
_TICKS = re.compile(r"`+")


class Structure:
    __slots__ = ("_at", "_base", "_fenced", "_found", "_inline", "_kind", "_open", "_openers", "_reach", "_text")

    def __init__(self) -> None:
        self._text = ""  # what is looked at, with a little of what came before
        self._base = 0  # where it begins in the whole
        self._at = 0  # how far in it everything is settled
        self._open = -1  # where a leak begins that has not ended yet
        self._kind = ""
        self._reach: Reach | None = None
        self._fenced = False
        self._inline = False
        self._found: list[Finding] = []
        self._openers: list[int] = []  # where openers end that have not been reached yet

    @property
    def hold(self) -> int:
        if self._reach:
            return self._open
        return self._base + self._at if self._at < len(self._text) else -1

    @property
    def quiet(self) -> bool:
        return not self._reach and not self._inline and self._at == len(self._text)

    def advance(self, text: str, start: int, recent: str, openers: list[int], unread: int) -> None:
        """`recent` is what came since the last call and before `text`, or at least the end of it.

        From `unread` on, openers are not known yet (-1: they all are).
        """
        missed = start - self._base - len(self._text)
        if missed:
            before = (self._text + recent[-min(missed, len(recent)) :])[-CONTEXT:]
            self._text, self._base, self._at = before, start - len(before), len(before)
        self._openers += openers
        self._text += text
        self._look(len(self._text) if unread < 0 else unread - self._base, last=False)
        surplus = self._at - CONTEXT
        if surplus > CONTEXT:
            self._text = self._text[surplus:]
            self._base += surplus
            self._at -= surplus

    def close(self, openers: list[int]) -> None:
        self._openers += openers
        self._look(len(self._text), last=True)
        if self._reach:
            self._finish(len(self._text))

    def findings(self) -> list[Finding]:
        found, self._found = self._found, []
        return found

    def _finish(self, end: int) -> None:
        self._found.append(Finding(self._kind, self._open, self._base + end))
        self._reach = None

    def _start(self, kind: str, at: int, after: int, reach: Reach) -> None:
        self._open, self._kind, self._reach, self._at = self._base + at, kind, reach, after

    def _look(self, known: int, *, last: bool) -> None:
        """At signs up to `known`: an opener that ends before a sign goes first."""
        text = self._text
        while self._at < len(text):
            if self._reach:
                self._at, ended = self._reach.go(text, self._at, last=last)
                if not ended:
                    return
                self._finish(self._at)
                continue
            if self._at >= known:
                return
            at = self._at
            signs = _SIGNS_IN_CODE if self._inline else _SIGNS
            if text[at] not in signs.all:
                at = signs.first(text, at, known)
            if self._openers and (at == known or self._openers[0] <= self._base + at + 1):
                end = self._openers.pop(0) - self._base
                if end > self._at:
                    self._start("opener", end - 1, end, _REACHES["introduction"]())
                continue
            self._at = at
            if at < known and not self._judge(text, at, text[at], last):
                return

    def _judge(self, text: str, at: int, sign: str, last: bool) -> bool:
        """Settle the sign at `at`; False when that has to wait."""
        if sign == "\n":
            self._inline = False
        elif sign == "`":
            return self._tick(text, at, last)
        elif sign == "_":
            if text[at - 1 : at] in NAME_PART_ENDS:
                return self._name(text, at, last)
        elif sign in "<[" and not self._fenced and not self._inline:
            block = find_block(text, at, last=last)
            if block is UNDECIDED:
                return False
            if isinstance(block, Block):
                self._start(block.kind, at, block.content, Closing(block.close))
                return True
        if sign in "[{":
            return self._object(text, at, last)
        self._at = at + 1
        return True

    def _tick(self, text: str, at: int, last: bool) -> bool:
        ticks = _TICKS.match(text, at)
        end = ticks.end() if ticks else at + 1
        if end == len(text) and not last:
            return False
        if end - at >= 3:
            self._fenced, self._inline = not self._fenced, False
        elif not self._fenced:
            self._inline = not self._inline
        self._at = end
        return True

    def _object(self, text: str, at: int, last: bool) -> bool:
        kind = find_envelope(text, at, last=last)
        if kind is UNDECIDED:
            return False
        if isinstance(kind, int):
            self._at = kind
        elif kind == "reasoning" and (self._fenced or self._inline):
            self._at = at + 1
        elif isinstance(kind, str):
            self._start(kind, at, at, Balanced())
        return True

    def _name(self, text: str, at: int, last: bool) -> bool:
        mention = find_mention(text, at, in_code=self._fenced or self._inline, last=last)
        if mention is UNDECIDED:
            return False
        if isinstance(mention, tuple):
            kind, reach = mention
            how: Reach = UpTo(int(reach[3:])) if reach.startswith("to ") else _REACHES[reach]()
            self._start(kind, at, at + 1, how)
            return True
        self._at = at + 1
        return True


_DECISIONS, _ORDERS, _CALLS = More(*MORE_DECISIONS), More(*MORE_ORDERS), More(*MORE_CALLS)
_REACHES: dict[str, Callable[[], Reach]] = {
    "sentence": lambda: Sentence(_DECISIONS),
    "introduction": lambda: Sentence(_ORDERS),
    "call": lambda: Balanced(line=True, more=_CALLS),
    "object": lambda: Balanced(1),
    "quoted": lambda: Balanced(1, quoted=True),  # from within a string
}
