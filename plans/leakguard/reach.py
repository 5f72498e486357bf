"""How far a piece of machinery reaches, once its beginning is certain. Each keeps its place between two chunks."""

import re
from typing import Protocol

from plans.leakguard.blocks import LONGEST_CLOSING


class Reach(Protocol):
    def go(self, text: str, at: int) -> tuple[int, bool]:
        """Where it got to, and whether that is the end."""
        ...


class UpTo:
    def __init__(self, end: int) -> None:
        self._end = end

    def go(self, text: str, at: int) -> tuple[int, bool]:
        return self._end, True


class Closing:
    """Up to a closing marker, or to the end of the text."""

    def __init__(self, close: re.Pattern[str]) -> None:
        self._close = close

    def go(self, text: str, at: int) -> tuple[int, bool]:
        if found := self._close.search(text, at):
            return found.end(), True
        return max(at, len(text) - LONGEST_CLOSING), False


_SENTENCE = re.compile(r"[.!?](?=[\s\"'”*])|[\n}]")


class Sentence:
    def __init__(self, at_most: int = 400) -> None:
        self._left = at_most

    def go(self, text: str, at: int) -> tuple[int, bool]:
        stop = min(len(text), at + self._left)
        if found := _SENTENCE.search(text, at):
            end = found.end() if found.group() in ".!?}" else found.start()
            if end <= stop:
                return end, True
        if stop - at >= self._left:
            return stop, True
        # The last character may be a full stop, if a space comes next.
        place = max(at, len(text) - 1)
        self._left -= place - at
        return place, False


_SIGNS = re.compile(r"""["\\{}\[\]()\n]""")
_OPEN, _SHUT = "{[(", "}])"


class Balanced:
    """Up to the bracket that closes what is open, strings aside; a blank line ends what was never closed."""

    def __init__(self, depth: int = 0, *, line: bool = False) -> None:
        self._depth = depth
        self._line = line  # whether a line's end is the end, when nothing is open
        self._quoted = False

    def go(self, text: str, at: int) -> tuple[int, bool]:
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
                end = self._at_line_end(text, start)
                if end is not None:
                    return end, end != start or not self._waiting(text, start)
            elif not self._quoted and sign in _OPEN:
                self._depth += 1
            elif not self._quoted and sign in _SHUT:
                self._depth -= 1
                if self._depth <= 0 and (not self._line or self._depth < 0):
                    return at, True
        return len(text), False

    def _at_line_end(self, text: str, start: int) -> int | None:
        """Where it ends at this line's end; None when it goes on."""
        if self._waiting(text, start):
            return start
        if text.startswith("\n", start + 1):
            return start
        if self._line and self._depth <= 0:
            return None if text.startswith(_INPUT, start + 1) else start
        return None

    def _waiting(self, text: str, start: int) -> bool:
        rest = text[start + 1 : start + 1 + len(_INPUT)]
        return not rest or (self._line and self._depth <= 0 and rest != _INPUT and _INPUT.startswith(rest))


_INPUT = "Action Input"
