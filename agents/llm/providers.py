"""Who speaks OpenAI's protocol, and where; every other provider goes through LiteLLM."""

import os
from dataclasses import dataclass

from adiuva.config import config

OFFLINE = "offline"


@dataclass(frozen=True)
class Provider:
    base: str
    key: str  # the variable that holds it, by LiteLLM's own name
    base_variable: str
    path: str = ""  # what an address without it still needs
    asks_for_usage: bool = True  # knows stream_options


WIRE = {
    "openai": Provider("https://api.openai.com/v1", "OPENAI_API_KEY", "OPENAI_API_BASE"),
    "ollama": Provider("http://localhost:11434/v1", "OLLAMA_API_KEY", "OLLAMA_API_BASE", path="/v1"),
    "hosted_vllm": Provider("http://localhost:8000/v1", "HOSTED_VLLM_API_KEY", "HOSTED_VLLM_API_BASE"),
    "groq": Provider("https://api.groq.com/openai/v1", "GROQ_API_KEY", "GROQ_API_BASE"),
    "mistral": Provider("https://api.mistral.ai/v1", "MISTRAL_API_KEY", "MISTRAL_API_BASE", asks_for_usage=False),
    "openrouter": Provider("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY", "OPENROUTER_API_BASE"),
}
ALIASES = {"ollama_chat": "ollama", "vllm": "hosted_vllm"}
# Names without a provider that LiteLLM knows; every other such name is OpenAI's.
BARE_NAMES = {"claude": "anthropic", "gemini": "gemini", "command": "cohere", "deepseek": "deepseek", "grok": "xai"}


def provider_of(model: str) -> str:
    prefix, slash, _ = model.partition("/")
    if slash:
        return ALIASES.get(prefix, prefix)
    if model == OFFLINE:
        return OFFLINE
    return next((provider for start, provider in BARE_NAMES.items() if model.startswith(start)), "openai")


def name_at_provider(model: str) -> str:
    prefix, slash, rest = model.partition("/")
    return rest if slash and ALIASES.get(prefix, prefix) in WIRE else model


def base_of(provider: Provider) -> str:
    base = _setting(provider.base_variable).rstrip("/") or provider.base
    return base if base.endswith(provider.path) else base + provider.path


def key_of(provider: Provider) -> str:
    return _setting(provider.key)


def _setting(variable: str) -> str:
    if variable.lower() in type(config).model_fields:
        return str(getattr(config, variable.lower()))
    return os.environ.get(variable, "")
