"""Our names in running text, where the words around them make a call, a route or a version of them."""

import re
from string import ascii_lowercase

from plans.leakguard.blocks import UNDECIDED, Undecided
from plans.leakguard.vocabulary import AGENT_NAMES, TOOL_NAMES

WITHIN = 60  # characters around a name


class _Words:
    """A pattern of words. One of its stems stands in all it finds, and in ASCII they are looked for much faster."""

    def __init__(self, stems: tuple[str, ...], pattern: str) -> None:
        self._stems = stems
        self._pattern = re.compile(pattern, re.VERBOSE | re.IGNORECASE)

    def stand_in(self, text: str) -> bool:
        if text.isascii():
            plain = text.lower()
            for stem in self._stems:
                if stem in plain:
                    break
            else:
                return False
        return self._pattern.search(text) is not None


_NAME = re.compile(rf"(?:{'|'.join(sorted((*TOOL_NAMES, *AGENT_NAMES), key=len, reverse=True))})(?![a-z_])")
_NAMES = (*TOOL_NAMES, *AGENT_NAMES)
_AGENTS = frozenset(AGENT_NAMES)
NAME_PART_ENDS = frozenset(name.split("_")[0][-1] for name in (*_NAMES, "prompt_", "template_"))  # stand before "_"
_HEADS = frozenset(name.split("_")[0] for name in _NAMES)
_LONGEST_HEAD = max(map(len, _HEADS))
_VERSIONED = frozenset({"prompt", "mplate"})
_NAME_STARTS = frozenset(name[:size] for name in _NAMES for size in range(len(name) + 1))
LONGEST_NAME = max(map(len, _NAMES))
_CALL_BEFORE = re.compile(
    r"""(?:\b(?:StructuredTool|BaseTool|Tool|AgentAction|AgentActionMessageLog|ToolAgentAction|ToolCall|ToolCallChunk
    |ToolMessage|ToolInvocation|FunctionCall|Function|FunctionMessage|ChatCompletionMessageToolCall)
        \(\s*(?:\w+\s*=\s*)?["'`]*
    |\bAction:\s*["'`]*
    |\b(?:Invoking|Calling|Executing|Running|Using|Call|Invoke|Execute)\ (?:the\ )?(?:tool|function|action):?\s*["'`]*
    |\b(?:Invoking|Calling|Executing):\s*["'`]*
    |\bfunctions\.|\bto=(?:functions\.)?|<function=|<invoke\ name=["']|<tool\ name=["']
    |\b(?:tool|tool_name|function|tool_call|function_call|recipient_name)["']?\s*[=:]\s*["'`{\[]*)\Z""",
    re.VERBOSE,
)
_CALL_ENDS = (*"=:(.[{`'\"", "tool", "function", "action")
_KEY_BEFORE = re.compile(r"""["'\\](?:name|tool|function|action|tool_name)\\?["']\s*:\s*\\?["']\Z""")
_KEY_AFTER = re.compile(
    r"""\\?["']\s*,\s*\\?["']
    (?:description|parameters|arguments|args|args_schema|input|input_schema|action_input|tool_input)(?=\W)""",
    re.VERBOSE,
)
_KEY_AFTER_START = re.compile(r"""\\?(?:["']\s*(?:,\s*(?:\\|\\?["']\w*)?)?)?\Z""")
_DECISION_BEFORE = _Words(
    (
        "rout", "classif", "intent", "selected", "chosen", "delegat", "hand", "dispatch", "confidence", "decision",
        "next", "target", "forward", "transfer",
    ),
    r"""\b(?:rout(?:e[sd]?|ers?|ing)|classif\w+|intents?|selected(?:[ _]agent)?|chosen|delegat\w+|handing
    |hand(?:ed|ing)?[ -]?offs?|dispatch\w*|confidence|decision|next[ _]agent|target[ _]agent|forward(?:ed|ing)
    |transfer(?:red|ring)?)\b""",
)  # fmt: skip
_DECISION_AFTER = _Words(
    ("confidence", "probability", "prompt", "routing", "score", "reason", "intent", ".", "%"),
    r"""\b(?:confidence|probability|prompt[ _-]?v(?:ersion|\d)|routing|score\s*[:=])
    |[\s(:=,]0?\.\d\d|\b(?:reason|intent)\s*[:=]|\d\d\ ?%""",
)
_VERSIONS = ("version", "hash", "revision", "rev")
_VERSION_BEGINS = "vhrVHR"
_VERSION = re.compile(
    rf"""(?<=prompt|mplate)_(?:{"|".join(_VERSIONS)})["']?\s*[:=]\s*["']?[\w.-]*\d[\w.-]*(?=[^\w.-])""", re.IGNORECASE
)
_VERSION_PARTS = "|".join(
    sorted({word[:size] for word in _VERSIONS for size in range(len(word))}, key=len, reverse=True)
)
_VERSION_START = re.compile(
    rf"""(?<=prompt|mplate)_(?:(?:{_VERSION_PARTS})\Z
    |(?:{"|".join(_VERSIONS)})["']?\s*(?:\Z|[:=]\s*["']?[\w.-]*\Z))""",
    re.VERBOSE | re.IGNORECASE,
)


def find_mention(text: str, at: int, *, in_code: bool, last: bool) -> tuple[str, str] | Undecided | None:
    """What the underscore at `at` belongs to: a kind, and how far it reaches."""
    if text[at + 1 : at + 2] in _VERSION_BEGINS and not in_code and text[max(0, at - 6) : at].lower() in _VERSIONED:
        if found := _VERSION.match(text[: at + WITHIN] + " " * last, at):
            return "routing", f"to {found.end()}"
        if not last and len(text) < at + WITHIN and _VERSION_START.match(text, at):
            return UNDECIDED
    name = _name_around(text, at)
    if name is None:
        return UNDECIDED if not last and _may_be_name(text, at) else None
    start, end = name
    if end == len(text) and not last:
        return UNDECIDED
    if text[start:end] in _AGENTS:
        if _decides(text, start, end):
            return "routing", "sentence"
        return None if last or _is_complete(text, end) else UNDECIDED
    before = text[max(0, start - WITHIN) : start]
    if not before.rstrip().endswith(_CALL_ENDS):
        return None
    if _CALL_BEFORE.search(before):
        return "tool_call", "call"
    if _KEY_BEFORE.search(before):
        after = text[end : end + WITHIN]
        if _KEY_AFTER.match(after + " " * last):
            return "tool_call", "object"
        return UNDECIDED if not last and len(after) < WITHIN and _KEY_AFTER_START.match(after) else None
    return None


def _decides(text: str, start: int, end: int) -> bool:
    """Whether the words in the line around a name make it a decision."""
    begin = max(0, start - WITHIN)
    line = text[max(text.rfind("\n", begin, start) + 1, begin) : start]
    return _DECISION_BEFORE.stand_in(line) or _DECISION_AFTER.stand_in(text[end : end + WITHIN].partition("\n")[0])


def _is_complete(text: str, end: int) -> bool:
    return len(text) - end >= WITHIN or "\n" in text[end : end + WITHIN]


def _name_around(text: str, at: int) -> tuple[int, int] | None:
    before = text[max(0, at - _LONGEST_HEAD - 1) : at]
    rest = before.rstrip(ascii_lowercase)
    if rest[-1:].isalnum() or before[len(rest) :] not in _HEADS:
        return None
    found = _NAME.match(text, at - len(before) + len(rest))
    return found.span() if found else None


def _may_be_name(text: str, at: int) -> bool:
    if len(text) - at > LONGEST_NAME:
        return False
    start = at
    while start > 0 and at - start < 10 and text[start - 1].isalpha():
        start -= 1
    return text[start:] in _NAME_STARTS
