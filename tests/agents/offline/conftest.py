"""Runs of the offline engine through the real orchestrator, agents and tools."""

from dataclasses import dataclass

import pytest

from agents.events import RunFinished
from agents.llm.offline import OfflineEngine


class OfflineEngines:
    def agent(self, request):
        return OfflineEngine()

    def router(self):
        return OfflineEngine()


@dataclass
class Outcome:
    agents: list
    actions: list  # (type, table, data), as the client gets them
    text: str


@pytest.fixture
def ask(events_of):
    """The outcome of a message with a context."""

    async def _ask(message, context, history=()):
        told = {**context, "conversation_history": list(history)} if history else context
        events = await events_of(OfflineEngines(), message, context=told)
        assert isinstance(events[-1], RunFinished), events[-1]
        result = events[-1].result
        assert result.model == "offline"
        actions = [(action.type, action.table, action.data) for action in result.actions]
        return Outcome(result.agent.split(","), actions, result.response)

    return _ask
