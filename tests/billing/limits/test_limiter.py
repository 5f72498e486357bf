"""What happens when Redis does not answer."""

import asyncio
import time

import pytest
from prometheus_client import REGISTRY

from billing.limits import limiter as module
from billing.limits.limiter import Limiter
from billing.limits.shared import SharedWindow


def fallbacks():
    return REGISTRY.get_sample_value("adiuva_limiter_fallbacks_total")


@pytest.fixture
async def silent_redis():
    """Accepts connections and never says a word."""
    connections = []

    async def hold(reader, writer):
        connections.append(writer)
        await reader.read()

    server = await asyncio.start_server(hold, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield f"redis://127.0.0.1:{port}/0", connections
    for writer in connections:
        writer.close()
    server.close()


@pytest.fixture
async def no_redis():
    server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return f"redis://127.0.0.1:{port}/0"


async def test_without_redis_the_process_decides_and_counts_that_it_did(no_redis):
    limiter, before = Limiter(SharedWindow(no_redis)), fallbacks()
    assert [(await limiter.decide("user", 2)).allowed for _ in range(3)] == [True, True, False]
    assert (await limiter.peek("user", 2)).remaining == 0
    assert fallbacks() == before + 3


async def test_a_redis_that_hangs_costs_its_time_out_once_not_each_time(silent_redis):
    url, connections = silent_redis
    limiter, began = Limiter(SharedWindow(url)), time.monotonic()
    for _ in range(50):
        assert (await limiter.decide("user", 100)).allowed
    assert time.monotonic() - began < 1.0
    assert len(connections) == 1


async def test_after_a_pause_one_request_tries_again(silent_redis, monkeypatch):
    url, connections = silent_redis
    monkeypatch.setattr(module, "PAUSE", 0.05)
    limiter = Limiter(SharedWindow(url))
    await limiter.decide("user", 100)
    await asyncio.sleep(0.06)
    await asyncio.gather(*(limiter.decide("user", 100) for _ in range(10)))
    assert len(connections) == 2


async def test_it_is_logged_once_a_while(no_redis, monkeypatch):
    lines = []
    monkeypatch.setattr(module, "PAUSE", 0.0)
    monkeypatch.setattr(module.log, "warning", lambda event, **given: lines.append((event, given)))
    limiter = Limiter(SharedWindow(no_redis))
    for _ in range(5):
        await limiter.decide("user", 100)
    assert lines == [("limits.redis_unavailable", {"error": "ConnectionError"})]


@pytest.mark.services
@pytest.mark.skipif(not module.config.redis_url, reason="there is no Redis here")
async def test_what_passed_through_redis_still_counts_when_it_goes(no_redis):
    limiter = Limiter(SharedWindow(module.config.redis_url, prefix=f"test:{time.time()}:"))
    for _ in range(3):
        assert (await limiter.decide("user", 3)).allowed
    await limiter.close()
    limiter.shared.url = no_redis
    assert not (await limiter.decide("user", 3)).allowed
