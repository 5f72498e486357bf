"""Every agent there is. A module of this package named *_agent that registers its class is all a new one takes."""

import pkgutil
from collections.abc import Callable, Mapping
from contextlib import aclosing
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from adiuva.errors import Problem
from agents.collected import Collected
from agents.events import RunEvent
from plans.prompts import templates

if TYPE_CHECKING:
    from agents.base import BaseAgent
    from agents.work import Work

A = TypeVar("A", bound="type[BaseAgent]")


class AgentRegistry:
    def __init__(self, beside: "AgentRegistry | None" = None) -> None:
        self._agents: dict[str, type[BaseAgent]] = dict(beside._agents) if beside else {}

    def register(self, agent: A) -> A:
        if agent.prompt:
            templates.add(agent.template_id(), agent.prompt)
        self._agents[agent.name] = agent
        return agent

    def unregister(self, name: str) -> None:
        agent = self._agents.pop(name)
        if agent.prompt:
            templates.remove(agent.template_id())

    def get(self, name: str) -> "type[BaseAgent]":
        try:
            return self._agents[name]
        except KeyError:
            raise Problem("not_found", "There is no such agent.") from None

    def __contains__(self, name: object) -> bool:
        return name in self._agents

    def list_agents(self) -> list[dict[str, str]]:
        return [{"name": agent.name, "description": agent.description} for agent in self._agents.values()]

    def label(self, name: str) -> str:
        """What people call it; a name that is no agent's stays as it is."""
        agent = self._agents.get(name)
        return agent.label or name if agent else name

    def all(self) -> "list[type[BaseAgent]]":
        return list(self._agents.values())

    def without(self, *names: str) -> "AgentRegistry":
        fewer = AgentRegistry(self)
        for name in names:
            del fewer._agents[name]
        return fewer

    async def call_agent(
        self,
        name: str,
        query: str,
        context: Mapping[str, Any],
        *,
        work: "Work",
        tell: Callable[[RunEvent], None] | None = None,
    ) -> Collected:
        """Another agent's work as a whole, for an agent that calls it as a tool; `tell` hears of it as it happens."""
        collected = Collected()
        async with aclosing(self.get(name)(work).handle(query, context)) as events:
            async for event in events:
                collected.add(event)
                if tell:
                    tell(event)
        return collected


def discover() -> None:
    package = import_module("agents")
    for module in pkgutil.iter_modules(package.__path__):
        if module.name.endswith("_agent"):
            import_module(f"agents.{module.name}")


registry = AgentRegistry()
register = registry.register
