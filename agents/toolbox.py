"""Makes the calls a model asked for: checks them, reads through the host, turns writes into actions."""

import asyncio
import uuid
from collections.abc import AsyncGenerator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from agents.events import ActionMade, RunEvent, ToolCallArgs, ToolCallEnded, ToolCallResult, ToolCallStarted
from agents.llm.data import data_block
from agents.llm.messages import Message, ToolCall, ToolSpec
from agents.prompting import fitting_result
from agents.tools import Read, Tool, ToolFault
from agents.work import Work

LIMIT = "No more calls can be made in this run. Answer now with what there is."


class Toolbox:
    def __init__(self, tools: Sequence[type[Tool]], work: Work) -> None:
        self.work = work
        self.specs: list[ToolSpec] = [tool.spec() for tool in tools]
        self.closed = False  # the run made its share of calls or mistakes: nothing more is called
        self._tools = {tool.tool: tool for tool in tools}
        self._replies: dict[str, Message] = {}

    def replies(self) -> list[Message]:
        """What the calls gave, for the model, in the order of the calls."""
        replies, self._replies = list(self._replies.values()), {}
        return replies

    async def run(self, calls: Sequence[ToolCall]) -> AsyncGenerator[RunEvent]:
        """Reads that follow one another run at the same time; writes keep their place."""
        self._replies = {call.id: Message("tool", tool_call_id=call.id) for call in calls}
        for reads, group in groupby(calls, self._is_read):
            ready = [one for call in group if (one := await self._checked(call))]
            for one in ready:
                yield ToolCallStarted(one.event_id, one.tool.tool)
                yield ToolCallArgs(one.event_id, one.tool.arguments())
                yield ToolCallEnded(one.event_id)
            if reads:
                for event in await asyncio.gather(*(self._read(one) for one in ready)):
                    yield event
            else:
                for one in ready:
                    for event in await self._write(one):
                        yield event

    def _is_read(self, call: ToolCall) -> bool:
        tool = self._tools.get(call.name)
        return tool is not None and issubclass(tool, Read)

    async def _checked(self, call: ToolCall) -> "_Ready | None":
        """The call with its arguments right and its names turned into ids; a bad one is answered here."""
        if self.closed or not self.work.meter.allows_tool_call():
            self.closed = True
            self._reply_fault(call, LIMIT)
            return None
        try:
            tool = self._named(call.name).read_arguments(call.arguments, self.work.clock)
            return _Ready(call, await self._resolved(tool), uuid.uuid4().hex)
        except ToolFault as fault:
            self._correct(call, fault)
            return None

    def _named(self, name: str) -> type[Tool]:
        try:
            return self._tools[name]
        except KeyError:
            raise ToolFault(f"There is no tool {name[:80]!r}. There are: {', '.join(self._tools)}.") from None

    async def _resolved(self, tool: Tool) -> Tool:
        changed: dict[str, Any] = {}
        for field, table in type(tool).references().items():
            given = getattr(tool, field)
            if given:
                changed[field] = await self.work.host.resolve(table, given)
        return tool.model_copy(update=changed)

    async def _read(self, ready: "_Ready") -> RunEvent:
        try:
            result = await self.work.host.read(ready.tool)
        except ToolFault as fault:
            self._reply_fault(ready.call, str(fault))
            return ToolCallResult(ready.event_id, fault.told())
        self._reply(ready.call, result)
        return ToolCallResult(ready.event_id, fitting_result(result))

    async def _write(self, ready: "_Ready") -> list[RunEvent]:
        try:
            action = ready.tool.make_action(self.work)
            await self.work.host.apply(action)
        except ToolFault as fault:
            self._correct(ready.call, fault)
            return [ToolCallResult(ready.event_id, fault.told())]
        self._reply(ready.call, action.data)
        return [ActionMade(action), ToolCallResult(ready.event_id, action.data)]

    def _correct(self, call: ToolCall, fault: ToolFault) -> None:
        if fault.correctable:
            self.closed = self.closed or not self.work.meter.allows_correction(call.name)
        self._reply_fault(call, str(fault))

    def _reply(self, call: ToolCall, result: Any) -> None:
        content = data_block("result", fitting_result(result, self.work.llm.model))
        self._replies[call.id] = Message("tool", content, tool_call_id=call.id)

    def _reply_fault(self, call: ToolCall, said: str) -> None:
        self._replies[call.id] = Message("tool", data_block("error", said), tool_call_id=call.id)


class _Ready(NamedTuple):
    """A call that may be made. `tool` is a Read or a Write, whichever its group says."""

    call: ToolCall
    tool: Any
    event_id: str
