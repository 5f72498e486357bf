import logging

import pytest

from adiuva.config import config
from agents.llm import litellm_engine, warm
from agents.llm.openai_wire import engine as wire_engine


@pytest.fixture
def loaded(monkeypatch):
    done = []

    async def load_wire() -> None:
        done.append("wire")

    async def load_litellm() -> None:
        done.append("litellm")

    monkeypatch.setattr(wire_engine, "load", load_wire)
    monkeypatch.setattr(litellm_engine, "load", load_litellm)
    return done


@pytest.mark.parametrize(
    ("model", "router", "libraries"),
    [
        ("offline", "offline", []),
        ("gpt-4o", "gpt-4o-mini", ["wire"]),
        ("anthropic/claude-sonnet-4-5", "offline", ["litellm"]),
        ("anthropic/claude-sonnet-4-5", "groq/llama-3.3", ["wire", "litellm"]),
    ],
)
async def test_only_what_is_configured_is_loaded(loaded, monkeypatch, model, router, libraries):
    monkeypatch.setattr(config, "llm_model", model)
    monkeypatch.setattr(config, "llm_router_model", router)
    await warm.warm_up()
    assert loaded == libraries


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("offline", False),
        ("text-embedding-3-small", False),
        ("text-embedding-3-large", False),
        ("text-embedding-ada-002", False),
        ("gemini/gemini-embedding-001", True),
        ("nobody/knows", False),
    ],
)
async def test_vectors_of_another_length_are_said_at_start(monkeypatch, caplog, model, said):
    monkeypatch.setattr(config, "embedding_model", model)
    with caplog.at_level(logging.ERROR):
        await warm.check_vectors()
    assert ("other_length" in caplog.text) is said
