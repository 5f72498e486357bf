"""For what needs several agents in an order that nobody knows beforehand: plans, has the others work, answers."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from agents.base import GAVE_UP, BaseAgent, said
from agents.deep.stage import Stage
from agents.deep.tools import CallAgent, WritePlan
from agents.deep.voice import Voice
from agents.events import RunEvent
from agents.llm.data import data_block
from agents.llm.messages import Message
from agents.prompting import fitting_context, history_messages, prompt
from agents.registry import AgentRegistry, register
from agents.tools import Tool

if TYPE_CHECKING:
    from agents.deep.graph import DeepGraph


@register
class DeepAgent(BaseAgent):
    name = "deep_agent"
    title = "Work of several kinds"
    description = (
        "Large wishes whose steps are only known on the way and which touch several of the others' fields: kick off or "
        "set up a whole project, go through a week and put it in order, find out first and then decide what to change."
    )
    tools = (WritePlan, CallAgent)
    calls_others = True

    async def handle(self, query: str, context: Mapping[str, Any]) -> AsyncGenerator[RunEvent]:
        heard: asyncio.Queue[RunEvent | None] = asyncio.Queue()
        thinking = asyncio.create_task(self._think(query, context, heard))
        thinking.add_done_callback(lambda _: heard.put_nowait(None))
        try:
            while (event := await heard.get()) is not None:
                yield event
            await thinking
        finally:
            thinking.cancel()
            await asyncio.gather(thinking, return_exceptions=True)

    async def _think(self, query: str, context: Mapping[str, Any], heard: asyncio.Queue[RunEvent | None]) -> None:
        others = self.work.registry.without(self.name)
        voice = Voice(self.work, heard.put_nowait)
        stage = Stage(self.work, others, context, heard.put_nowait)
        graph = await asyncio.to_thread(_graph, voice, prompt(self.template_id()), self.get_tools(), stage)
        if not await graph.run(self._messages(query, context, others), self.work.meter.caps.deep_turns):
            async for event in said(GAVE_UP, after=voice.spoke):
                heard.put_nowait(event)

    def _messages(self, query: str, context: Mapping[str, Any], others: AgentRegistry) -> list[Message]:
        blocks = [
            data_block("agents", others.list_agents()),
            data_block("context", fitting_context(context, self.work.llm.model)),
            data_block("message", query),
        ]
        return [*history_messages(self.work.history, self.work.llm.model), Message("user", "\n".join(blocks))]


def _graph(voice: Voice, system: str, tools: Sequence[type[Tool]], stage: Stage) -> "DeepGraph":
    """Loads LangChain the first time, which takes half a second: not on the event loop."""
    import_module("agents.llm.langchain_face")  # before LangChain's agents: it turns tracing off
    graph = import_module("agents.deep.graph")
    made: DeepGraph = graph.DeepGraph(voice, system, tools, stage.use)
    return made
