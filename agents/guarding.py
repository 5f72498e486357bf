"""The leak guard over all that is ours: every template, and what tools say of themselves to models."""

from functools import lru_cache

from adiuva.lifespan import on_start
from agents.registry import registry
from plans.leakguard import LeakGuard
from plans.prompts import templates


def leak_guard() -> LeakGuard:
    """One for all; another once an agent brought a prompt of its own."""
    return _made(templates.changes)


@lru_cache(maxsize=1)
def _made(changes: int) -> LeakGuard:
    purposes = [tool.purpose for agent in registry.all() for tool in agent.get_tools()]
    return LeakGuard([*(prompt.text for prompt in templates), *purposes])


@on_start
async def _read_the_prompts() -> None:
    """Before the first request, not with it."""
    leak_guard().prepare()
