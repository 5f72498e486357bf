"""Which engine a model's name means. Making one costs nothing: what is heavy loads with its first call."""

from typing import TypedDict

from adiuva.config import config
from agents.llm.engine import Engine
from agents.llm.litellm_engine import LiteLLMEngine
from agents.llm.offline import OfflineEngine
from agents.llm.openai_wire import OpenAIWireEngine
from agents.llm.providers import OFFLINE, WIRE, base_of, key_of, name_at_provider, provider_of
from agents.llm.resilient import Patience, ResilientEngine


class Offer(TypedDict):
    model: str
    provider: str


def get_llm(
    model: str | None = None,
    *,
    api_key: str | None = None,
    temperature: float | None = None,
    max_tokens: int | None = None,
) -> Engine:
    """The engine of a model, with time-outs, retries and the fallback around it.

    With a caller's own key it is for one run: nothing here or below keeps it, and no fallback spends the server's key.
    """
    chosen = model or config.llm_model
    engine = _engine(chosen, api_key, temperature or 0, max_tokens)
    if chosen == OFFLINE:
        return engine
    fallback = None if api_key or config.llm_fallback_model in ("", chosen) else config.llm_fallback_model
    return ResilientEngine(
        engine,
        patience=_patience(),
        fallback=_engine(fallback, None, temperature or 0, max_tokens) if fallback else None,
    )


def get_router_llm() -> Engine:
    return get_llm(config.llm_router_model)


def get_embedder() -> Engine:
    engine = _engine(config.embedding_model, None, 0, None)
    return engine if engine.model == OFFLINE else ResilientEngine(engine, patience=_patience())


def available_models() -> list[Offer]:
    """What users may choose from: the server's own model first."""
    names = dict.fromkeys([config.llm_model, *config.llm_models])
    return [Offer(model=name, provider=provider_of(name)) for name in names]


def _patience() -> Patience:
    return Patience(first_token=config.llm_first_token_timeout, next_token=config.llm_token_timeout)


def _engine(model: str, api_key: str | None, temperature: float, max_tokens: int | None) -> Engine:
    if model == OFFLINE:
        return OfflineEngine()
    provider = WIRE.get(provider_of(model))
    if provider:
        return OpenAIWireEngine(
            model,
            name=name_at_provider(model),
            base=base_of(provider),
            key=api_key or key_of(provider),
            connect_timeout=config.llm_connect_timeout,
            temperature=temperature,
            max_tokens=max_tokens,
            asks_for_usage=provider.asks_for_usage,
        )
    return LiteLLMEngine(
        model,
        key=api_key or "",
        connect_timeout=config.llm_connect_timeout,
        temperature=temperature,
        max_tokens=max_tokens,
    )
