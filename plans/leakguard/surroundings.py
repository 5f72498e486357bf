"""What stands around a name of ours where it is a call, a schema, a route or an introduction, and no mere mention."""

import re
from typing import NamedTuple

from plans.leakguard.vocabulary import AGENT_KEYS_IN_TEXT, ARTICLES, DECISIONS, SELVES, SELVES_FIRST, TOOL_NAMES

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
    window: int = WITHIN  # characters after the name
    longest: int = WITHIN  # characters that stand before it
    follows: str = ""  # with one of these goes on what comes after it, if anything is said here

    def judge(self, before: str, bare: str, text: str, end: int, *, last: bool) -> bool | None:
        """None: it depends on what comes. `bare` is the end of `before` in small letters, without spaces."""
        if (self.follows and text[end : end + 1] not in self.follows) or (self.ends and not bare.endswith(self.ends)):
            return False
        if not self.before.search(before, max(0, len(before) - self.longest)):
            return False
        if not self.after or not self.begun:
            return True
        after = text[end : end + self.window]
        if self.after.match(after + " " * last):
            return True
        return None if not last and len(after) < self.window and self.begun.match(after) else False


class Settings:
    def __init__(self, *settings: Setting) -> None:
        self._settings = settings
        self._ends = tuple({end for setting in settings for end in setting.ends})
        self._follows = "".join(setting.follows for setting in settings)

    def judge(self, text: str, start: int, end: int, *, last: bool) -> tuple[str, str] | bool:
        """A kind and how far it reaches; or else whether that depends on what comes."""
        before = text[max(0, start - WITHIN) : start]
        bare = before.rstrip().lower()
        if not bare.endswith(self._ends) and text[end : end + 1] not in self._follows:
            return False
        if start < WITHIN:
            before = "\n" + before
        for setting in self._settings:
            judged = setting.judge(before, bare, text, end, last=last)
            if judged is None:
                return True
            if judged:
                within = setting.reach == "object" and before.endswith('"') and not before.endswith('\\"')
                return setting.kind, "quoted" if within else setting.reach
        return False


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
    longest=14,
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
    longest=28,
    follows=":(*`",
)  # fmt: skip
# A list of them: "My tools are", "Available tools:".
_OWNED = Setting(
    "tool_call",
    "sentence",
    ("are", "include", *":`*\"'"),
    _before(r"""(?i:\b(?:tools|functions)(?:\s(?:are|include))?:?\s["'`*]{0,3})"""),
    re.compile(rf"""["'`*]{{0,3}},\s["'`*]{{0,3}}(?:{"|".join(TOOL_NAMES)})\b"""),
    re.compile(r"""["'`*]{0,3}(?:,(?:\s["'`*]{0,3}\w*)?)?\Z"""),
    longest=24,
)
TOOL_SETTINGS = Settings(_CALLED, _KEYED, _IN_YAML, _TYPED, _LISTED, _OWNED)

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
    longest=36,
)
_TAGGED = Setting(
    "routing",
    "sentence",
    (":", "="),
    _before(r"""(?i:\[\s?agent\s?[:=]\s?)"""),
    re.compile(r"\s?\]"),
    re.compile(r"\s?\Z"),
    longest=14,
)
_HANDED = Setting(
    "routing",
    "sentence",
    ("_to_",),
    _before(r"\b(?:transfer|handoff|hand_off|delegate|route)_to_"),
    re.compile(r"\("),
    re.compile(r"\Z"),
    longest=16,
)
_GONE_TO = Setting("routing", "sentence", tuple("\"'"), _before(r"""\bgoto\s?=\s?["']"""), longest=12)

_ARTICLE = rf"(?:\s(?:{'|'.join(ARTICLES)}))?"
_LAST_WORDS = {words.split()[-1] for words in (*SELVES, *SELVES_FIRST)}
_SPELT = {word.replace("'", mark) for word in _LAST_WORDS for mark in "'’"}
_BEFORE_NAME = (*ARTICLES, *"`*\"'")
_SELF = Setting(
    "opener",
    "introduction",
    (*_SPELT, *_BEFORE_NAME),
    _before(
        rf"""(?i:(?:(?<![^\W_])(?:{"|".join(map(_spaced, SELVES))})
        |(?:[\n.!?:>\#*"“„«(]|-\ )\s{{0,2}}(?:{"|".join(map(_spaced, SELVES_FIRST))})){_ARTICLE}[\s`*"']{{1,4}})"""
    ),
    longest=36,
)
_AS = Setting(
    "opener",
    "introduction",
    ("as", *_BEFORE_NAME),
    _before(rf"""(?i:(?<![^\W_])as{_ARTICLE}[\s`*"']{{1,4}})"""),
    re.compile(r"""["'`*]*,?\s(?:i|i['’]m|my|you|your)(?=[\s'’])""", re.IGNORECASE),
    re.compile(r"""["'`*]*,?(?:\s[a-z]{0,4})?\Z""", re.IGNORECASE),
    longest=20,
)
INTRODUCTIONS = Settings(_SELF, _AS)
AGENT_SETTINGS = Settings(_ROUTED, _TAGGED, _HANDED, _GONE_TO)
