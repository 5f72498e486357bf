"""Finds hex in a text, also in rot13 or with signs between its bytes, and has what it decodes to read."""

import re
from collections.abc import Sequence
from itertools import compress

from plans.leakguard.characters import Characters
from plans.leakguard.findings import Finding
from plans.leakguard.readers import MakeReader, Reader, earliest

_DIGITS = "0123456789abcdefnopqrsABCDEFNOPQRS"  # of hex, and what rot13 makes of them
_HEX = "0-9a-fA-Fn-sN-S"
_SIGNS = " \n\r\t,:;|-._/\"'$=<>"
_SIGNS_OF_LINES = _SIGNS + "*#()[]{}!`\\"
_NUMBER = re.compile(r"[0-9][.):]")  # of a line; longer ones are read as bytes
PARTED_AT_MOST = 24  # signs in a row that a run goes on after
_BETWEEN = rf"[{re.escape(_SIGNS)}]{{0,4}}"
_LEAD = r"(?:0x|\\x)?"
_FIRST = "[02-7c-fC-Fp-sP-S]"  # of a character
_ALONE = r"(?<![A-WYZa-wyz0-9].)"  # at the start of a word, or after 0x
_MORE = rf"{_BETWEEN}{_LEAD}[89abABnoNO][{_HEX}]"
_REST = (  # of the character that has begun
    rf"(?:(?<=[2-7])[{_HEX}]|(?<=0)[9aAdDnNqQ]|(?<=[c-dC-Dp-qP-Q])[{_HEX}]{_MORE}|(?<=[eErR])[{_HEX}](?:{_MORE}){{2}}"
    rf"|(?<=[fFsS])[0-4](?:{_MORE}){{3}})"
)
_START = re.compile(rf"{_FIRST}{_ALONE}{_REST}(?:{_BETWEEN}{_LEAD}{_FIRST}{_REST}){{3}}", re.DOTALL)
_CUT = r"(?:0x?|\\x?)?"
_SOME = rf"(?:(?<=[c-fC-Fp-sP-S])[{_HEX}](?:{_MORE}){{0,2}}{_BETWEEN}(?:{_CUT}|{_LEAD}[89abABnoNO]))?"
_MAYBE = re.compile(
    rf"{_FIRST}{_ALONE}(?:{_SOME}|{_REST}(?:{_BETWEEN}{_LEAD}{_FIRST}{_REST}){{0,2}}{_BETWEEN}"
    rf"(?:{_CUT}|{_LEAD}{_FIRST}{_SOME}))\Z",
    re.DOTALL,
)
_BYTE = rf"{_LEAD}[{_HEX}]{{2}}"
_PAIR = re.compile(rf"{_LEAD}([{_HEX}]{{2}})")
_PAIRS = re.compile(rf"{_BYTE}(?:{_BETWEEN}{_BYTE})*")
_BARE = str.maketrans("", "", _SIGNS)
_IS_DIGIT = bytes(chr(code) in _DIGITS for code in range(256))
_UNROT = str.maketrans("nopqrsNOPQRS", "abcdefABCDEF")
_BEGIN = re.compile("[02-7]")
_OF_RUNS = _DIGITS + "x\\" + _SIGNS
# What a digit may be of: a letter or sign, the first byte of a character beyond ASCII, a byte that goes on with it.
_ROLES = bytes(
    ord("d") if char in "234567" or char == "0"
    else ord("m") if char in "89abABnoNO"
    else ord("f") if char in "cdefCDEFpqrsPQRS"
    else ord("h") if char == "1"
    else ord("s") if char in _SIGNS or char in "xX\\"
    else 32
    for char in map(chr, range(256))
)  # fmt: skip
_APART = rb"s{0,6}(?:ds)?"
_H = rb"[dhmf]"
_SET_APART = (rb"", rb"s", rb"[sd]{4}")  # by nothing, by a sign, by ", 0x"
# A few letters, or a character beyond ASCII with a digit in a telling place: all that may begin a run has one of these.
_TELLING = (
    _H + (_APART + b"d" + _H) * 3,
    rb"(?<=fd)" + _APART + b"m" + _H,
    *(rb"(?<=f" + _H + sign + rb"md)" for sign in _SET_APART),
    *(rb"(?<=f" + _H + sign + b"m" + _H + sign + rb"md)" for sign in _SET_APART),
    *(rb"(?<=f" + _H + sign + b"m" + _H + sign + b"d)" + _H for sign in _SET_APART),
)
_HINT = re.compile(rb"d(?:" + b"|".join(_TELLING) + rb")")
_SAME = re.compile(rf"{_BYTE}([._]){_BYTE}(?:\1{_BYTE})*")
TAIL = 128  # characters in which the beginning of a run may hide


def _roles(chars: str) -> bytes:
    return chars.encode("ascii", "replace").translate(_ROLES)


def may_have_hex(chars: str) -> bool:
    return _HINT.search(_roles(chars)) is not None


def may_complete_hex(before: str, fresh: str) -> bool:
    """Whether a run that began before or begins now is there for certain somewhere in what is fresh."""
    begun = before[len(before.rstrip(_OF_RUNS)) :][-TAIL:] + fresh
    return _BEGIN.search(begun) is not None and may_have_hex(begun) and _START.search(begun) is not None


def _may_begin(chars: str, at: int) -> int:
    """Where a run may begin that is not there yet."""
    size = len(chars)
    found = _MAYBE.search(chars, max(at, size - TAIL, len(chars.rstrip(_OF_RUNS))))
    return found.start() if found else size


def _find_start(chars: str, at: int) -> re.Match[str] | None:
    """Looks where there is a hint alone, and no farther around it than a run can reach."""
    roles, size = _roles(chars), len(chars)
    while hint := _HINT.search(roles, at):
        middle = hint.start()
        at = max(at, middle - TAIL)
        at += len(chars[at:middle].rstrip(_OF_RUNS))
        stop = size - len(chars[middle:].lstrip(_OF_RUNS))
        while found := _START.search(chars, at, stop):
            if _is_run(found.group()):
                return found
            at = found.start() + 1
        at = stop
    return None


def _is_run(chars: str) -> bool:
    """A point or a stroke stands between all bytes or none: "48750.13, 8.63" are numbers."""
    return may_have_hex(chars) and (("." not in chars and "_" not in chars) or _SAME.fullmatch(chars) is not None)


class HexRuns:
    __slots__ = (
        "_before", "_characters", "_found", "_holds", "_kept", "_kept_ends", "_make", "_parted", "_reader",
    )  # fmt: skip

    def __init__(self, make: MakeReader, *, hold: bool = False) -> None:
        self._make = make
        self._holds = hold
        self._found: list[Finding] = []
        self._reader: Reader | None = None
        self._kept = ""
        self._kept_ends: list[int] = []
        self._before = ""  # the character before what is kept
        self._parted = 0  # separators in a row
        self._characters = Characters(dear=4, limit=20)

    @property
    def hold(self) -> int:
        kept = self._kept_ends[0] - 1 if self._holds and self._kept_ends else -1
        held = self._reader.hold if self._reader else -1
        return earliest([kept, held])

    @property
    def busy(self) -> bool:
        return self._reader is not None

    def resume(self, passed: str) -> None:
        chars = self._before + self._kept + passed
        start = _may_begin(chars, len(self._before))
        self._before, self._kept = chars[:start][-1:], chars[start:]
        self._kept_ends = [0] * len(self._kept)

    def findings(self) -> list[Finding]:
        if not self._reader and not self._found:
            return []
        found, self._found = self._found, []
        return found + self._reader.findings() if self._reader else found

    def advance(self, chars: str, ends: Sequence[int]) -> None:
        known = self._before + self._kept
        at = len(self._before)
        fresh = self._kept + chars
        chars = known + chars
        if not self._reader and not (may_have_hex(fresh) if len(fresh) > TAIL else _BEGIN.search(fresh)):
            at = _may_begin(chars, at)
            skipped = at - len(known)
            self._kept_ends = list(ends[skipped:]) if skipped >= 0 else [*self._kept_ends[skipped:], *ends]
            self._before, self._kept = chars[at - 1 : at], chars[at:]
            return
        places = [0] * at + self._kept_ends + list(ends)
        size = len(chars)
        while at < size:
            if self._reader:
                at = self._read(chars, places, at, self._reader)
                if at < size and self._reader:
                    break
                continue
            found = _find_start(chars, at)
            if not found:
                break
            self._reader = self._make()
            self._parted = 0
            self._characters = Characters(dear=4, limit=20)
            at = found.end()
            pairs, stops = _pairs(found)
            ends = [places[stop - 1 if self._holds else at - 1] for stop in stops]
            text, ends, _ = self._characters.take(_bytes(pairs), ends)
            self._reader.advance(text, ends)
        if not self._reader and at < size:
            at = _may_begin(chars, at)
        self._before = chars[at - 1 : at]
        self._kept, self._kept_ends = chars[at:], list(places[at:])

    def _read(self, chars: str, ends: Sequence[int], at: int, reader: Reader) -> int:
        """Up to the end of the run, or to what needs the next character to be understood."""
        size, ended = len(chars), False
        text: list[str] = []
        places: list[int] = []
        while at < size and not ended:
            if chars.startswith(("0x", "\\x"), at):
                at += 2
            elif chars[at] in "0\\" and at + 1 == size:
                break
            elif match := _PAIRS.match(chars, at):
                pairs, stops = _pairs(match)
                read, placed, taken = self._characters.take(_bytes(pairs), [ends[stop - 1] for stop in stops])
                text.append(read)
                places += placed
                ended = self._characters.over
                self._parted = 0
                at = stops[taken - 1] if taken > 0 else at  # bytes held back were none of a text
            elif chars[at] in _SIGNS_OF_LINES and self._parted < PARTED_AT_MOST:
                self._parted += 1
                at += 1
            elif self._parted < PARTED_AT_MOST and _NUMBER.match(chars, at):
                self._parted += 1
                at += 2
            elif at + 1 == size and chars[at].isalnum():
                break
            else:
                ended = True
                at += 1
        if text:
            reader.advance("".join(text), places)
        if ended:
            self.close()
        return at

    def close(self) -> None:
        if self._reader:
            self._reader.close()
            self._found += self._reader.findings()
        self._reader = None
        self._parted = 0


def _pairs(found: re.Match[str]) -> tuple[str, Sequence[int]]:
    """The digits of a run alone, and where each pair of them ends."""
    run, start = found.group(), found.start()
    if "x" in run:
        return "".join(_PAIR.findall(run)), [start + pair.end() for pair in _PAIR.finditer(run)]
    if run.isalnum():
        return run, range(start + 2, start + len(run) + 1, 2)
    stops = range(start + 1, start + len(run) + 1)
    return run.translate(_BARE), list(compress(stops, run.encode().translate(_IS_DIGIT)))[1::2]


def _bytes(pairs: str) -> bytes:
    return bytes.fromhex(pairs.translate(_UNROT))
