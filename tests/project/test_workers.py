"""A worker stays within reach of the others, whatever becomes of the task that listens or of what it listens to."""

import asyncio
import shutil

import pytest
import redis
from channels.layers import get_channel_layer
from structlog.testing import capture_logs

from adiuva import workers as said_between
from adiuva.config import config
from adiuva.workers import GROUP, Workers
from tests.doubles.redis_server import RedisServer

pytestmark = pytest.mark.skipif(not shutil.which("redis-server"), reason="needs a Redis of its own")


@pytest.fixture
def redis_server(settings, monkeypatch):
    with RedisServer() as server:
        backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
        settings.CHANNEL_LAYERS = {
            "default": {"BACKEND": backend, "CONFIG": {"hosts": [{"address": server.url, "driver_info": None}]}}
        }
        monkeypatch.setattr(config, "redis_url", server.url)
        monkeypatch.setattr(said_between, "BEAT", 0.2)
        monkeypatch.setattr(said_between, "PAUSE", 0.05)
        yield server


class Ear:
    """`async with Ear() as ear:` – a worker, and what it hears."""

    broken = None

    def __init__(self):
        self.worker, self.said = Workers(), asyncio.Queue()
        self.worker.hears("word")(lambda _, word: self.said.put_nowait(word["number"]))

    async def __aenter__(self):
        await self.worker.start()
        await self.is_within_reach()
        return self

    async def __aexit__(self, *_):
        await self.worker.stop()
        assert not self.worker._tasks
        await get_channel_layer().flush()
        if self.broken:
            self.broken._receive_task = None  # or it would break once more when its loop is closed

    async def is_within_reach(self, how="group_send"):
        """Somebody says something until it is heard."""
        async with asyncio.timeout(30):
            for number in range(1000):
                to = GROUP if how == "group_send" else self.worker.me
                word = {"type": "worker.word", "kind": "word", "from": "another", "word": {"number": number}}
                await said_between._send(how, to, word)
                try:
                    async with asyncio.timeout(0.2):
                        while await self.said.get() != number:
                            pass
                        return
                except TimeoutError:
                    continue


def shard():
    return get_channel_layer()._get_layer()._shards[0]


async def listener_ends(ear):
    """As it would if what it waits for were cancelled."""
    for task in ear.worker._tasks:
        if task.get_coro().__name__ == "_listen":
            task.cancel()


async def receiver_ends(ear):
    """The layer's own task, which it never begins again."""
    shard()._receive_task.cancel()


async def receiver_breaks(ear):
    async def breaks():
        raise TimeoutError

    ear.broken = shard()
    ear.broken._receive_task.cancel()
    ear.broken._receive_task = asyncio.create_task(breaks())


async def subscriptions_are_lost(ear):
    await shard()._pubsub.unsubscribe()


@pytest.mark.parametrize("mishap", [listener_ends, receiver_ends, receiver_breaks, subscriptions_are_lost])
async def test_it_listens_anew_and_says_so(redis_server, mishap):
    async with Ear() as ear:
        with capture_logs() as lines:
            await mishap(ear)
            async with asyncio.timeout(30):
                while not any(line["event"] == "workers.listens_anew" for line in lines):
                    await asyncio.sleep(0.02)
        for how in ("group_send", "send"):
            await ear.is_within_reach(how)


async def test_asking_how_it_is_leaves_nothing_behind(redis_server):
    async with Ear() as ear:
        asked = redis.asyncio.Redis.from_url(redis_server.url, driver_info=None)
        before = await asked.pubsub_channels()
        for _ in range(5):
            await asyncio.wait_for(ear.worker.hear_ourselves(), 20)
        assert await asked.pubsub_channels() == before
        redis_server.kill()
        with pytest.raises(TimeoutError):
            while True:  # a word or two may have come before it went
                await asyncio.wait_for(ear.worker.hear_ourselves(), 1)
        await asked.aclose()


async def test_a_redis_that_was_away(redis_server):
    async with Ear() as ear:
        redis_server.kill()
        await asyncio.sleep(1)
        redis_server.start()
        for how in ("group_send", "send"):
            await ear.is_within_reach(how)


async def test_a_redis_that_hangs(redis_server, monkeypatch):
    monkeypatch.setattr(said_between, "PATIENCE", 0.5)
    async with Ear() as ear:
        with capture_logs() as lines:
            redis_server.freeze()
            async with asyncio.timeout(30):
                while sum(line["event"] == "workers.listens_anew" for line in lines) < 3:
                    await asyncio.sleep(0.02)
            redis_server.freeze(thaw=True)
            for how in ("group_send", "send"):
                await ear.is_within_reach(how)
        assert "workers.layer_left" not in {line["event"] for line in lines}


async def test_one_that_hears_is_left_alone(redis_server):
    async with Ear() as ear:
        me = ear.worker.me
        heard = ear.worker._heard
        async with asyncio.timeout(30):
            while ear.worker._heard < heard + 5:  # nothing but itself
                await asyncio.sleep(0.02)
        assert ear.worker.me == me
