import os
from collections.abc import Iterator

import pytest

from tests.doubles.upstream import Upstream, answer
from tests.e2e.server import Server


def pytest_collection_modifyitems(items):
    for item in items:
        if "/tests/chat/" in str(item.path) and "running" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.services)


@pytest.fixture(scope="session")
def running(model_server: Upstream) -> Iterator[Server]:
    """A server that thinks with the loopback model server; two workers where they can know of each other."""
    with Server(
        workers=2 if os.environ.get("REDIS_URL") else 1,
        OPENAI_API_KEY="sk-of-the-server",
        OPENAI_API_BASE=model_server.url,
        DEFAULT_TIER="team",
    ) as server:
        yield server


@pytest.fixture
def token(running: Server) -> str:
    return running.register()["access_token"]


@pytest.fixture
def routed(upstream: Upstream) -> Upstream:
    """The router says task_agent; the agent plays what the test queues."""

    def by_model(request):
        return answer("task_agent") if request.model == "gpt-4o-mini" else None

    upstream.playbook = by_model
    return upstream
