"""The engine without a network: reads English by rules, and says so when it does not understand."""

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator, Sequence

from agents.llm.estimate import tokens_in
from agents.llm.messages import Delta, Message, Text, ToolFragment, ToolSpec, Usage
from agents.llm.offline.acting import Step, next_step
from agents.llm.offline.calendar import knows_zone, zone_of
from agents.llm.offline.classify import classify
from agents.llm.offline.conversation import Turn, read_turn
from agents.llm.offline.deep import deep_step, is_deep
from agents.llm.offline.embed import embed
from agents.llm.offline.steps import plan_step
from agents.llm.offline.world import records
from agents.llm.offline.writing import synthesize

LONG = 100_000  # characters: from here on the event loop does not wait for the reading
_PIECE = re.compile(r"\s*\S+\s*$|\s*\S+")


class OfflineEngine:
    model = "offline"

    async def deltas(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> AsyncGenerator[Delta]:
        short = sum(len(message.content) for message in messages) < LONG
        turn = read_turn(messages, tools) if short else await asyncio.to_thread(read_turn, messages, tools)
        zone = turn.context.get("timezone")
        if isinstance(zone, str) and not knows_zone(zone):
            await asyncio.to_thread(zone_of, zone)
        step = answer(turn) if short else await asyncio.to_thread(answer, turn)
        written = len(step.text) + sum(len(call.name) + len(call.arguments) for call in step.calls)
        for piece in pieces(step.text):
            yield Text(piece)
        for index, call in enumerate(step.calls):
            yield ToolFragment(index, call.id, call.name, call.arguments)
        yield Usage(tokens_in(len(turn.message)), tokens_in(written), estimated=True, model=self.model)

    async def embed(self, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        return [embed(text) for text in texts], sum(tokens_in(len(text)) for text in texts)


def answer(turn: Turn) -> Step:
    if is_deep(turn):
        return deep_step(turn)
    match turn.kind:
        case "classify":
            return Step(text=classify(turn))
        case "synthesize":
            return Step(text=synthesize(records(turn.blocks, "results")))
        case "step":
            return Step(text=plan_step(turn))
    return next_step(turn)


def pieces(text: str) -> Iterator[str]:
    """Words with the space before them, as a model's tokens come."""
    return (match.group() for match in _PIECE.finditer(text))
