"""Runs of base64 and hex inside a text. Each is decoded as it comes in, and read again by a lens of its own."""

import re
from binascii import a2b_base64
from collections.abc import Callable, Sequence
from typing import Protocol

from plans.leakguard.findings import Finding
from plans.leakguard.letters import rot13


class Reader(Protocol):
    def findings(self) -> list[Finding]: ...
    def advance(self, chars: str, ends: Sequence[int]) -> None: ...
    def close(self) -> None: ...
    @property
    def hold(self) -> int: ...


MakeReader = Callable[[], Reader]


def earliest(holds: list[int]) -> int:
    """The first place that is held, or -1."""
    first = -1
    for hold in holds:
        if hold >= 0 and (first < 0 or hold < first):
            first = hold
    return first


FIRST = 12  # characters before a word is tried as base64
WRAPPED = 40  # from this length on, a run may go on in the next line
_TRAILING = re.compile(r"[A-Za-z0-9+/_-]+\Z")
_URLSAFE = bytes.maketrans(b"-_", b"+/")
_TURNED = rot13(bytes(range(256)).decode("latin-1")).encode("latin-1").translate(_URLSAFE)
_WIDE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Bytes beyond ASCII are mostly signs and pass as spaces; what no text contains stays visible, and parts what it parts.
_TEXT = bytes(code if 32 <= code < 127 or code in (0, 9, 10, 13) else 32 if code > 127 else 1 for code in range(256))
_LEGIBLE_BYTES = bytes((*range(32, 127), 0, 9, 10, 13))
_LEGIBLE = bytes(code if code in _LEGIBLE_BYTES else 1 for code in range(256))


def _straight(quads: str) -> bytes:
    return a2b_base64(quads.encode("ascii").translate(_URLSAFE))


def _turned(quads: str) -> bytes:
    return a2b_base64(quads.encode("ascii").translate(_TURNED))


def _backwards(quads: str) -> bytes:
    return _straight(quads[::-1])[::-1]


class _Base64:
    """One way to read the run under way."""

    __slots__ = ("_decode", "_ends", "_rest", "reader")

    def __init__(self, decode: Callable[[str], bytes], reader: Reader, rest: str, end: int) -> None:
        self._decode = decode
        self._rest = rest
        self._ends = [end] * len(rest)
        self.reader = reader

    def take(self, chars: str, ends: Sequence[int]) -> None:
        chars = self._rest + chars
        places = [*self._ends, *ends]
        whole = len(chars) // 4 * 4
        self._rest, self._ends = chars[whole:], places[whole:]
        if whole:
            text = self._decode(chars[:whole]).translate(_TEXT).decode("ascii")
            self.reader.advance(text, [end for end in places[3:whole:4] for _ in range(3)])

    def close(self) -> None:
        left = len(self._rest)
        if left > 1 and self._decode is not _backwards:
            text = self._decode(self._rest.ljust(4, "A"))[: left - 1].translate(_TEXT).decode("ascii")
            self.reader.advance(text, [self._ends[-1]] * (left - 1))
        self.reader.close()


def _may_be_text(data: bytes) -> bool:
    if len(data.translate(None, _LEGIBLE_BYTES)) <= 1:
        return True
    return not data.isascii() and len(_WIDE.sub(b" ", data).translate(None, _LEGIBLE_BYTES)) <= 1


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
        start = plain.find(_LONG_WORD, end) if end >= 0 else -1
    return start if start >= 0 else max(plain.rfind(_NONE) + 1, at)


class Base64Runs:
    __slots__ = ("_dead", "_ends", "_found", "_holds", "_length", "_make", "_pads", "_ways", "_word")

    def __init__(self, make: MakeReader, *, hold: bool = False) -> None:
        self._make = make
        self._holds = hold  # whether a word is held until it has been tried
        self._found: list[Finding] = []
        self._ends: list[int] = []
        self._ways: list[_Base64] = []
        self._word = ""  # a word too short to be tried yet
        self._dead = False  # a word that is not base64 of anything legible
        self._length = 0
        self._pads = 0

    @property
    def hold(self) -> int:
        if not self._ways:
            return self._ends[0] - 1 if self._ends else -1
        return earliest([way.reader.hold for way in self._ways] + [end - 1 for end in self._ends[:1]])

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
        self._length += len(chars)
        if self._dead:
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
        for way in self._ways:
            way.take(chars, ends)

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
            _Base64(decode, self._make(), rest, end) for decode, rest, sample in tries if _may_be_text(decode(sample))
        ]
        self._dead = not self._ways

    def _part(self, char: str) -> None:
        if self._ways and self._length >= WRAPPED and char in "\r\n":
            self._length = WRAPPED if char == "\r" else 0
            return
        self.close()
        self._pads = int(char == "=")

    def close(self) -> None:
        for way in self._ways:
            way.close()
            self._found += way.reader.findings()
        self._ways = []
        self._word, self._ends, self._dead, self._length = "", [], False, 0


_HEX = "0-9a-fA-Fn-sN-S"  # hex digits, and what rot13 makes of them
_P = rf"(?:[2-7][{_HEX}]|0[9aAdDnNqQ])"  # a byte of text
_SEPARATORS = " \n\r\t,:;|-"
_LEAD = r"(?:0x|\\x)?"
_FIRST = rf"[02-7](?<![A-WYZa-wyz0-9].)(?:(?<=[2-7])[{_HEX}]|(?<=0)[9aAdDnNqQ])"  # at the start of a word, or after 0x
_START = re.compile(rf"{_FIRST}(?:[{_SEPARATORS}]{{0,2}}{_LEAD}{_P}){{3}}", re.DOTALL)
_MAYBE = re.compile(
    rf"[02-7](?<![A-WYZa-wyz0-9].)(?:\Z|(?:(?<=[2-7])[{_HEX}]|(?<=0)[9aAdDnNqQ])"
    rf"(?:[{_SEPARATORS}]{{0,2}}{_LEAD}{_P}){{0,2}}[{_SEPARATORS}]{{0,2}}(?:0x?|\\x?|{_LEAD}[02-7])?\Z)",
    re.DOTALL,
)
_PAIR = re.compile(rf"{_LEAD}{_P}")
_PAIRS = re.compile(rf"(?:[{_HEX}]{{2}})+")
_UNROT = str.maketrans("nopqrsNOPQRS", "abcdefABCDEF")
_BEGIN = re.compile("[02-7]")
_HEX_CHARS = bytes(
    ord("d") if chr(code) in "0234567" else ord("h") if chr(code) in "189abcdefABCDEFnopqrsNOPQRS" else 32
    for code in range(256)
)
_BETWEEN = (_SEPARATORS + "xX\\").encode()
NOT_TEXT = b"\1" * 5
_PAIRS_OF_TEXT = re.compile(rb"d[dh](?:d[dh]){3}")
TAIL = 40  # characters in which the beginning of a run may hide


def may_have_hex(chars: str) -> bool:
    bare = chars.encode("ascii", "replace").translate(_HEX_CHARS, _BETWEEN)
    return _PAIRS_OF_TEXT.search(bare) is not None


class HexRuns:
    __slots__ = ("_before", "_found", "_holds", "_kept", "_kept_ends", "_make", "_odd", "_parted", "_reader", "used")

    def __init__(self, make: MakeReader, *, hold: bool = False) -> None:
        self._make = make
        self._holds = hold
        self._found: list[Finding] = []
        self._reader: Reader | None = None
        self._kept = ""
        self._kept_ends: list[int] = []
        self._before = ""  # the character before what is kept
        self._parted = 0  # separators in a row
        self._odd = 0  # bytes in a row that are no text
        self.used = False  # whether there ever was a run

    @property
    def hold(self) -> int:
        kept = self._kept_ends[0] - 1 if self._holds and self._kept_ends else -1
        held = self._reader.hold if self._reader else -1
        return earliest([kept, held])

    @property
    def busy(self) -> bool:
        return bool(self._reader or (self._kept and self.used))

    def resume(self, recent: str) -> None:
        if self.used:
            self._before = recent[-1:]
            return
        found = _MAYBE.search(recent, max(len(recent) - TAIL, 0))
        start = found.start() if found else len(recent)
        self._before, self._kept = recent[:start][-1:], recent[start:]
        self._kept_ends = [0] * len(self._kept)

    def findings(self) -> list[Finding]:
        if not self._reader and not self._found:
            return []
        found, self._found = self._found, []
        return found + self._reader.findings() if self._reader else found

    def advance(self, chars: str, ends: Sequence[int]) -> None:
        if not self._kept and not self._reader:
            if len(chars) > TAIL and not may_have_hex(chars):
                self._before = chars[-TAIL - 1]
                chars, ends = chars[-TAIL:], ends[-TAIL:]
            if not _BEGIN.search(chars):
                self._before = chars[-1:] or self._before
                return
        at = len(self._before)
        chars = self._before + self._kept + chars
        places = [0] * at + self._kept_ends + list(ends)
        size = len(chars)
        while at < size:
            if self._reader:
                at = self._read(chars, places, at, self._reader)
                if at < size and self._reader:
                    break
                continue
            found = _START.search(chars, at)
            if not found:
                break
            self._reader = self._make()
            self.used = True
            self._parted = self._odd = 0
            stop = found.end()
            pairs = re.sub(rf"0x|\\x|[{_SEPARATORS}]", "", found.group())
            ends = [places[i if self._holds else stop - 1] for i in _pair_ends(chars, found)]
            self._reader.advance(_text(pairs), ends)
            at = stop
        if not self._reader and at < size:
            found = _MAYBE.search(chars, max(at, size - TAIL))
            at = found.start() if found else size
        self._before = chars[at - 1 : at]
        self._kept, self._kept_ends = chars[at:], list(places[at:])

    def _read(self, chars: str, ends: Sequence[int], at: int, reader: Reader) -> int:
        """Up to the end of the run, or to what needs the next character to be understood."""
        size, ended = len(chars), False
        pairs: list[str] = []
        places: list[int] = []
        while at < size and not ended:
            if chars.startswith(("0x", "\\x"), at):
                at += 2
            elif chars[at] in "0\\" and at + 1 == size:
                break
            elif match := _PAIRS.match(chars, at):
                stop, ended = self._legible(match.group(), match.end())
                pairs.append(chars[at:stop])
                places += ends[at + 1 : stop : 2]
                self._parted = 0
                at = stop
            elif chars[at] in _SEPARATORS and self._parted < 4:
                self._parted += 1
                at += 1
            elif at + 1 == size and chars[at].isalnum():
                break
            else:
                ended = True
                at += 1
        if pairs:
            reader.advance(_text("".join(pairs)), places)
        if ended:
            self.close()
        return at

    def _legible(self, pairs: str, end: int) -> tuple[int, bool]:
        """Where the pairs stop being text: after a few bytes in a row that no text contains."""
        seen = b"\1" * self._odd + bytes.fromhex(pairs.translate(_UNROT)).translate(_LEGIBLE)
        over = seen.find(NOT_TEXT)
        if over >= 0:
            return end - len(pairs) + 2 * (over + len(NOT_TEXT) - self._odd), True
        self._odd = len(seen) - len(seen.rstrip(b"\1"))
        return end, False

    def close(self) -> None:
        if self._reader:
            self._reader.close()
            self._found += self._reader.findings()
        self._reader = None
        self._parted = self._odd = 0


def _pair_ends(chars: str, found: re.Match[str]) -> list[int]:
    return [match.end() - 1 for match in _PAIR.finditer(chars, *found.span())]


def _text(pairs: str) -> str:
    return bytes.fromhex(pairs.translate(_UNROT)).translate(_TEXT).decode("ascii")
