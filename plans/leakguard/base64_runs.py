"""Finds base64 in a text, also inside a word, in rot13 or backwards, and has what it decodes to read."""

import re
from binascii import a2b_base64
from collections.abc import Callable, Sequence

from plans.leakguard.characters import LEGIBLE, Characters, may_be_text
from plans.leakguard.findings import Finding
from plans.leakguard.letters import rot13
from plans.leakguard.readers import MakeReader, Reader, earliest

FIRST = 12  # characters before a word is tried as base64
LATER = 20  # characters that tell where base64 begins inside a word: after a path, after letters that are not of it
PIECE = 64  # characters of a word looked at in one go
WRAPPED = 16  # from this length on, a run may go on after a break
BREAKS = frozenset(" \t\r\n\u00a0\u2028|\"'`,;:.!()[]{}*>#\\=")  # what a break is made of
BREAK_AT_MOST = 24  # characters of a break
LEAD_AT_MOST = 4  # characters of the number or hyphen that a line begins with
AFTER = 8  # characters after a break that tell whether the run goes on
_OF_LEADS = frozenset("0123456789-+")
_TRAILING = re.compile(r"[A-Za-z0-9+/_-]+\Z")
_URLSAFE = bytes.maketrans(b"-_", b"+/")
_TURNED = rot13(bytes(range(256)).decode("latin-1")).encode("latin-1").translate(_URLSAFE)


def _straight(quads: str) -> bytes:
    return a2b_base64(quads.encode("ascii").translate(_URLSAFE))


def _turned(quads: str) -> bytes:
    return a2b_base64(quads.encode("ascii").translate(_TURNED))


def _backwards(quads: str) -> bytes:
    return _straight(quads[::-1])[::-1]


class _Base64:
    """One way to read the run under way."""

    __slots__ = ("_characters", "_decode", "_ends", "_rest", "reader")

    def __init__(self, decode: Callable[[str], bytes], reader: Reader, rest: str = "", end: int = 0) -> None:
        self._decode = decode
        self._characters = Characters(dear=16, limit=32, backwards=decode is _backwards)
        self._rest = rest
        self._ends = [end] * len(rest)
        self.reader = reader

    @property
    def hold(self) -> int:
        return earliest([self.reader.hold, *(end - 1 for end in self._ends[:1])])

    def may_go_on(self, chars: str) -> bool:
        chars = self._rest + chars
        whole = len(chars) // 4 * 4
        return whole > 0 and self._characters.may_go_on(self._decode(chars[:whole]))

    def take(self, chars: str, ends: Sequence[int]) -> str | None:
        """When this is no text any more: the characters that it did not take."""
        chars = self._rest + chars
        places = [*self._ends, *ends]
        whole = len(chars) // 4 * 4
        self._rest, self._ends = chars[whole:], places[whole:]
        if not whole:
            return None
        data = self._decode(chars[:whole])
        taken = self._read(data, [end for end in places[3:whole:4] for _ in range(3)])
        if not self._characters.over:
            return None
        self._rest, self._ends = "", []
        return chars[max(-(-taken // 3), 0) * 4 :]

    def _read(self, data: bytes, ends: Sequence[int]) -> int:
        chars, ends, taken = self._characters.take(data, ends)
        self.reader.advance(chars, ends)
        return taken

    def pad(self) -> None:
        """What is there of four characters is all of them."""
        left = len(self._rest)
        if left > 1 and self._decode is not _backwards:
            self._read(self._decode(self._rest.ljust(4, "A"))[: left - 1], self._ends[1:])
        self._rest, self._ends = "", []

    def close(self) -> None:
        self.pad()
        self.reader.close()


_SMALL, _OTHER, _NONE = b"a", b"X", b" "  # a character of base64: a small letter or a hyphen, or another; none of it
_KINDS = bytes(
    ord(_SMALL) if chr(code) in "abcdefghijklmnopqrstuvwxyz-_"
    else ord(_OTHER) if code < 128 and (chr(code).isalnum() or chr(code) in "+/")
    else ord(_NONE)
    for code in range(256)
)  # fmt: skip


_LONG_WORD = _SMALL * FIRST


def _kinds(chars: str) -> bytes:
    return chars.encode("ascii", "replace").translate(_KINDS)


def _is_a_word(kinds: bytes, start: int = 0) -> bool:
    """A long word of a language, perhaps a name or one with hyphens: hardly an encoding in ten thousand begins so."""
    return kinds.find(_OTHER, start + 1, start + FIRST) < 0


def _next_word(kinds: bytes, plain: bytes, at: int) -> int:
    """The next that is long enough and not of a language, or the last, which is not over yet. `at` is between words."""
    start = plain.find(_LONG_WORD, at)
    while start >= 0 and _is_a_word(kinds, start):
        end = plain.find(_NONE, start)
        if end - start >= LATER and kinds.find(_OTHER, start + FIRST, end) >= 0:
            return start
        start = plain.find(_LONG_WORD, end) if end >= 0 else -1
    return start if start >= 0 else max(plain.rfind(_NONE) + 1, at)


_LEGIBLE_RUN = re.compile(rb"[%b]{%d,}" % (re.escape(LEGIBLE), LATER * 3 // 4))


def _begins_later(word: str) -> int:
    """Where in a word something begins that decodes to text, or -1."""
    for at in range(0, len(word) - LATER + 1, PIECE):
        begins = _beginnings(word[at : at + PIECE + LATER - 1])
        if begins:
            return at + min(begins)
    return -1


def _beginnings(word: str) -> list[int]:
    begins = []
    coded = word.encode("ascii").translate(_URLSAFE)
    for shift in range(4):
        data = a2b_base64(coded[shift : shift + (len(word) - shift) // 4 * 4])
        for run in _LEGIBLE_RUN.finditer(data):
            quads = range(-(-run.start() // 3), run.end() // 3 - LATER // 4 + 1)
            starts = (shift + 4 * quad for quad in quads)
            start = next((start for start in starts if not _is_a_word(_kinds(word[start : start + FIRST]))), -1)
            if start >= 0:
                begins.append(start)
                break
    return begins


class Base64Runs:
    __slots__ = (
        "_break", "_dead", "_ends", "_found", "_holds", "_lead", "_lead_ends", "_length", "_make", "_pads", "_ways",
        "_word",
    )  # fmt: skip

    def __init__(self, make: MakeReader, *, hold: bool = False) -> None:
        self._make = make
        self._holds = hold  # whether a word is held until it has been tried
        self._found: list[Finding] = []
        self._ends: list[int] = []
        self._ways: list[_Base64] = []
        self._word = ""  # a word too short to be tried yet
        self._dead = False  # a word that is not base64 of anything legible, so far
        self._length = 0  # characters since the last break
        self._break = 0  # characters of the break under way
        self._lead = ""  # the first characters after it, which may be the number of a line or go on with the run
        self._lead_ends: list[int] = []
        self._pads = 0

    @property
    def hold(self) -> int:
        if not self._ways:
            return self._ends[0] - 1 if self._ends else -1
        kept = [end - 1 for end in (*self._ends[:1], *self._lead_ends[:1])]
        return earliest([way.hold for way in self._ways] + kept)

    @property
    def busy(self) -> bool:
        return bool(self._ways) or self._dead

    def resume(self, recent: str) -> None:
        word = _TRAILING.search(recent, max(len(recent) - FIRST, 0))
        start = word.start() if word else len(recent)
        self._word, self._length = recent[start:], len(recent) - start
        self._pads = start - len(recent[:start].rstrip("="))

    def findings(self) -> list[Finding]:
        if not self._ways and not self._found:
            return []
        found, self._found = self._found, []
        for way in self._ways:
            found += way.reader.findings()
        return found

    def advance(self, chars: str, ends: Sequence[int]) -> None:
        if not self._ways and not self._dead and len(self._word) + len(chars) < FIRST and "=" not in chars:
            self._note(chars, ends)
            return
        kinds = _kinds(chars)
        plain = kinds.replace(_OTHER, _SMALL)
        at, size = 0, len(chars)
        while at < size:
            if not (self._ways or self._word or self._dead):
                start = _next_word(kinds, plain, at)
                self._skip(chars[at:start])
                at = start
            stop = kinds.find(_NONE, at)
            stop = size if stop < 0 else stop
            if stop > at:
                self._take(chars[at:stop], ends[at:stop])
            if stop < size:
                self._part(chars[stop])
            at = stop + 1

    def _skip(self, between: str) -> None:
        bare = between.rstrip("=")
        self._pads = len(between) - len(bare) + (0 if bare else self._pads)

    def _note(self, chars: str, ends: Sequence[int]) -> None:
        """Too little to be tried."""
        word = _TRAILING.search(chars)
        start = word.start() if word else len(chars)
        if start:
            self._word, self._ends, self._pads = "", [], 0
        self._word += chars[start:]
        self._length = len(self._word)
        if self._holds:
            self._ends += ends[start:]

    def _take(self, chars: str, ends: Sequence[int]) -> None:
        if self._break:
            self._lead, self._lead_ends = self._lead + chars, [*self._lead_ends, *ends]
            if len(self._lead) < AFTER:
                return
            chars, ends = self._after_break()
        self._length += len(chars)
        if self._dead:
            self._go_on(*self._begin_later(self._word + chars, ends))
            return
        if not self._ways:
            had = len(self._word)
            self._word += chars
            if self._holds:
                self._ends += ends
            if len(self._word) < FIRST:
                return
            here = ends[FIRST - had - 1]
            self._open(self._ends[0] if self._holds else here)
            chars, ends = self._word, self._ends or [here] * FIRST + list(ends[FIRST - had :])
            self._word, self._ends = "", []
            if not self._ways:
                chars, ends = self._begin_later(chars, ends)
        self._go_on(chars, ends)

    def _go_on(self, chars: str, ends: Sequence[int]) -> None:
        """In pieces, for what does not decode to text is looked at again from there."""
        size = PIECE
        while chars:
            left = {way: way.take(chars[:size], ends[:size]) for way in self._ways}
            over = {way: rest for way, rest in left.items() if rest is not None}
            for way in over:
                self._end(way)
            self._ways = [way for way in left if way not in over]
            if self._ways:
                chars, ends, size = chars[size:], ends[size:], 2 * size
            else:
                chars, ends = self._begin_later(min(over.values(), key=len) + chars[size:], ends)
                size = PIECE

    def _begin_later(self, word: str, ends: Sequence[int]) -> tuple[str, Sequence[int]]:
        """What is still to be read. `ends` are those of the last characters, the ones that are new."""
        start = _begins_later(word)
        if start < 0:
            self._dead, self._word = True, word[1 - LATER :]
            return "", ()
        after = len(word) - start - LATER  # characters after those that make it certain
        way = _Base64(_straight, self._make())
        way.take(word[start : start + LATER], [ends[len(ends) - after - 1]] * LATER)
        self._ways, self._dead, self._word = [way], False, ""
        return word[start + LATER :], ends[len(ends) - after :]

    def _end(self, way: _Base64) -> None:
        way.close()
        self._found += way.reader.findings()

    def _open(self, end: int) -> None:
        start = self._word[:FIRST]
        if _is_a_word(_kinds(start)):
            self._dead = True
            return
        pads = "A" * self._pads if self._pads < 3 else ""
        tries = (
            (_straight, "", start),
            (_turned, "", start),
            (_backwards, pads, (pads + start)[:FIRST]),
        )
        self._ways = [
            _Base64(decode, self._make(), rest, end)
            for decode, rest, sample in tries
            if may_be_text(decode(sample), backwards=decode is _backwards)
        ]
        self._dead = not self._ways

    def _part(self, char: str) -> None:
        if self._lead and not (len(self._lead) <= LEAD_AT_MOST and _OF_LEADS.issuperset(self._lead)):
            self._take_lead()
        breaks = char in BREAKS and (0 < self._break < BREAK_AT_MOST or self._length >= WRAPPED)
        if self._ways and breaks:
            if char == "=":
                for way in self._ways:
                    way.pad()
            self._pads = self._pads + 1 if char == "=" else 0
            self._break, self._length = self._break + 1, 0
            self._lead, self._lead_ends = "", []
            return
        self.close()
        self._pads = int(char == "=")

    def _take_lead(self) -> None:
        """A word after a break that is over before it was long enough to tell."""
        chars, ends = self._after_break()
        if self._ways:
            self._length = len(chars)
            self._go_on(chars, ends)

    def _after_break(self) -> tuple[str, list[int]]:
        """What has come after it. The run is over unless that goes on with it."""
        lead, ends = self._lead, self._lead_ends
        self._break, self._lead, self._lead_ends = 0, "", []
        on = [way for way in self._ways if way.may_go_on(lead[:AFTER])]
        for way in self._ways:
            if way not in on:
                self._end(way)
        self._ways = on
        return lead, ends

    def close(self) -> None:
        if self._lead:
            self._take_lead()
        for way in self._ways:
            self._end(way)
        self._ways = []
        self._word, self._ends, self._dead, self._length, self._break = "", [], False, 0, 0
