"""Blocks between markers: reasoning, chat templates, tool calls. A marker that is only talked about is none."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from plans.leakguard.vocabulary import (
    BRACKETED,
    BRACKETED_CLOSED,
    CALL_MARKERS,
    CALLS,
    CHAT_ENDS,
    CHAT_ROLES,
    DATA_TAGS,
    PROMPTS,
    REASONING,
    THOUGHT_MARKERS,
    THOUGHTS,
)

FEWEST_WORDS = 4  # a block with less in it is a mention
FEWEST_AFTER_TALK = 8  # the same where a sentence leads up to the marker
FEWEST_IN_TALK = 12  # and where it talks about markers
LONGEST_MARKER = 90
LONGEST_CLOSING = 40
LONGEST_TALK = 8  # letters of a word before a marker that is talked about
TALK_WITHIN = 60  # characters before a marker in which that word stands
DECIDED_WITHIN = 200  # characters after a marker that show whether it carries content; nothing beyond them counts
CLOSED_WITHIN = 600  # the same for a marker that is an ordinary word in brackets, and one only if it is closed


class Block(NamedTuple):
    kind: str
    content: int  # where what it holds begins
    close: re.Pattern[str]


class _Marker(NamedTuple):
    kind: str
    end: int
    close: re.Pattern[str]
    window: int = DECIDED_WITHIN
    of_data: bool = False  # whether it may as well be an element of somebody's data


class Undecided:
    """More text is needed."""


UNDECIDED = Undecided()

_FLAGS = re.IGNORECASE
_MARKED = re.IGNORECASE | re.ASCII
_NAMES = {
    spelt: kind
    for names, kind in ((REASONING, "reasoning"), (CALLS, "tool_call"), (PROMPTS, "chat_template"))
    for name in names
    for spelt in (name, name.replace("_", "-"))
}
_BARRED = {
    **dict.fromkeys(CHAT_ROLES, "chat_template"),
    **dict.fromkeys(THOUGHT_MARKERS, "reasoning"),
    **dict.fromkeys(CALL_MARKERS, "tool_call"),
}
_S = r"\s{0,6}"  # so that no closing marker is longer than the longest
_BAR = "[|｜]"


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _barred(*words: str) -> re.Pattern[str]:
    return re.compile(rf"<{_BAR}{_S}(?:{_any_of(words)}){_S}{_BAR}>", _MARKED)


_TAG = re.compile(rf"<\s*({_any_of(_NAMES)})(?:\s[^<>\n]{{0,60}})?>", _MARKED)
_ROLE = re.compile(
    rf"<{_BAR}\s*({_any_of(_BARRED)})\s*{_BAR}>(?:\s{{0,6}}(?:system|user|assistant|developer|tool)\b)?", _MARKED
)
_MARKER = re.compile(r"[\sa-z<|｜]", _MARKED)  # the second character of any
_SYS = re.compile(r"<<\s*sys\s*>>", _MARKED)
_TURN = re.compile(r"<start_of_turn>", _MARKED)
_BRACKET = re.compile(rf"\[\s*({_any_of((*BRACKETED, *BRACKETED_CLOSED))})\s*\]", _MARKED)
_ROLE_END = _barred(*CHAT_ENDS)
_BAR_ENDS = {word: _barred(end) for word, end in (THOUGHT_MARKERS | CALL_MARKERS).items()}
_SYS_END = re.compile(rf"<<{_S}/{_S}sys{_S}>>|\[{_S}/?{_S}inst{_S}\]", _MARKED)
_TURN_END = re.compile(r"<end_of_turn>", _MARKED)

_STARTS = frozenset(
    start[:size]
    for start in (
        *(f"<{name}" for name in _NAMES), *(f"<|{word}|>" for word in _BARRED), "<<sys>>", "<start_of_turn>",
        *(f"[{name}]" for name in (*BRACKETED, *BRACKETED_CLOSED)),
    )
    for size in range(1, len(start) + 1)
)  # fmt: skip
_NAMED = frozenset(f"<{name}" for name in _NAMES)

_TALK_BEFORE = re.compile(
    r"""(?:(?P<about>\b(?:an?|the|in|inside|within|use|uses|using|with|like|called|named|between|as|your|these|those|this|of
    |into|via|put|puts|write|emit|emits|by|from|around|its|see|strip|strips|parse|parses|remove|removes|add|adds|tag
    |tags|e\.g\.|than|without|no|prefer|needs?|open|opens|wrap|wraps|every|each|literal|custom|special|own)
    |[=/+"'“”„«(\[`|])|(?<![\W\d_])[ ]|,)\s*["'“”„«(\[`]?\Z""",
    re.VERBOSE | _FLAGS,
)
_QUOTES = "\"'“”„«([`"
_TALK_AFTER = re.compile(
    r"""[^\S\n]*["'“”»)\]`]?(?:[,;:!?)]|\.(?!\.)|[^\S\n]*(?:and|or|tags?|blocks?|elements?|sections?|markers?|tokens?|pairs?
    |is|are|was|were|means|must|should|can|will|for|to|when|if|in|on|so|because|starts?|ends?|opens?|closes?|appears?
    |separates?|wraps?|contains?|format|syntax|template|before|after|instead|as)(?=\W))""",
    re.VERBOSE | _FLAGS,
)
_THOUGHT = re.compile(rf"\s*(?:{_any_of(THOUGHTS).replace(chr(39), '[' + chr(39) + '’]')})(?=[\W_])", _FLAGS)
_ELEMENT = re.compile(r"\s*(?:\Z|<(?:\Z|([a-z])))", _FLAGS)
_WORD = re.compile(r"[^\W\d_]{2,}|\b[aAI](?=\W)")
_ENOUGH_SEEN = 24  # characters after a marker in which talk about it shows


def find_block(text: str, at: int, *, last: bool) -> Block | Undecided | None:
    """Whether the marker at `at` opens a block that carries content."""
    if at + 1 < len(text) and not _MARKER.match(text, at + 1):
        return None
    marker = _open(text, at)
    if marker is None:
        return UNDECIDED if not last and _may_open(text, at) else None
    inside = text[marker.end : marker.end + marker.window]
    closed = marker.close.search(inside)
    if closed:
        inside = inside[: closed.start()]
    over = last or closed is not None
    talk = _talk_before(text, at)
    if not over and len(inside) < _ENOUGH_SEEN and (talk or "\n" not in inside):
        return UNDECIDED
    if marker.of_data and (element := _ELEMENT.match(inside)):
        return None if element.group(1) or over or len(inside) == marker.window else UNDECIDED
    if _TALK_AFTER.match(inside[:_ENOUGH_SEEN].ljust(_ENOUGH_SEEN)):
        return None
    fewest, unclosed = _fewest_words(talk, inside)
    if not fewest:
        return None
    unclosed = unclosed and marker.window == DECIDED_WITHIN
    said = inside + " " if over else inside[: _end_of_words(inside)]
    if (closed or unclosed) and len(_WORD.findall(said)) >= fewest + (not over):
        return Block(marker.kind, marker.end, marker.close)
    return None if over or len(inside) == marker.window else UNDECIDED


def _talk_before(text: str, at: int) -> re.Match[str] | None:
    line = text[max(text.rfind("\n", 0, at) + 1, at - TALK_WITHIN) : at]
    return _TALK_BEFORE.search(line, _end_of_talk(line)) if line.strip() else None


def _fewest_words(talk: re.Match[str] | None, inside: str) -> tuple[int, bool]:
    """How many words make a block, 0 if nothing does; and whether they do before it is closed."""
    if not talk:
        return FEWEST_WORDS, True
    thought = _THOUGHT.match(inside[:_ENOUGH_SEEN] + " ")
    if talk.group("about"):
        return (FEWEST_IN_TALK, False) if thought else (0, False)
    return (FEWEST_WORDS, True) if thought else (FEWEST_AFTER_TALK, False)


def _end_of_words(inside: str) -> int:
    """Where a closing marker may have begun, the words of which do not count."""
    recent = max(0, len(inside) - LONGEST_CLOSING)
    begun = max(inside.rfind("<", recent), inside.rfind("[", recent))
    return begun if begun >= 0 else len(inside)


def _end_of_talk(line: str) -> int:
    """Where the last word of a line may begin, with a quotation mark or not: a long line is not searched in vain."""
    bare = line.rstrip()
    if bare[-1:] in _QUOTES:
        bare = bare[:-1].rstrip()
    return max(len(bare) - LONGEST_TALK, 0)


def _open(text: str, at: int) -> _Marker | None:
    end = at + LONGEST_MARKER
    if tag := _TAG.match(text, at, end):
        name = tag.group(1).lower()
        close = re.compile(rf"<{_S}/{_S}{name}{_S}>", _MARKED)
        return _Marker(_NAMES[name], tag.end(), close, of_data=name in DATA_TAGS)
    if role := _ROLE.match(text, at, end):
        name = role.group(1).lower()
        return _Marker(_BARRED[name], role.end(), _BAR_ENDS.get(name, _ROLE_END))
    for pattern, close in ((_SYS, _SYS_END), (_TURN, _TURN_END)):
        if marker := pattern.match(text, at, end):
            return _Marker("chat_template", marker.end(), close)
    if marker := _BRACKET.match(text, at, end):
        name = marker.group(1).lower()
        close = re.compile(rf"\[{_S}/{_S}{name}{_S}\]", _MARKED)
        if name in BRACKETED_CLOSED:
            return _Marker("reasoning", marker.end(), close, CLOSED_WITHIN)
        return _Marker("chat_template", marker.end(), close)
    return None


def _may_open(text: str, at: int) -> bool:
    rest = text[at : at + LONGEST_MARKER]
    if len(rest) == LONGEST_MARKER:
        return False
    if "".join(rest.split()).lower().replace("｜", "|") in _STARTS:
        return True
    head = re.match(r"<\s*([a-z_:-]+)(?:\s[^<>\n]*)?\Z", rest, _MARKED)
    return bool(head) and f"<{head.group(1).lower()}" in _NAMED  # type: ignore[union-attr]  # checked just before
