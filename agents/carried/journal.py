"""What made a run go the way it went. Gone through again with it, the run comes to the same place by the same code."""

import uuid
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from agents.llm.engine import Engine
from agents.llm.messages import Delta, Message, Text, ToolFragment, ToolSpec, Usage


class Answered(msgspec.Struct, frozen=True):
    """One call of a model, whole."""

    text: str
    fragments: list[ToolFragment]
    usage: Usage | None


class Outcome(msgspec.Struct, frozen=True):
    """Of one read."""

    result: Any = UNSET
    error: str | UnsetType = UNSET


class Journal:
    def __init__(
        self, run_id: str = "", answers: Sequence[Answered] = (), outcomes: dict[str, Outcome] | None = None
    ) -> None:
        self.run_id = run_id or uuid.uuid4().hex
        self.answers = list(answers)
        self.outcomes = outcomes or {}
        self._read = self._asked = 0

    def next_answer(self) -> Answered | None:
        """What the model said at this point; None for what was never asked."""
        self._read += 1
        return self.answers[self._read - 1] if self._read <= len(self.answers) else None

    def next_call(self) -> str:
        self._asked += 1
        return uuid.uuid5(uuid.UUID(self.run_id), f"read {self._asked}").hex


class JournaledEngine:
    def __init__(self, engine: Engine, journal: Journal) -> None:
        self._engine, self._journal = engine, journal
        self.model = engine.model

    async def deltas(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> AsyncGenerator[Delta]:
        said = self._journal.next_answer()
        if said is not None:
            for delta in (Text(said.text), *said.fragments, *([said.usage] if said.usage else ())):
                yield delta
            return
        texts: list[str] = []
        fragments: list[ToolFragment] = []
        usage = None
        async with aclosing(self._engine.deltas(messages, tools)) as deltas:
            async for delta in deltas:
                if type(delta) is Text:
                    texts.append(delta.text)
                elif type(delta) is ToolFragment:
                    fragments.append(delta)
                elif type(delta) is Usage:
                    usage = delta
                yield delta
        self._journal.answers.append(Answered("".join(texts), fragments, usage))
        self._journal.next_answer()

    async def embed(self, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        return await self._engine.embed(texts)
