"""The run's engine as LangChain's loop gets it: counted as every call is, and what it says is heard as it comes."""

import uuid
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing

import msgspec

from agents.events import RunEvent, TextDelta, TextEnded, TextStarted
from agents.llm.messages import Delta, Message, Text, ToolFragment, ToolSpec
from agents.model_call import ModelCall
from agents.work import Work

Tell = Callable[[RunEvent], None]


class Voice:
    def __init__(self, work: Work, tell: Tell) -> None:
        self.model = work.llm.model
        self.spoke = False
        self._work, self._tell = work, tell

    async def deltas(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> AsyncGenerator[Delta]:
        call = ModelCall(self._work.llm, messages, self._work.meter, tools)
        message_id = ""
        async with aclosing(call.texts()) as texts:
            async for text in texts:
                if not message_id:
                    message_id = uuid.uuid4().hex
                    self._tell(TextStarted(message_id))
                    if self.spoke:
                        self._tell(TextDelta(message_id, "\n\n"))
                    self.spoke = True
                self._tell(TextDelta(message_id, text))
        if message_id:
            self._tell(TextEnded(message_id))
        yield Text(call.text)  # also where it is empty: LangChain takes no chunk at all for a fault
        for n, made in enumerate(call.tool_calls):
            yield ToolFragment(n, made.id, made.name, _an_object(made.arguments))


def _an_object(arguments: str) -> str:
    """LangChain drops a call it cannot read, and the model would never hear of it."""
    try:
        msgspec.json.decode(arguments, type=dict[str, msgspec.Raw])
    except msgspec.MsgspecError:
        return "{}"
    return arguments
