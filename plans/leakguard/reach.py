"""How far a piece of machinery reaches, once its beginning is certain. Each keeps its place between two chunks."""

import re
from typing import Protocol

from plans.leakguard.blocks import LONGEST_CLOSING


class Reach(Protocol):
    def go(self, text: str, at: int, *, last: bool) -> tuple[int, bool]:
        """Where it got to, and whether that is the end."""
        ...


class UpTo:
    def __init__(self, end: int) -> None:
        self._end = end

    def go(self, text: str, at: int, *, last: bool) -> tuple[int, bool]:
        return self._end, True


class Closing:
    """Up to a closing marker, or to the end of the text."""

    def __init__(self, close: re.Pattern[str]) -> None:
        self._close = close

    def go(self, text: str, at: int, *, last: bool) -> tuple[int, bool]:
        if found := self._close.search(text, at):
            return found.end(), True
        return max(at, len(text) - LONGEST_CLOSING), False


class More:
    """Whether the next sentence or line goes on with the same."""

    def __init__(self, *begins: str) -> None:
        self._begins = begins
        self._longest = LEAD + max(map(len, begins), default=0)

    def follows(self, text: str, at: int, *, last: bool) -> bool | None:
        """None when that is not known yet."""
        rest = text[at : at + self._longest]
        begin = _LEAD.sub("", rest, count=1).lower()
        if begin.startswith(self._begins):
            return True
        if last or len(rest) == self._longest:
            return False
        return None if any(word.startswith(begin) for word in self._begins) else False


LEAD = 8  # signs and spaces before a sentence
_LEAD = re.compile(r"""\A[ \t"'”*_`>|#-]{0,4}\n?[ \t"'“*_`>|#-]{0,3}""")
_SENTENCE = re.compile(r"[.!?](?=[\s\"'”*])|[\n}]")


class Sentence:
    def __init__(self, more: More, at_most: int = 400) -> None:
        self._more = more
        self._left = at_most

    def go(self, text: str, at: int, *, last: bool) -> tuple[int, bool]:
        start, stop = at, min(len(text), at + self._left)
        while (found := _SENTENCE.search(text, at)) and found.end() <= stop:
            sign = found.group()
            follows = sign != "}" and self._more.follows(text, found.start() + (sign != "\n"), last=last)
            if follows is None:
                return self._wait(start, found.start())
            if not follows:
                return found.start() + (sign != "\n"), True
            at = found.end()
        if stop - start >= self._left:
            return stop, True
        # The last character may be a full stop, if a space comes next.
        return self._wait(start, max(at, len(text) - 1))

    def _wait(self, start: int, place: int) -> tuple[int, bool]:
        self._left -= place - start
        return place, False


_SIGNS = re.compile(r"""["\\{}\[\]()\n]""")
_OPEN, _SHUT = "{[(", "}])"


class Balanced:
    """Up to the bracket that closes what is open, strings aside; a blank line ends what was never closed."""

    def __init__(self, depth: int = 0, *, line: bool = False, quoted: bool = False, more: More | None = None) -> None:
        self._depth = depth
        self._line = line  # whether a line's end is the end, when nothing is open
        self._more = more or More()
        self._quoted = quoted

    def go(self, text: str, at: int, *, last: bool) -> tuple[int, bool]:
        while found := _SIGNS.search(text, at):
            start, at = found.start(), found.end()
            sign = found.group()
            if sign == "\\":
                if at == len(text):
                    return start, False
                at += 1
            elif sign == '"':
                self._quoted = not self._quoted
            elif sign == "\n":
                ends = self._ends(text, at, last)
                if ends is not False:
                    return start, ends is True
            elif not self._quoted and sign in _OPEN:
                self._depth += 1
            elif not self._quoted and sign in _SHUT:
                self._depth -= 1
                if self._depth <= 0 and (not self._line or self._depth < 0):
                    return at, True
        return len(text), False

    def _ends(self, text: str, at: int, last: bool) -> bool | None:
        """Whether it ends where a line begins; None when that is not known yet."""
        if at == len(text) and not last:
            return None
        if text.startswith("\n", at):
            return True
        if self._line and self._depth <= 0:
            follows = self._more.follows(text, at, last=last)
            return None if follows is None else not follows
        return False
