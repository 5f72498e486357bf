"""Our names in running text, where the words around them make a call, a route or a version of them."""

import re
from string import ascii_letters

from plans.leakguard.blocks import UNDECIDED, Undecided
from plans.leakguard.surroundings import AGENT_SETTINGS, INTRODUCTIONS, TOOL_SETTINGS, WITHIN, Settings, Words
from plans.leakguard.vocabulary import AGENT_NAMES, TOOL_NAMES

_NAMES = (*TOOL_NAMES, *AGENT_NAMES)
_NAME = re.compile(
    rf"(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})(?![a-z_])",
    re.IGNORECASE | re.ASCII,
)
_AGENTS, _TOOLS = frozenset(AGENT_NAMES), frozenset(TOOL_NAMES)
_PART_ENDS = "".join(name.split("_")[0][-1] for name in (*_NAMES, "prompt_", "template_", "reasoning_"))
NAME_PART_ENDS = frozenset(_PART_ENDS + _PART_ENDS.upper())  # stand before "_"
_HEADS = frozenset(name.split("_")[0] for name in _NAMES)
_LONGEST_HEAD = max(map(len, _HEADS))
_VERSIONED = frozenset({"prompt", "mplate"})
_NAME_STARTS = frozenset(name[:size] for name in _NAMES for size in range(len(name) + 1))
LONGEST_NAME = max(map(len, _NAMES))
_DECISION_BEFORE = Words(
    (
        "rout", "classif", "intent", "selected", "chosen", "delegat", "hand", "dispatch", "confidence", "decision",
        "next", "target", "forward", "transfer", "answered",
    ),
    r"""\b(?:rout(?:e[sd]?|ers?|ing)|classif\w+|intents?|selected(?:[ _]agent)?|chosen|delegat\w+|handing
    |hand(?:ed|ing)?[ -]?offs?|dispatch\w*|confidence|decision|next[ _]agent|target[ _]agent|forward(?:ed|ing)
    |transfer(?:red|ring)?|(?:answered|handled)_by)\b""",
)  # fmt: skip
_DECISION_AFTER = Words(
    ("confidence", "probability", "prompt", "routing", "score", "reason", "intent", ".", "%"),
    r"""\b(?:confidence|probability|prompt[ _-]?v(?:ersion|\d)|routing|score\s*[:=])
    |[\s(:=,]0?\.\d\d|\b(?:reason|intent)\s*[:=]|\d\d\ ?%""",
)
_VERSIONS = ("version", "hash", "revision", "rev")
_NAMINGS = ("template", "id", "name")  # of a prompt, by the agent it is for
_VERSION_BEGINS = "".join({word[0] + word[0].upper() for word in (*_VERSIONS, *_NAMINGS)})
_IS = r"""["']?\s*[:=]\s*["']?"""
_VERSION = re.compile(
    rf"""(?<=prompt|mplate)_(?:(?:{"|".join(_VERSIONS)}){_IS}[\w.@/-]*\d[\w.@/-]*(?=[^\w.@/-])
    |(?:{"|".join(_NAMINGS)}){_IS}[\w.@/-]*(?:{"|".join(AGENT_NAMES)})[\w.@/-]*(?=[^\w.@/-]))""",
    re.VERBOSE | re.IGNORECASE,
)
_VERSION_PARTS = "|".join(
    sorted({word[:size] for word in (*_VERSIONS, *_NAMINGS) for size in range(len(word))}, key=len, reverse=True)
)
_VERSION_START = re.compile(
    rf"""(?<=prompt|mplate)_(?:(?:{_VERSION_PARTS})\Z
    |(?:{"|".join((*_VERSIONS, *_NAMINGS))})["']?\s*(?:\Z|[:=]\s*["']?[\w.@/-]*\Z))""",
    re.VERBOSE | re.IGNORECASE,
)

# What providers call the thoughts beside an answer.
_THOUGHT = re.compile(
    r"""(?<=reasoning)_content(\\?["'])\s*[:=]\s*\\?["']\s*(?:[^\W\d_]+[^\w"\\]+){3}\w""", re.IGNORECASE
)
_THOUGHT_START = re.compile(
    rf"""(?<=reasoning)_(?:(?:{"|".join("content"[:size] for size in range(6, -1, -1))})\Z
    |content(?:\\?["']?\s*(?:[:=]\s*\\?(?:["']\s*(?:[^\W\d_]+[^\w"\\]+){{0,3}}[^\W\d_]*)?)?)?\Z)""",
    re.VERBOSE | re.IGNORECASE,
)

Mention = tuple[str, str]  # its kind, and how far it reaches


def find_mention(text: str, at: int, *, in_code: bool, last: bool) -> Mention | Undecided | None:
    """What the underscore at `at` belongs to."""
    if text[at + 1 : at + 2] in _VERSION_BEGINS and not in_code and text[max(0, at - 6) : at].lower() in _VERSIONED:
        if found := _VERSION.match(text[: at + WITHIN] + " " * last, at):
            return "routing", f"to {found.end()}"
        if not last and len(text) < at + WITHIN and _VERSION_START.match(text, at):
            return UNDECIDED
    if text[at + 1 : at + 2] in "cC" and not in_code and text[max(0, at - 9) : at].lower() == "reasoning":
        if found := _THOUGHT.match(text[: at + 2 * WITHIN], at):
            return "reasoning", "quoted" if found.group(1) == '"' else "object"
        return UNDECIDED if not last and len(text) < at + 2 * WITHIN and _THOUGHT_START.match(text, at) else None
    span = _name_around(text, at)
    if span is None:
        return UNDECIDED if not last and _may_be_name(text, at) else None
    start, end = span
    if end == len(text) and not last:
        return UNDECIDED
    name = text[start:end]
    if name in _TOOLS:
        return _in_setting(TOOL_SETTINGS, text, start, end, last)
    if name.lower() not in _AGENTS:
        return None
    mention = _in_setting(INTRODUCTIONS, text, start, end, last)
    if mention or name not in _AGENTS:
        return mention
    if _decides(text, start, end):
        return "routing", "sentence"
    if not last and not _is_complete(text, end):
        return UNDECIDED
    return _in_setting(AGENT_SETTINGS, text, start, end, last)


def _in_setting(settings: Settings, text: str, start: int, end: int, last: bool) -> Mention | Undecided | None:
    judged = settings.judge(text, start, end, last=last)
    if isinstance(judged, tuple):
        return judged
    return UNDECIDED if judged else None


def _decides(text: str, start: int, end: int) -> bool:
    """Whether the words in the line around a name make it a decision."""
    begin = max(0, start - WITHIN)
    line = text[max(text.rfind("\n", begin, start) + 1, begin) : start]
    return _DECISION_BEFORE.stand_in(line) or _DECISION_AFTER.stand_in(text[end : end + WITHIN].partition("\n")[0])


def _is_complete(text: str, end: int) -> bool:
    return len(text) - end >= WITHIN or "\n" in text[end : end + WITHIN]


def _name_around(text: str, at: int) -> tuple[int, int] | None:
    before = text[max(0, at - _LONGEST_HEAD - 1) : at]
    rest = before.rstrip(ascii_letters)
    if rest[-1:].isalnum() or before[len(rest) :].lower() not in _HEADS:
        return None
    found = _NAME.match(text, at - len(before) + len(rest))
    return found.span() if found else None


def _may_be_name(text: str, at: int) -> bool:
    if len(text) - at > LONGEST_NAME:
        return False
    start = at
    while start > 0 and at - start < 10 and text[start - 1].isalpha():
        start -= 1
    return text[start:].lower() in _NAME_STARTS
