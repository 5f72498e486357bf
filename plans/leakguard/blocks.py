"""Blocks between markers: reasoning, chat templates, tool calls. A marker that is only talked about is none."""

import re
from typing import NamedTuple

from plans.leakguard.vocabulary import BRACKETED, CALLS, CHAT_ROLES, PROMPTS, REASONING

FEWEST_WORDS = 4  # a block with less in it is a mention
LONGEST_MARKER = 90
LONGEST_CLOSING = 40
LONGEST_TALK = 8  # letters of a word before a marker that is talked about
TALK_WITHIN = 60  # characters before a marker in which that word stands
DECIDED_WITHIN = 200  # characters after a marker that show whether it carries content; nothing beyond them counts


class Block(NamedTuple):
    kind: str
    content: int  # where what it holds begins
    close: re.Pattern[str]


class Undecided:
    """More text is needed."""


UNDECIDED = Undecided()

_FLAGS = re.IGNORECASE
_MARKED = re.IGNORECASE | re.ASCII
_NAMES = {
    **dict.fromkeys(REASONING, "reasoning"),
    **dict.fromkeys(CALLS, "tool_call"),
    **dict.fromkeys(PROMPTS, "chat_template"),
}
_TAG = re.compile(rf"<\s*({'|'.join(sorted(_NAMES, key=len, reverse=True))})(?:\s[^<>\n]{{0,60}})?>", _MARKED)
_ROLE = re.compile(
    rf"<\|\s*({'|'.join(CHAT_ROLES)})\s*\|>(?:\s{{0,6}}(?:system|user|assistant|developer|tool)\b)?", _MARKED
)
_MARKER = re.compile(r"[\sa-z<|]", _MARKED)  # the second character of any
_SYS = re.compile(r"<<\s*sys\s*>>", _MARKED)
_TURN = re.compile(r"<start_of_turn>", _MARKED)
_BRACKET = re.compile(rf"\[\s*({'|'.join(BRACKETED)})\s*\]", _MARKED)
_S = r"\s{0,6}"  # so that no closing marker is longer than the longest
_ROLE_END = re.compile(
    rf"<\|{_S}(?:im_end|end|eot_id|eom_id|endoftext|end_of_text|end_of_turn|im_start|return|call){_S}\|>", _MARKED
)
_SYS_END = re.compile(rf"<<{_S}/{_S}sys{_S}>>|\[{_S}/?{_S}inst{_S}\]", _MARKED)
_TURN_END = re.compile(r"<end_of_turn>", _MARKED)

_STARTS = frozenset(
    start[:size]
    for start in (
        *(f"<{name}" for name in _NAMES), *(f"<|{role}|>" for role in CHAT_ROLES), "<<sys>>", "<start_of_turn>",
        *(f"[{name}]" for name in BRACKETED),
    )
    for size in range(1, len(start) + 1)
)  # fmt: skip
_NAMED = frozenset(f"<{name}" for name in _NAMES)

_TALK_BEFORE = re.compile(
    r"""(?:\b(?:an?|the|in|inside|within|use|uses|using|with|like|and|or|called|named|between|as|your|these|those|this|of|into|to
    |via|put|puts|write|emit|emits|by|from|around|is|are|its|for|on|see|strip|strips|parse|parses|remove|removes|add|adds|tag
    |tags|e\.g\.|than|without|not|no|prefer|needs?|open|opens|wrap|wraps|every|each|literal|custom|special|own)
    |[=/+"'“”„«(\[`|,])\s*["'“”„«(\[`]?\Z""",
    re.VERBOSE | _FLAGS,
)
_QUOTES = "\"'“”„«([`"
_TALK_AFTER = re.compile(
    r"""[^\S\n]*["'“”»)\]`]?[^\S\n]*(?:and|or|tags?|blocks?|elements?|sections?|markers?|tokens?|pairs?|is|are|was|were|means
    |must|should|can|will|for|to|when|if|in|on|so|because|starts?|ends?|opens?|closes?|appears?|separates?|wraps?|contains?
    |format|syntax|template|before|after|instead|as)(?=\W)""",
    re.VERBOSE | _FLAGS,
)
_WORD = re.compile(r"[^\W\d_]{2,}|\b[aAI](?=\W)")
_ENOUGH_SEEN = 24  # characters after a marker in which talk about it shows


def find_block(text: str, at: int, *, last: bool) -> Block | Undecided | None:
    """Whether the marker at `at` opens a block that carries content."""
    if at + 1 < len(text) and not _MARKER.match(text, at + 1):
        return None
    opened = _open(text, at)
    if opened is None:
        return UNDECIDED if not last and _may_open(text, at) else None
    kind, start, close = opened
    line = text[max(text.rfind("\n", 0, at) + 1, at - TALK_WITHIN) : at]
    if line.strip() and _TALK_BEFORE.search(line, _end_of_talk(line)):
        return None
    inside = text[start : start + DECIDED_WITHIN]
    closed = close.search(inside)
    if closed:
        inside = inside[: closed.start()]
    over = last or closed is not None
    if not over and len(inside) < _ENOUGH_SEEN and "\n" not in inside:
        return UNDECIDED
    if _TALK_AFTER.match(inside[:_ENOUGH_SEEN].ljust(_ENOUGH_SEEN)):
        return None
    said = inside + " " if over else inside[: _end_of_words(inside)]
    if len(_WORD.findall(said)) >= FEWEST_WORDS + (not over):
        return Block(kind, start, close)
    return None if over or len(inside) == DECIDED_WITHIN else UNDECIDED


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


def _open(text: str, at: int) -> tuple[str, int, re.Pattern[str]] | None:
    end = at + LONGEST_MARKER
    if tag := _TAG.match(text, at, end):
        name = tag.group(1).lower()
        return _NAMES[name], tag.end(), re.compile(rf"<{_S}/{_S}{name}{_S}>", _MARKED)
    for pattern, close in ((_ROLE, _ROLE_END), (_SYS, _SYS_END), (_TURN, _TURN_END)):
        if marker := pattern.match(text, at, end):
            return "chat_template", marker.end(), close
    if marker := _BRACKET.match(text, at, end):
        name = re.escape(marker.group(1))
        return "chat_template", marker.end(), re.compile(rf"\[{_S}/{_S}{name}{_S}\]", _MARKED)
    return None


def _may_open(text: str, at: int) -> bool:
    rest = text[at : at + LONGEST_MARKER]
    if len(rest) == LONGEST_MARKER:
        return False
    if "".join(rest.split()).lower() in _STARTS:
        return True
    head = re.match(r"<\s*([a-z_]+)(?:\s[^<>\n]*)?\Z", rest, _MARKED)
    return bool(head) and f"<{head.group(1).lower()}" in _NAMED  # type: ignore[union-attr]  # checked just before
