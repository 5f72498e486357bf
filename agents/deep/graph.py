"""LangChain's agent with our engine and our tools in it. Nothing is kept between two runs, and nothing is traced.

Import agents.llm.langchain_face before this: it turns tracing off.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain_core.tools import StructuredTool
from langgraph.errors import GraphRecursionError

from agents.llm.engine import Engine
from agents.llm.langchain_face import EngineChatModel, langchain_message
from agents.llm.messages import Message
from agents.tools import Tool

Use = Callable[[type[Tool], Mapping[str, Any]], Awaitable[str]]
NODES_A_TURN = 2  # the model, then its tools


class DeepGraph:
    def __init__(self, engine: Engine, system: str, tools: Sequence[type[Tool]], use: Use) -> None:
        chat = EngineChatModel(engine=engine)
        self._graph = create_agent(chat, [_langchain_tool(tool, use) for tool in tools], system_prompt=system)

    async def run(self, messages: Sequence[Message], turns: int) -> bool:
        """Whether it came to an end by itself within so many turns."""
        given = {"messages": [langchain_message(message) for message in messages]}
        try:
            await self._graph.ainvoke(given, {"recursion_limit": NODES_A_TURN * turns})
        except GraphRecursionError:
            return False
        return True


def _langchain_tool(tool: type[Tool], use: Use) -> StructuredTool:
    async def call(**given: Any) -> str:
        return await use(tool, given)

    spec = tool.spec()
    return StructuredTool(name=spec.name, description=spec.description, args_schema=spec.parameters, coroutine=call)
