from agents.llm.factory import Offer, available_models, get_embedder, get_llm, get_router_llm
from agents.llm.providers import provider_of

__all__ = ["Offer", "available_models", "get_embedder", "get_llm", "get_router_llm", "provider_of"]
