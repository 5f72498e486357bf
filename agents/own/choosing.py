"""Which agents a run may use: the catalog, and the caller's own where one is named or the router is to choose."""

from accounts.asking import Caller
from adiuva.database import in_database
from agents.own import selectors
from agents.own.agents import key_of, with_own
from agents.own.fitting import Kept
from agents.registry import AgentRegistry, registry
from agents.requests import ChatRequest, RunRequest


async def agents_for(request: RunRequest, caller: Caller) -> AgentRegistry:
    if not isinstance(request, ChatRequest) or request.agent in registry:
        return registry
    return with_own(await in_database(_mine, request.agent, caller))


def _mine(named: str | None, caller: Caller) -> list[Kept]:
    if named is None:
        return selectors.offered_to(caller.user_id, caller.tier)
    return [one for one in selectors.all_of(caller.user_id, caller.tier) if key_of(one) == named and not one.refusal]
