"""One call of a model: its text passes through, its tool calls are put together, its usage is noted however it ends."""

import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from agents.llm.engine import Engine
from agents.llm.errors import ModelFailed, ModelRefused
from agents.llm.estimate import estimate
from agents.llm.messages import Message, Text, ToolCall, ToolFragment, ToolSpec, Usage
from agents.meter import Meter


class ModelCall:
    def __init__(
        self, engine: Engine, messages: Sequence[Message], meter: Meter, tools: Sequence[ToolSpec] = ()
    ) -> None:
        self.engine, self.messages, self.tools, self.meter = engine, messages, tools, meter
        self.text_parts: list[str] = []
        self._calls: dict[int, list[str]] = {}
        self._usage: Usage | None = None

    @property
    def text(self) -> str:
        return "".join(self.text_parts)

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """Each with an id of its own, also where the model gave none or the same one twice."""
        made = {}
        for index in sorted(self._calls):
            call_id, name, arguments = self._calls[index]
            if name:
                call_id = call_id if call_id and call_id not in made else f"call_{index}_{uuid.uuid4().hex}"
                made[call_id] = ToolCall(call_id, name, arguments)
        return tuple(made.values())

    async def texts(self) -> AsyncGenerator[str]:
        self.meter.begin_model_call()
        try:
            async with aclosing(self.engine.deltas(self.messages, self.tools)) as deltas:
                async for delta in deltas:
                    if type(delta) is Text:
                        if delta.text:
                            self.text_parts.append(delta.text)
                            yield delta.text
                    elif type(delta) is ToolFragment:
                        self._add(delta)
                    elif type(delta) is Usage:
                        self._usage = delta
        except (ModelFailed, ModelRefused):
            if not (self.text_parts or self._calls):
                self._usage = Usage()  # turned away at the door
            raise
        finally:
            self.meter.end_model_call(self.engine.model, self._usage or self._estimate())

    def _estimate(self) -> Usage:
        """A call that was cut off never told what it used."""
        told = len(self.text) + sum(len(call[2]) for call in self._calls.values())
        return estimate(self.messages, self.tools, told)

    async def whole(self) -> str:
        async with aclosing(self.texts()) as texts:
            async for _ in texts:
                pass
        return self.text

    def _add(self, fragment: ToolFragment) -> None:
        call = self._calls.setdefault(fragment.index, ["", "", ""])
        call[0] = call[0] or fragment.id
        call[1] = call[1] or fragment.name
        call[2] += fragment.arguments
