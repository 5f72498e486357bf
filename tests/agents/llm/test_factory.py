import subprocess
import sys
from pathlib import Path

import pytest

from adiuva.config import config
from agents.llm import available_models, get_embedder, get_llm, get_router_llm, provider_of
from agents.llm.providers import WIRE, base_of, name_at_provider
from tests.agents.llm.world import hear
from tests.doubles.upstream import Status, answer


@pytest.mark.parametrize(
    ("model", "provider", "name"),
    [
        ("offline", "offline", "offline"),
        ("gpt-4o", "openai", "gpt-4o"),
        ("openai/gpt-4o", "openai", "gpt-4o"),
        ("o3-mini", "openai", "o3-mini"),
        ("ollama/llama3.1:8b", "ollama", "llama3.1:8b"),
        ("ollama_chat/llama3", "ollama", "llama3"),
        ("groq/llama-3.3-70b-versatile", "groq", "llama-3.3-70b-versatile"),
        ("openrouter/openai/gpt-4o", "openrouter", "openai/gpt-4o"),
        ("mistral/mistral-large-latest", "mistral", "mistral-large-latest"),
        ("hosted_vllm/meta-llama/Llama-3-8B", "hosted_vllm", "meta-llama/Llama-3-8B"),
        ("anthropic/claude-sonnet-4-5", "anthropic", "anthropic/claude-sonnet-4-5"),
        ("claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5"),
        ("gemini/gemini-2.5-pro", "gemini", "gemini/gemini-2.5-pro"),
    ],
)
def test_who_provides_a_model(model, provider, name):
    assert provider_of(model) == provider
    assert name_at_provider(model) == name


def test_where_a_provider_is(monkeypatch):
    assert base_of(WIRE["groq"]) == "https://api.groq.com/openai/v1"
    monkeypatch.setenv("OLLAMA_API_BASE", "http://10.0.0.5:11434/")
    assert base_of(WIRE["ollama"]) == "http://10.0.0.5:11434/v1"
    monkeypatch.setattr(config, "openai_api_base", "http://127.0.0.1:1/v1/")
    assert base_of(WIRE["openai"]) == "http://127.0.0.1:1/v1"


async def test_the_server_s_model_and_key(online):
    heard = await hear(get_llm())
    assert heard.usage.model == "gpt-4o"
    assert (await hear(get_router_llm())).text == "task_agent"
    assert [(r.model, r.key) for r in online.requests] == [
        ("gpt-4o", "sk-of-the-server"),
        ("gpt-4o-mini", "sk-of-the-server"),
    ]


async def test_a_provider_s_own_variables(upstream, monkeypatch):
    monkeypatch.setenv("GROQ_API_BASE", upstream.url)
    monkeypatch.setenv("GROQ_API_KEY", "gsk-1")
    engine = get_llm("groq/llama-3.3", temperature=0.5)
    heard = await hear(engine)
    (request,) = upstream.requests
    assert (request.key, request.model, request.body["temperature"]) == ("gsk-1", "llama-3.3", 0.5)
    assert heard.usage.model == engine.model == "groq/llama-3.3"


async def test_a_caller_s_own_key_is_used_alone(online, monkeypatch):
    monkeypatch.setattr(config, "llm_fallback_model", "other-model")
    online.play([Status(401)], answer("spent"))
    heard = await hear(get_llm("gpt-4o", api_key="sk-of-the-caller"))
    assert heard.error.status == 401
    assert [request.key for request in online.requests] == ["sk-of-the-caller"]
    await hear(get_llm("gpt-4o"))
    assert online.requests[-1].key == "sk-of-the-server"


async def test_the_configured_fallback(online, monkeypatch):
    monkeypatch.setattr(config, "llm_fallback_model", "other-model")
    online.play([Status(401)], answer("Here"))
    heard = await hear(get_llm())
    assert (heard.text, heard.usage.model) == ("Here", "other-model")


async def test_without_a_key_everything_is_offline(monkeypatch):
    for setting in ("llm_model", "llm_router_model", "embedding_model"):
        monkeypatch.setattr(config, setting, "offline")
    assert {get_llm().model, get_router_llm().model, get_embedder().model} == {"offline"}
    heard = await hear(get_llm())
    assert heard.error is None
    assert heard.text


async def test_the_embedder(online):
    vectors, tokens = await get_embedder().embed(["one", "two words"])
    assert ([len(v) for v in vectors], tokens) == ([1536, 1536], 3)


def test_what_users_may_choose(monkeypatch):
    monkeypatch.setattr(config, "llm_model", "gpt-4o")
    monkeypatch.setattr(config, "llm_models", ["gpt-4o", "anthropic/claude-sonnet-4-5", "offline"])
    assert available_models() == [
        {"model": "gpt-4o", "provider": "openai"},
        {"model": "anthropic/claude-sonnet-4-5", "provider": "anthropic"},
        {"model": "offline", "provider": "offline"},
    ]


HEAVY = ("openai", "litellm", "langchain", "langchain_core", "aiohttp", "httpx", "tiktoken")


def test_the_light_path_loads_no_model_library():
    code = (
        "import sys; from agents.llm import get_llm, get_embedder, get_router_llm\n"
        "get_llm('offline'); get_llm('gpt-4o'); get_llm('groq/x'); get_llm('anthropic/x')\n"
        f"sys.exit(', '.join(name for name in {HEAVY} if name in sys.modules) or 0)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
