"""Which engines a run thinks with. The factory is asked when the run begins, so a test may stand in for it."""

from typing import Protocol

from agents import llm
from agents.llm.engine import Engine
from agents.requests import RunRequest


class Engines(Protocol):
    def agent(self, request: RunRequest) -> Engine: ...

    def router(self) -> Engine: ...


class FactoryEngines:
    def __init__(self, provider_key: str = "") -> None:
        self._provider_key = provider_key  # the caller's own, for the model he names and this run alone

    def agent(self, request: RunRequest) -> Engine:
        return llm.get_llm(request.model, api_key=self._provider_key or None)

    def router(self) -> Engine:
        return llm.get_router_llm()
