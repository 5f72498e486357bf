"""Where the deep agent's calls are made: one at a time, so that its steps follow one another for whoever watches."""

import asyncio
import uuid
from collections.abc import Mapping
from typing import Any

import msgspec

from agents.deep.tools import CallAgent, WritePlan
from agents.deep.voice import Tell
from agents.events import (
    RunEvent,
    StepFinished,
    StepStarted,
    TextDelta,
    TextEnded,
    TextStarted,
    ToolCallArgs,
    ToolCallEnded,
    ToolCallResult,
    ToolCallStarted,
)
from agents.llm.data import data_block
from agents.prompting import fitting_result
from agents.registry import AgentRegistry
from agents.toolbox import LIMIT
from agents.tools import Tool, ToolFault
from agents.work import Work

PLAN = "plan"


class Stage:
    def __init__(self, work: Work, agents: AgentRegistry, context: Mapping[str, Any], tell: Tell) -> None:
        self._work, self._agents, self._context, self._tell = work, agents, context, tell
        self._results: list[dict[str, Any]] = []
        self._turn = asyncio.Lock()
        self._closed = False

    async def use(self, tool: type[Tool], given: Mapping[str, Any]) -> str:
        """What a call gives, in the words for the model."""
        async with self._turn:
            if self._closed or not self._work.meter.allows_tool_call():
                self._closed = True
                return data_block("error", LIMIT)
            try:
                result = await self._do(tool.checked(dict(given), self._work.clock))
            except ToolFault as fault:
                self._closed = not self._work.meter.allows_correction(tool.tool)
                return data_block("error", str(fault))
            return data_block("result", fitting_result(result, self._work.llm.model))

    async def _do(self, made: Tool) -> dict[str, Any]:
        if isinstance(made, WritePlan):
            return self._write_plan(made)
        assert isinstance(made, CallAgent)
        return await self._call_agent(made)

    def _write_plan(self, made: WritePlan) -> dict[str, Any]:
        call_id, result = uuid.uuid4().hex, {"steps": len(made.steps)}
        self._tell(StepStarted(PLAN))
        self._tell(ToolCallStarted(call_id, made.tool))
        self._tell(ToolCallArgs(call_id, made.arguments()))
        self._tell(ToolCallEnded(call_id))
        self._tell(ToolCallResult(call_id, result))
        self._tell(StepFinished(PLAN))
        return result

    async def _call_agent(self, made: CallAgent) -> dict[str, Any]:
        if made.agent not in self._agents:
            names = ", ".join(agent["name"] for agent in self._agents.list_agents())
            raise ToolFault(f"There is no agent {made.agent[:80]!r}. There are: {names}.")
        given = {**self._context, "previous_results": list(self._results)} if self._results else self._context
        label = self._agents.label(made.agent)
        self._tell(StepStarted(label))
        done = await self._agents.call_agent(made.agent, made.request, given, work=self._work, tell=self._pass_on)
        self._tell(StepFinished(label))
        result = {"agent": made.agent, "response": done.text, "actions": msgspec.to_builtins(done.actions)}
        self._results.append(result)
        return result

    def _pass_on(self, event: RunEvent) -> None:
        """What an agent says goes to the deep agent, which gives the one answer."""
        if not isinstance(event, TextStarted | TextDelta | TextEnded):
            self._tell(event)
