"""What stands around a name of ours where it is a call, a schema, a route or an introduction, and no mere mention."""

import re
from typing import NamedTuple

from plans.leakguard.vocabulary import AGENT_KEYS_IN_TEXT, ARTICLES, DECISIONS, SELVES, SELVES_FIRST

WITHIN = 60  # characters around a name
_FLAGS = re.VERBOSE | re.IGNORECASE


class Words:
    """A pattern of words. One of its stems stands in all it finds, and in ASCII they are looked for much faster."""

    def __init__(self, stems: tuple[str, ...], pattern: str) -> None:
        self._stems = stems
        self._pattern = re.compile(pattern, _FLAGS)

    def stand_in(self, text: str) -> bool:
        if text.isascii():
            plain = text.lower()
            for stem in self._stems:
                if stem in plain:
                    break
            else:
                return False
        return self._pattern.search(text) is not None


class Setting(NamedTuple):
    """What stands before a name and after it; what is `begun` after it may become that."""

    kind: str
    reach: str
    ends: tuple[str, ...]  # one of them ends what stands before, spaces aside: cheaper to see than the pattern
    before: re.Pattern[str]
    after: re.Pattern[str] | None = None
    begun: re.Pattern[str] | None = None
    window: int = WITHIN

    def judge(self, before: str, bare: str, text: str, end: int, *, last: bool) -> bool | None:
        """None: it depends on what comes. `bare` is the end of `before` in small letters, without spaces."""
        if (self.ends and not bare.endswith(self.ends)) or not self.before.search(before):
            return False
        if not self.after or not self.begun:
            return True
        after = text[end : end + self.window]
        if self.after.match(after + " " * last):
            return True
        return None if not last and len(after) < self.window and self.begun.match(after) else False


def _before(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})\Z", re.VERBOSE)


def _spaced(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s").replace("'", "['’]")


_CALLED = Setting(
    "tool_call",
    "call",
    (*"=:(.[{`'\">", "tool", "function", "action", "tool_code"),
    _before(
        r"""\b(?:StructuredTool|BaseTool|Tool|AgentAction|AgentActionMessageLog|ToolAgentAction|ToolCall|ToolCallChunk
        |ToolMessage|ToolInvocation|FunctionCall|Function|FunctionMessage|ChatCompletionMessageToolCall)
            \(\s*(?:\w+\s*=\s*)?["'`]*
        |\b(?:ToolMessage|FunctionMessage|ToolCall|ToolCallChunk|FunctionCall)\([^()\n]{0,40}\bname\s*=\s*["']
        |\bAction:\s*["'`]*
        |\b(?:Invoking|Calling|Executing|Running|Using|Call|Invoke|Execute)\ (?:the\ )?
            (?:tool|function|action):?\s*["'`]*
        |\b(?:Invoking|Calling|Executing):\s*["'`]*
        |\bfunctions\.|\bto=(?:functions\.)?|<function=|<invoke\ name=["']|<tool\ name=["']
        |<\|python_tag\|>\s*|\btool_code\s*\n\s*(?:print\()?(?:default_api\.)?
        |\b(?:[Tt]ool|tool_name|function|[Tt]ool[_ ][Cc]all|[Ff]unction[_ ][Cc]all|recipient_name)
            ["']?\s*[=:]\s*["'`{\[]*"""
    ),
)
_KEYED = Setting(
    "tool_call",
    "object",
    tuple("\"'"),
    _before(r"""["'\\](?:name|tool|function|action|tool_name)\\?["']\s*:\s*\\?["']"""),
    re.compile(
        r"""\\?["']\s*,\s*\\?["']
        (?:description|parameters|arguments|args|args_schema|input|input_schema|action_input|tool_input)(?=\W)""",
        re.VERBOSE,
    ),
    re.compile(r"""\\?(?:["']\s*(?:,\s*(?:\\|\\?["']\w*)?)?)?\Z"""),
)
_IN_YAML = Setting(
    "tool_call",
    "object",
    (*":\"'",),
    _before(r"""\bname:\ {0,3}["']?"""),
    re.compile(r"""["']?[ \t]*\n[ \t]*(?:description|parameters|arguments|args|input_schema)[ \t]*:"""),
    re.compile(r"""["']?[ \t]*(?:\n[ \t]*\w*[ \t]*)?\Z"""),
)
_TYPED = Setting(
    "tool_call", "call", ("type",), _before(r"\btype\s+"), re.compile(r"\s*=\s*\(_"), re.compile(r"\s*(?:=\s*\(?)?\Z")
)
# As LangChain puts tools in words.
_LISTED = Setting(
    "tool_call",
    "call",
    (),
    _before(r"""\n[ \t]{0,4}(?:[-*•]\ |\d\d?[.)]\ )?(?:\*\*|`)?(?:\w+:\ )?"""),
    re.compile(
        r"""(?:\*\*|`)?(?::\ [^\n]{1,200}?,\ args:\ \{|\([^()\n]{1,120}\)\ ->\ [^\n`-]{1,40}\ -\ \w)""", re.VERBOSE
    ),
    re.compile(r"""(?:\*\*?|`)?(?::[^\n]*|\([^()\n]*(?:\)(?:\ (?:-(?:>[^\n`]{0,46})?)?)?)?)?\Z""", re.VERBOSE),
    window=220,
)  # fmt: skip
TOOL_SETTINGS = (_CALLED, _KEYED, _IN_YAML, _TYPED, _LISTED)

_DECIDED = _before(rf"""(?i:\b(?:x-)?(?:{"|".join(AGENT_KEYS_IN_TEXT)})["'`*]*\s{{0,3}}[:=][\s"'`*]{{0,5}})""")
_ROUTED = Setting(
    "routing",
    "sentence",
    tuple(":=\"'`*"),
    _DECIDED,
    re.compile(
        rf"""["'`*\])}}]*[ \t]*[,;|]?[ \t]*\n[ \t]*[-*"'`>]*[ \t]*(?:x-)?(?:{"|".join(DECISIONS)})["'`*]*\s?[:=]""",
        re.IGNORECASE,
    ),
    re.compile(r"""["'`*\])}]*[ \t]*[,;|]?[ \t]*(?:\n[ \t]*[-*"'`>]*[ \t]*[\w -]*["'`*]*\s?)?\Z"""),
)
_TAGGED = Setting(
    "routing",
    "sentence",
    (":", "="),
    _before(r"""(?i:\[\s?agent\s?[:=]\s?)"""),
    re.compile(r"\s?\]"),
    re.compile(r"\s?\Z"),
)
_HANDED = Setting(
    "routing",
    "sentence",
    ("_to_",),
    _before(r"\b(?:transfer|handoff|hand_off|delegate|route)_to_"),
    re.compile(r"\("),
    re.compile(r"\Z"),
)
_GONE_TO = Setting("routing", "sentence", tuple("\"'"), _before(r"""\bgoto\s?=\s?["']"""))

_ARTICLE = rf"(?:\s(?:{'|'.join(ARTICLES)}))?"
_LAST_WORDS = {words.split()[-1] for words in (*SELVES, *SELVES_FIRST, "as")}
_SELF_ENDS = (*_LAST_WORDS, *(word.replace("'", "’") for word in _LAST_WORDS), *ARTICLES, *"`*\"'")
_SELF = Setting(
    "opener",
    "introduction",
    _SELF_ENDS,
    _before(
        rf"""(?i:(?:(?<![^\W_])(?:{"|".join(map(_spaced, SELVES))})
        |(?:[\n.!?:>\#*"“„«(]|-\ )\s{{0,2}}(?:{"|".join(map(_spaced, SELVES_FIRST))})){_ARTICLE}[\s`*"']{{1,4}})"""
    ),
)
_AS = Setting(
    "opener",
    "introduction",
    _SELF_ENDS,
    _before(rf"""(?i:(?<![^\W_])as{_ARTICLE}[\s`*"']{{1,4}})"""),
    re.compile(r"""["'`*]*,?\s(?:i|i['’]m|my|you|your)(?=[\s'’])""", re.IGNORECASE),
    re.compile(r"""["'`*]*,?(?:\s[a-z]{0,4})?\Z""", re.IGNORECASE),
)
INTRODUCTIONS = (_SELF, _AS)
AGENT_SETTINGS = (_ROUTED, _TAGGED, _HANDED, _GONE_TO)
