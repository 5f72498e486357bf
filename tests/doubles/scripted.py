"""An engine that says what the test wrote for it, for tests of what stands above engines."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Any

from agents.llm.data import read_blocks
from agents.llm.messages import Delta, Message, Text, ToolFragment, ToolSpec, Usage

USED = Usage(10, 5)


def calls(*made: tuple[str, dict[str, Any] | str]) -> list[Delta]:
    return [
        ToolFragment(n, f"call_{n}", name, given if isinstance(given, str) else json.dumps(given))
        for n, (name, given) in enumerate(made)
    ]


def said(text: str) -> list[Delta]:
    return [Text(piece) for piece in text.replace(" ", " \0").split("\0")]


class Asked(list[Message]):
    """One call of the model: what it was given."""

    tools: tuple[str, ...] = ()

    @property
    def system(self) -> str:
        return self[0].content

    @property
    def blocks(self) -> dict[str, Any]:
        return read_blocks([message for message in self if message.role == "user"][-1].content)[0]

    @property
    def replies(self) -> list[dict[str, Any]]:
        return [read_blocks(message.content)[0] for message in self if message.role == "tool"]


@dataclass
class ScriptedEngine:
    script: list[list[Delta | Exception | float | asyncio.Event]]
    model: str = "scripted"
    usage: Usage | None = USED
    asked: list[Asked] = field(default_factory=list)
    closed: int = 0

    async def deltas(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> AsyncGenerator[Delta]:
        asked = Asked(messages)
        asked.tools = tuple(tool.name for tool in tools)
        self.asked.append(asked)
        steps = self.script.pop(0) if self.script else said("Done.")
        try:
            for step in steps:
                if isinstance(step, Exception):
                    raise step
                if isinstance(step, asyncio.Event):
                    await step.wait()
                    continue
                await asyncio.sleep(step if isinstance(step, float) else 0)
                if not isinstance(step, float):
                    yield step
            if self.usage:
                yield self.usage
        finally:
            self.closed += 1

    async def embed(self, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        raise NotImplementedError


@dataclass
class ScriptedEngines:
    """A router that names the agents, and an agent's engine with a script of its own."""

    llm: ScriptedEngine
    routed: ScriptedEngine

    def agent(self, request: Any) -> ScriptedEngine:
        return self.llm

    def router(self) -> ScriptedEngine:
        return self.routed


def engines(*script: list[Any], route: str = "task_agent") -> ScriptedEngines:
    return ScriptedEngines(ScriptedEngine(list(script)), ScriptedEngine([said(route)], model="router"))
