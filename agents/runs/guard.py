"""The one place every event passes before any door sees it: what gives our prompts away is taken out here.

Text is guarded as it streams; the final answer is put together from what came out, so both always agree.
What a tool read is the user's own, and is left as it is: what a model wrote into it was guarded on its way there.
"""

from typing import Any

import msgspec

from agents.answers import ChatResponse, InputRequired
from agents.collected import Collected
from agents.events import ActionMade, RunEvent, RunFailed, RunFinished, TextDelta, ToolCallArgs
from plans.leakguard import LeakGuard
from plans.leakguard.report import report


class Guard:
    """One for each run."""

    def __init__(self, leak_guard: LeakGuard) -> None:
        self._leak_guard = leak_guard
        self._stream = leak_guard.stream()
        self.collected = Collected()  # what was let through

    def text(self, event: TextDelta) -> TextDelta | None:
        clean = self._stream.feed(event.text)
        return self._let_through(event, clean) if clean else None

    def rest(self, message_id: str) -> TextDelta | None:
        """What was held back until the message ended."""
        rest = self._stream.flush()
        report(self._stream.findings)
        self._stream = self._leak_guard.stream()
        return self._let_through(TextDelta(message_id, ""), rest) if rest else None

    def clean(self, event: RunEvent) -> RunEvent:
        """Any event but a text's."""
        match event:
            case ToolCallArgs(call_id, args):
                return ToolCallArgs(call_id, self.clean_fields(args))
            case ActionMade(action):
                data = self.clean_fields(action.data) if isinstance(action.data, dict) else action.data
                action = msgspec.structs.replace(action, data=data)
                self.collected.actions.append(action)
                return ActionMade(action)
            case RunFinished(result):
                return msgspec.structs.replace(event, result=self._clean_result(result))
            case RunFailed():
                return msgspec.structs.replace(event, response=self.collected.text, actions=self.collected.actions)
        return event

    def _let_through(self, event: TextDelta, text: str) -> TextDelta:
        self.collected.texts.append(text)
        return event if text is event.text else TextDelta(event.message_id, text)

    def clean_fields(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The names are those of a tool's fields: only what a model put into them is looked at."""
        return dict(zip(fields, self._clean(list(fields.values())), strict=True))

    def _clean(self, value: Any) -> Any:
        clean, findings = self._leak_guard.scan_value(value)
        report(findings)
        return clean

    def _clean_result(self, result: Any) -> Any:
        if isinstance(result, ChatResponse):
            return msgspec.structs.replace(result, response=self.collected.text, actions=self.collected.actions)
        if isinstance(result, InputRequired):
            return result  # its arguments were cleaned when they were asked, and its state is sealed
        return msgspec.convert(self._clean(msgspec.to_builtins(result)), type(result))
