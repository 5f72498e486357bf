"""What the agents of one run share. Tools get the user from here, never from a model."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agents.clock import Clock
from agents.llm.engine import Engine
from agents.meter import Meter
from agents.registry import AgentRegistry, registry
from agents.toolhost import ToolHost

NAME_KEYS = ("name", "full_name", "display_name", "username", "email")


def as_it_is(engine: Engine) -> Engine:
    return engine


@dataclass
class Work:
    run_id: str
    user_id: str
    llm: Engine
    router: Engine
    host: ToolHost
    clock: Clock
    context: dict[str, Any]  # as the client sent it, with timezone and now filled in
    history: list[dict[str, str]] = field(default_factory=list)
    meter: Meter = field(default_factory=Meter)
    agents: list[str] = field(default_factory=list)  # who works on it, once that is known
    registry: AgentRegistry = registry  # those the user has: the catalog, perhaps some of his own
    wear: Callable[[Engine], Engine] = as_it_is  # what every engine of this run wears
    model_named: bool = False  # the request says which model, whatever an agent prefers

    _ids: int = 0

    def new_id(self) -> str:
        """The same ones in the same order, where a run is gone through again."""
        self._ids += 1
        return str(uuid.uuid5(uuid.UUID(self.run_id), str(self._ids)))

    @property
    def author(self) -> str:
        profile = self.context.get("user_profile") or {}
        names = (profile.get(key) for key in NAME_KEYS)
        return next((name.strip() for name in names if isinstance(name, str) and name.strip()), "me")
