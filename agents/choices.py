"""What a request may choose: agents it can see, models of the server's list and the caller's tier, his own key."""

from adiuva.config import config
from adiuva.errors import invalid
from agents import llm
from agents.llm.factory import Offer
from agents.llm.providers import OFFLINE, provider_of
from agents.registry import AgentRegistry, registry
from agents.requests import ChatRequest, RunRequest
from billing.tiers import check_feature, require_feature

SEVERAL = 2


def check(request: RunRequest, *, tier: str, agents: AgentRegistry = registry, provider_key: str = "") -> None:
    if isinstance(request, ChatRequest) and request.agent is not None and request.agent not in agents:
        raise invalid("agent", "unknown", "There is no such agent.")
    if provider_key:
        require_feature(tier, "own_provider_key")
        if request.model in (None, "", OFFLINE):
            raise invalid("model", "required", "Name the model that the provider key is for.")
    elif request.model is not None:
        check_model(request.model, tier)


def check_model(model: str, tier: str) -> None:
    if model not in {offer["model"] for offer in llm.available_models()}:
        raise invalid("model", "unknown", "This model cannot be chosen here.")
    if not _is_home(model):
        require_feature(tier, "model_providers", SEVERAL)


def models_for(tier: str) -> list[Offer]:
    every = check_feature(tier, "model_providers", SEVERAL)
    return [offer for offer in llm.available_models() if every or _is_home(offer["model"])]


def _is_home(model: str) -> bool:
    """Whether the server's own model comes from the same provider: the one that every tier has."""
    return provider_of(model) == provider_of(config.llm_model)
