"""Undoes the escapes of URLs, HTML, JSON and Unicode, whichever way the text is cut."""

import html
import re
from collections.abc import Sequence
from itertools import islice

from plans.leakguard.entities import ENTITIES, ENTITY_STARTS, LONGEST
from plans.leakguard.letters import NO_TEXT, rot13

_H, _R = "[0-9a-fA-F]", "[0-9n-sN-S]"  # hex digits, and what rot13 makes of them
_TAGS = (
    "b", "br", "code", "div", "em", "i", "kbd", "li", "mark", "p", "s", "small", "span", "strong", "sub", "sup", "td",
    "tr", "u", "wbr",
)  # fmt: skip
_TAG_STARTS = sorted({tag[:size] for tag in _TAGS for size in range(1, len(tag) + 1)}, key=len, reverse=True)
_B = r"(?:%|\\x)"
_NEXT = rf"{_B}[89abAB]{_H}"
_BYTES = re.compile(r"%|\\x")
_HIGH, _LOW = rf"[dD][89abAB]{_H}{{2}}", rf"[dD][c-fC-F]{_H}{{2}}"  # halves of a character
_RR = rf"(?=[n-sN-S]*\d){_R}"  # with a digit: "C+pros" is none

SILENCE = 40  # plain characters after which escapes that come no longer belong to those before
_C = r"(?:(?<=%)|(?<=\\)x)"
# Begins with a set of signs, which is what a search skips to fast.
_ESCAPE = re.compile(
    rf"""[%&\\+<](?=[0-9A-Za-z\#"'/\\])(?:
    (?P<bytes>{_C}(?:[cdCD]{_H}{_NEXT} | [eE]{_H}{_NEXT}{_NEXT} | [fF][0-4]{_NEXT}{_NEXT}{_NEXT} | {_H}{{2}}))
    | (?P<entity>(?<=&)\#(?:\d{{1,7}}|[xX]{_H}{{1,6}});?)
    | (?P<name>(?<=&)[A-Za-z][A-Za-z0-9]{{1,{LONGEST - 2}}};)
    | (?P<pair>(?<=\\)u{_HIGH}\\u{_LOW})
    | (?P<point>(?<=\\)(?:u{_H}{{4}} | [ux]\{{{_H}{{1,6}}\}} | U{_H}{{8}} | N\{{U\+{_H}{{4,6}}\}}) | (?<=\+){_H}{{4}}
        | (?<=%)u{_H}{{4}} | (?<=\\)00{_H}{{4}} | (?<=\\)[2-7]{_H}\s)
    | (?P<turned>(?<=%){_R}{{2}} | (?<=\\)k{_R}{{2}} | (?<=[\\%])h{_R}{{4}} | (?<=\\)[hk]\{{{_R}{{1,6}}\}}
        | (?<=\\)H{_R}{{8}} | (?<=\+){_RR}{{4}} | (?<=&)\#[kK]{_R}{{1,6}};?)
    | (?P<tag>(?<=<)/?(?:{"|".join(_TAGS)})[ ]?/?>)
    | (?P<sign>(?<=\\)[nrtbf"'/\\]))""",
    re.VERBOSE,
)
_UNFINISHED = re.compile(
    rf"""(?:{_B}[c-fC-F]{_H}(?:{_NEXT}){{0,2}}(?:%|\\x?)?[89abAB]?
    | %(?:{_H}|{_R}|u{_H}{{0,3}}|h{_R}{{0,3}})?
    | \\u{_HIGH}(?:\\(?:u(?:[dD](?:[c-fC-F]{_H}?)?)?)?)?
    | \\(?:x{_H}?|k{_R}?|u{_H}{{0,3}}|U{_H}{{0,7}}|[ux]\{{{_H}{{0,6}}|N(?:\{{(?:U(?:\+{_H}{{0,6}})?)?)?
        |h{_R}{{0,3}}|H{_R}{{0,7}}|[hk]\{{{_R}{{0,6}}|00?|00{_H}{{1,3}}|[2-7]{_H}?)?
    | \+(?:{_H}{{0,3}}|{_R}{{0,3}})
    | </?(?:{"|".join(_TAG_STARTS)}|(?:{"|".join(_TAGS)})[ ]?/?)?
    | &(?:\#\d{{0,7}}|\#[xX]{_H}{{0,6}}|\#[kK]{_R}{{0,6}})?
    | &(?P<name>[A-Za-z][A-Za-z0-9]{{0,{LONGEST - 2}}}))\Z""",
    re.VERBOSE,
)
_BETWEEN = frozenset(" \n\r\tUuHh,;+-'\"\\")  # may stand between escapes that belong together
_SIGNS = {"n": "\n", "r": "\r", "t": "\t"}


def may_have_escapes(chars: str) -> bool:
    # any() over the signs costs several times as much
    return "%" in chars or "&" in chars or "\\" in chars or "+" in chars or "<" in chars


def _character(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else " "


def _joined(high: str, low: str) -> str:
    return (bytes.fromhex(high) + bytes.fromhex(low)).decode("utf-16-be")


def _decoded(escape: str, kind: str | None) -> str:
    match kind:
        case "point":
            return _character(escape.strip("\\%uUxN+{} \t\r\n"))
        case "bytes":
            return bytes.fromhex(_BYTES.sub("", escape)).decode("utf-8", "ignore")
        case "entity":
            return html.unescape(escape)
        case "name":
            return ENTITIES[escape[1:-1]]
        case "pair":
            return _joined(escape[2:6], escape[8:])
        case "turned":
            return _character(rot13(escape.strip("\\%kKhH&#+{};")))
        case "tag":
            return ""
    return _SIGNS.get(escape[1], escape[1])


def _unfinished(chars: str, at: int = 0) -> re.Match[str] | None:
    found = _UNFINISHED.search(chars, max(at, len(chars) - LONGEST))
    return None if found and found["name"] and found["name"] not in ENTITY_STARTS else found


def _escapes(chars: str, *, last: bool) -> tuple[list[re.Match[str]], int]:
    """Those that are complete, read from the left; and where one begins that may go on."""
    unfinished = None if last else _unfinished(chars)
    stop = unfinished.start() if unfinished else len(chars)
    escapes: list[re.Match[str]] = []
    for escape in _ESCAPE.finditer(chars):
        if escape.start() >= stop:
            break
        if escape["name"] and escape["name"][:-1] not in ENTITIES:
            continue
        escapes.append(escape)
        if escape.end() > stop:
            unfinished = _unfinished(chars, escape.end())
            stop = unfinished.start() if unfinished else len(chars)
    return escapes, stop


class Unescaper:
    """Hands on what it is given with escapes undone; and, apart, what stood in escapes among marks for what did not."""

    __slots__ = ("_ends", "_kept")

    def __init__(self) -> None:
        self._kept = ""
        self._ends: list[int] = []

    @property
    def hold(self) -> int:
        return self._ends[0] - 1 if self._ends else -1

    def feed(
        self, chars: str, ends: Sequence[int], *, heard: bool, last: bool = False
    ) -> tuple[str, Sequence[int], str, Sequence[int]]:
        """`heard`: whether somebody wants to know of what is not escaped, too."""
        if not heard and not self._kept and not _ESCAPE.search(chars) and (last or not _unfinished(chars)):
            return chars, ends, "", ()
        chars = self._kept + chars
        places = [*self._ends, *ends]
        escapes, stop = _escapes(chars, last=last)
        self._kept, self._ends = chars[stop:], places[stop:]
        plain: list[str] = []
        plain_ends: list[int] = []
        alone: list[str] = []
        alone_ends: list[int] = []

        def keep(start: int, end: int) -> None:
            plain.append(chars[start:end])
            plain_ends.extend(places[start:end])
            if not heard and not alone:
                return
            told = (places[i] for i in range(start, end) if chars[i] not in _BETWEEN)
            apart = list(islice(told, SILENCE))
            alone.append(NO_TEXT * len(apart))
            alone_ends.extend(apart)

        at = 0
        for match in escapes:
            start, end = match.span()
            if at < start:
                keep(at, start)
            at = end
            kind = match.lastgroup
            text = _decoded(match.group(), kind)
            here = [places[end - 1]] * len(text)
            plain.append(text)
            plain_ends += here
            if kind not in ("sign", "tag"):
                alone.append(text)
                alone_ends += here
        keep(at, stop)
        return "".join(plain), plain_ends, "".join(alone), alone_ends
