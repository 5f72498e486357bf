import asyncio

import pytest

from agents.llm import litellm_engine
from tests.agents.llm.world import MAKERS, Make, hear
from tests.doubles.upstream import Upstream


@pytest.fixture(scope="session")
def _warm(model_server: Upstream) -> None:
    """LiteLLM's first call takes a second, which would count as the model's silence."""

    async def once() -> None:
        await litellm_engine.load()
        await hear(MAKERS["litellm"](model_server.url))

    asyncio.run(once())


@pytest.fixture(params=MAKERS)
def make(request: pytest.FixtureRequest) -> Make:
    """Every engine that asks over a network: whatever holds of one holds of all."""
    if request.param == "litellm":
        request.getfixturevalue("_warm")
    return MAKERS[request.param]
