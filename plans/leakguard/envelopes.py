"""Objects that only our machinery writes: schemas and calls of our tools, decisions about our agents."""

import re
from collections.abc import Iterable

from plans.leakguard.blocks import UNDECIDED, Undecided
from plans.leakguard.vocabulary import (
    AGENT_KEYS,
    AGENT_NAMES,
    CALL_KEYS,
    DECISION_KEYS,
    ENVELOPE_TYPES,
    NAME_KEYS,
    OTHER_KEYS,
    PAYLOAD_KEYS,
    ROUTE_KEYS,
    THOUGHT_TYPES,
    TOOL_NAMES,
)

LONGEST = 600  # characters within which an envelope shows itself
LONGEST_VALUE = 240
_KEYS = NAME_KEYS | CALL_KEYS | AGENT_KEYS | DECISION_KEYS | OTHER_KEYS
_SPACE = re.compile(r"\s+")
_OPENED = re.compile(r"[{\[]+")
_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"|' + r"'([^'\\]*(?:\\.[^'\\]*)*)'", re.DOTALL)
_ESCAPED = re.compile(r'\\"((?:[^"\\])*)\\"')
_LITERAL = re.compile(r"[\w.+-]+")
_HEAD = re.compile(r"""[{\[]\s*(?:[{\[]\s*)*["'\\]|[{\[][\s{\[]*\Z""")
_TOOLS = re.compile(rf"type ({'|'.join(TOOL_NAMES)})(?= )")
NAMESPACE = "namespace functions "
AGENTS = frozenset(AGENT_NAMES)
TOOLS = frozenset((*TOOL_NAMES, *(f"transfer_to_{agent}" for agent in AGENT_NAMES)))
CALL_IDS = ("call_", "toolu_", "tool_", "fc_", "chatcmpl", "run-", "run_", "lc_")
FIXED: dict[str, frozenset[str]] = {
    **dict.fromkeys(NAME_KEYS, TOOLS | {f"functions.{name}" for name in TOOLS}),
    **dict.fromkeys(AGENT_KEYS, AGENTS),
    "function": TOOLS | ENVELOPE_TYPES,
    "type": ENVELOPE_TYPES | THOUGHT_TYPES.keys(),
    "role": frozenset({"assistant", "tool"}),
    "content": frozenset({""}),
}


def _starts(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:size] for word in words for size in range(len(word) + 1))


_KEY_STARTS = _starts(_KEYS)
_FIXED_STARTS = {key: _starts(values) for key, values in FIXED.items()}
_IDS = {"id", "call_id", "tool_call_id", "tool_use_id"}


def find_envelope(text: str, at: int, *, last: bool) -> str | Undecided | int:
    """Its kind, or where to go on looking when the object at `at` is none of ours."""
    if text.endswith(NAMESPACE, 0, at):
        return _namespace(text, at, last)
    if not _HEAD.match(text, at, at + LONGEST):
        return at + 1
    return _Reading(text, at, last).read()


def _namespace(text: str, at: int, last: bool) -> str | Undecided | int:
    """As OpenAI puts tools in words."""
    end = text.find("}\n}", at, at + LONGEST)
    if _TOOLS.search(text, at, at + LONGEST if end < 0 else end):
        return "tool_call"
    return UNDECIDED if end < 0 and not last and len(text) < at + LONGEST else at + 1


def _after_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


def _begun(text: str, at: int) -> str:
    """What a string holds that has not ended yet."""
    if text[at] != "\\":
        return text[at + 1 :]
    return text[at + 1 :].removeprefix('"').removesuffix("\\")


class _Reading:
    def __init__(self, text: str, at: int, last: bool) -> None:
        self.text = text
        self.start = self.at = at
        self.furthest = at + LONGEST
        self.last = last
        self.depth = 0
        self.key = ""
        self.telling = ""  # the key that makes a thought of the object
        self.payload = 0  # from which depth on anything may stand
        self.valued = False  # whether a colon came last
        self.tool = self.agent = self.called = self.decided = False

    def read(self) -> str | Undecided | int:
        text, furthest = self.text, self.furthest
        while True:
            at = self.at = _after_space(text, self.at)
            if at > furthest:
                return furthest + 1
            if at >= len(text):
                return self._short()
            char = text[at]
            if opened := _OPENED.match(text, at, furthest + 1):
                if self.valued and self.key in PAYLOAD_KEYS and not self.payload:
                    self.payload = self.depth + 1
                self.at = opened.end()
                self.depth += self.at - at
                self.valued = False
            elif char in "}]":
                self.depth -= 1
                self.at += 1
                if not self.depth:
                    return self.at
                if self.depth < self.payload:
                    self.payload = 0
            elif char in ",:":
                self.at += 1
                self.valued = char == ":"
            else:
                done = self._string() if char in "\"'\\" else self._literal()
                if done is not None:
                    return done
                self.valued = False
                if self.telling and self.key == self.telling:
                    return "reasoning"
                if self.tool and self.called:
                    return "tool_call"
                if self.agent and self.decided:
                    return "routing"

    def _short(self) -> Undecided | int:
        return len(self.text) if self.last else UNDECIDED

    def _string(self) -> Undecided | int | None:
        text = self.text
        found = _STRING.match(text, self.at) or _ESCAPED.match(text, self.at)
        word = found.group(found.lastindex or 0) if found else _begun(text, self.at)
        if len(word) >= LONGEST_VALUE or not self._may_become(word):
            return self.at + 1
        if not found:
            return self._short()
        after = _after_space(text, found.end())
        if after >= len(text) and not self.last:
            return UNDECIDED
        is_key = text[after : after + 1] == ":"
        fits = self._read_key(word.lower()) if is_key else self._read_value(word)
        if not fits and not self.payload:
            return found.end()
        self.at = found.end()
        return None

    def _may_become(self, begun: str) -> bool:
        """Whether a string that begins so may be a key, or a value that fits."""
        if self.payload or (self.valued and self.key in PAYLOAD_KEYS):
            return True
        if self.valued and self.key in _IDS:
            return any(begun.startswith(start) or start.startswith(begun) for start in CALL_IDS)
        if self.valued and self.key not in FIXED:
            return self.key in DECISION_KEYS or self.key == "index"
        begun = begun.rstrip("\\").lower()
        if self.valued:
            return begun in _FIXED_STARTS.get(self.key, ())
        return begun in _KEY_STARTS or self.telling.startswith(begun) or begun in _FIXED_STARTS.get(self.key, ())

    def _literal(self) -> Undecided | int | None:
        found = _LITERAL.match(self.text, self.at, self.furthest + 1)
        if not found:
            return self.at
        if found.end() == len(self.text) and not self.last:
            return UNDECIDED
        self.at = found.end()
        return None

    def _read_key(self, key: str) -> bool:
        self.key = key
        self.called = self.called or key in CALL_KEYS
        self.decided = self.decided or key in DECISION_KEYS
        return key in _KEYS or key == self.telling

    def _read_value(self, value: str) -> bool:
        if self.key in _IDS:
            return value.startswith(CALL_IDS)
        if self.key not in FIXED:
            return self.key in DECISION_KEYS or self.key in PAYLOAD_KEYS or self.key == "index"
        if self.key == "type":
            self.telling = THOUGHT_TYPES.get(value, "")
        self.tool = self.tool or (self.key in NAME_KEYS and value.removeprefix("functions.") in TOOLS)
        if self.key in AGENT_KEYS and value in AGENTS:
            self.agent = True
            self.decided = self.decided or self.key in ROUTE_KEYS
        return value in FIXED[self.key]
