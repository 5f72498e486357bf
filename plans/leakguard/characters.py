"""Bytes as the characters they stand for, whichever way they are cut."""

import re
from collections.abc import Sequence

LEGIBLE = bytes((*range(32, 127), 0, 9, 10, 13))
# What no text contains stays visible, and parts what it parts; a byte beyond ASCII that makes no character is a space.
_TEXT = bytes(code if code in LEGIBLE else 32 if code > 127 else 1 for code in range(256))
_MARKED = bytes(32 if code in LEGIBLE else 1 for code in range(256))
_ODD = re.compile(b"\1")
_MORE = rb"[\x80-\xbf]"
_LEADS = ((rb"[\xc2-\xdf]", 1), (rb"[\xe0-\xef]", 2), (rb"[\xf0-\xf4]", 3))
_UTF16 = b"\xff\xfe"


def _joined(patterns: list[bytes]) -> re.Pattern[bytes]:
    return re.compile(b"|".join(patterns))


_WIDE = _joined([lead + _MORE * more for lead, more in _LEADS])
_OPEN = _joined([lead + _MORE * less + rb"\Z" for lead, more in _LEADS for less in range(more)])
_WIDE_BACKWARDS = _joined([_MORE * more + lead for lead, more in _LEADS])
_OPEN_BACKWARDS = re.compile(_MORE + rb"{1,3}\Z")


def _blank(wide: re.Match[bytes]) -> bytes:
    return b" " * len(wide.group())


def may_be_text(data: bytes, *, backwards: bool = False) -> bool:
    if not data.translate(None, LEGIBLE):
        return True
    if data.isascii():
        return False
    wide, unfinished = (_WIDE_BACKWARDS, _OPEN_BACKWARDS) if backwards else (_WIDE, _OPEN)
    bare = wide.sub(b"", unfinished.sub(b"", data.removeprefix(_UTF16)))
    return not bare.translate(None, LEGIBLE)


class Characters:
    """A run is over after a few bytes that no text contains; each byte of text makes up for some of one."""

    __slots__ = ("_dear", "_debt", "_ends", "_limit", "_open", "_step", "_unfinished", "_wide", "over")

    def __init__(self, *, dear: int, limit: int, backwards: bool = False) -> None:
        self._wide, self._unfinished = (_WIDE_BACKWARDS, _OPEN_BACKWARDS) if backwards else (_WIDE, _OPEN)
        self._step = -1 if backwards else 1
        self._dear = dear  # bytes of text that make up for one that is none
        self._limit = limit
        self._debt = 0
        self.over = False
        self._open = b""  # the beginning of a character
        self._ends: Sequence[int] = ()

    def may_go_on(self, data: bytes) -> bool:
        return may_be_text(self._open + data, backwards=self._step < 0)

    def take(self, data: bytes, ends: Sequence[int]) -> tuple[str, Sequence[int], int]:
        """The characters, where each of them ends, and how many of the bytes were taken: fewer when the run is over."""
        if not self._open and not data.translate(None, LEGIBLE):
            self._debt = max(self._debt - len(data), 0)
            return data.decode("ascii"), ends, len(data)
        before = len(self._open)
        data, places = self._open + data, [*self._ends, *ends]
        taken = stop = len(data)
        if unfinished := self._unfinished.search(data):
            stop = unfinished.start()
        over = self._over(self._wide.sub(_blank, data[:stop]).translate(_MARKED))
        if over >= 0:
            taken = stop = over
            self.over = True
        self._open, self._ends = data[stop:taken], places[stop:taken]
        chars, placed = self._characters(data, places, stop)
        return chars, placed, max(taken - before, 0)  # the run may be over with the last of what was open

    def _over(self, marked: bytes) -> int:
        at = 0
        for odd in _ODD.finditer(marked):
            self._debt = max(self._debt - (odd.start() - at), 0) + self._dear
            at = odd.end()
            if self._debt >= self._limit:
                return at
        self._debt = max(self._debt - (len(marked) - at), 0)
        return -1

    def _characters(self, data: bytes, places: list[int], stop: int) -> tuple[str, Sequence[int]]:
        chars: list[str] = []
        placed: list[int] = []
        at = 0
        for wide in self._wide.finditer(data, 0, stop):
            start, end = wide.span()
            char = wide.group()[:: self._step].decode(errors="replace")[0]
            chars += data[at:start].translate(_TEXT).decode("ascii"), char
            placed += *places[at:start], places[end - 1]
            at = end
        chars.append(data[at:stop].translate(_TEXT).decode("ascii"))
        return "".join(chars), [*placed, *places[at:stop]]
