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
TOOLS, AGENTS = frozenset(TOOL_NAMES), frozenset(AGENT_NAMES)
CALL_IDS = ("call_", "toolu_", "tool_", "fc_", "chatcmpl", "run-", "run_", "lc_")
FIXED: dict[str, frozenset[str]] = {
    **dict.fromkeys(NAME_KEYS, TOOLS | {f"functions.{name}" for name in TOOLS}),
    **dict.fromkeys(AGENT_KEYS, AGENTS),
    "function": TOOLS | ENVELOPE_TYPES,
    "type": frozenset(ENVELOPE_TYPES),
    "role": frozenset({"assistant", "tool"}),
    "content": frozenset({""}),
}


def find_envelope(text: str, at: int, *, last: bool) -> str | Undecided | int:
    """Its kind, or where to go on looking when the object at `at` is none of ours."""
    if not _HEAD.match(text, at):
        return at + 1
    return _Reading(text, at, last).read()


def _after_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at


class _Reading:
    def __init__(self, text: str, at: int, last: bool) -> None:
        self.text = text
        self.start = self.at = at
        self.last = last
        self.depth = 0
        self.key = ""
        self.tool = self.agent = self.called = self.decided = False

    def read(self) -> str | Undecided | int:
        text, furthest = self.text, self.start + LONGEST
        while True:
            at = self.at = _after_space(text, self.at)
            if at > furthest:
                return at
            if at >= len(text):
                return self._short()
            char = text[at]
            if opened := _OPENED.match(text, at, furthest + 1):
                self.at = opened.end()
                self.depth += self.at - at
            elif char in "}]":
                self.depth -= 1
                self.at += 1
                if not self.depth:
                    return self.at
            elif char in ",:":
                self.at += 1
            else:
                done = self._string() if char in "\"'\\" else self._literal()
                if done is not None:
                    return done
                if self.tool and self.called:
                    return "tool_call"
                if self.agent and self.decided:
                    return "routing"

    def _short(self) -> Undecided | int:
        return len(self.text) if self.last else UNDECIDED

    def _string(self) -> Undecided | int | None:
        found = _STRING.match(self.text, self.at) or _ESCAPED.match(self.text, self.at)
        if not found:
            begun = self.text[self.at + 1 :]
            return self._short() if len(begun) < LONGEST_VALUE and self._may_become(begun) else self.at + 1
        after = _after_space(self.text, found.end())
        if after >= len(self.text) and not self.last:
            return UNDECIDED
        word = found.group(found.lastindex or 0)
        is_key = self.text[after : after + 1] == ":"
        fits = self._read_key(word.lower()) if is_key else self._read_value(word)
        if not fits:
            return found.end()
        self.at = found.end()
        return None

    def _may_become(self, begun: str) -> bool:
        """Whether a string that is not complete yet may be a key, or a value that fits."""
        known: Iterable[str] = ()
        if self.text[: self.at].rstrip().endswith(":"):
            if self.key in FIXED:
                known = FIXED[self.key]
            elif self.key in {"id", "call_id", "tool_call_id"}:
                known = CALL_IDS
                return any(begun.startswith(start) or start.startswith(begun) for start in known)
            elif self.key in DECISION_KEYS:
                return True
        else:
            known = _KEYS if not self.key or self.key not in AGENT_KEYS else (*_KEYS, *AGENTS)
        begun = begun.rstrip("\\").lower()
        return any(word.startswith(begun) for word in known)

    def _literal(self) -> Undecided | int | None:
        found = _LITERAL.match(self.text, self.at)
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
        return key in _KEYS and (key not in CALL_KEYS or self.tool)

    def _read_value(self, value: str) -> bool:
        if self.key in {"id", "call_id", "tool_call_id"}:
            return value.startswith(CALL_IDS)
        if self.key not in FIXED:
            return self.key in DECISION_KEYS or self.key == "index"
        self.tool = self.tool or (self.key in NAME_KEYS and value.removeprefix("functions.") in TOOLS)
        self.agent = self.agent or (self.key in AGENT_KEYS and value in AGENTS)
        return value in FIXED[self.key]
