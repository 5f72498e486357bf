"""An own agent at work: the one of the catalog with the user's instructions after ours, as data and never over them."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import replace
from typing import Any

from agents import llm
from agents.base import ChatAgent
from agents.events import RunEvent
from agents.llm.data import data_block
from agents.llm.engine import Engine
from agents.llm.messages import Message
from agents.models import OwnAgent
from agents.own.fitting import Kept
from agents.own.keys import key_of_id
from agents.registry import AgentRegistry, registry
from agents.work import Work

BLOCK = "instructions"


def key_of(one: Kept) -> str:
    return key_of_id(one.row.id)


def with_own(mine: list[Kept], catalog: AgentRegistry = registry) -> AgentRegistry:
    """The catalog with the user's own agents beside it, for one run."""
    if not mine:
        return catalog
    beside = AgentRegistry(catalog)
    for one in mine:
        beside.register(_class_of(one, catalog))
    return beside


def _preferred(row: OwnAgent) -> Engine:
    return llm.get_llm(row.model or None, temperature=row.temperature)


def _class_of(one: Kept, catalog: AgentRegistry) -> type[ChatAgent]:
    base = catalog.get(one.row.agent)
    assert issubclass(base, ChatAgent)
    row, wording = one.row, one.wording

    class Own(base):  # type: ignore[valid-type,misc]  # chosen by the user
        work: Work
        name = key_of(one)
        description = f"{wording.name}: {wording.description or base.description}"
        prompt = ""
        label = wording.name

        @classmethod
        def catalog_name(cls) -> str:
            return base.catalog_name()

        @classmethod
        def template_id(cls) -> str:
            return base.template_id()

        def messages(self, query: str, context: Mapping[str, Any]) -> list[Message]:
            *before, last = super().messages(query, context)
            told = data_block(BLOCK, wording.instructions)
            return [*before, Message("user", f"{told}\n{last.content}")] if wording.instructions else [*before, last]

        def handle(self, query: str, context: Mapping[str, Any]) -> AsyncGenerator[RunEvent]:
            work = self.work
            if not work.model_named and (row.model or row.temperature is not None):
                self.work = replace(work, llm=work.wear(_preferred(row)))
            events: AsyncGenerator[RunEvent] = super().handle(query, context)
            return events

    return Own
