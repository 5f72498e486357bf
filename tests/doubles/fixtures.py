from collections.abc import Iterator

import pytest

from adiuva.config import config
from tests.doubles.upstream import Upstream


@pytest.fixture(scope="session")
def model_server() -> Iterator[Upstream]:
    server = Upstream()
    with server.run():
        yield server


@pytest.fixture
def upstream(model_server: Upstream) -> Iterator[Upstream]:
    """A model server over real HTTP, with nothing scripted and nothing heard."""
    model_server.forget()
    yield model_server
    model_server.forget()


@pytest.fixture
def online(upstream: Upstream, monkeypatch: pytest.MonkeyPatch) -> Upstream:
    """The service is configured for OpenAI, and OpenAI is the loopback server."""
    monkeypatch.setattr(config, "openai_api_key", "sk-of-the-server")
    monkeypatch.setattr(config, "openai_api_base", upstream.url)
    monkeypatch.setattr(config, "llm_model", "gpt-4o")
    monkeypatch.setattr(config, "llm_router_model", "gpt-4o-mini")
    monkeypatch.setattr(config, "embedding_model", "text-embedding-3-small")
    return upstream
