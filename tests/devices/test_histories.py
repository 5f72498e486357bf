"""Random days of several users on real sockets, while workers are killed and Redis is restarted."""

import asyncio
import contextlib
import json
import os
import random
import shutil
import signal
import time
import urllib.error
from pathlib import Path

import psycopg
import pytest

from tests.bench.process import family
from tests.devices.asking import ask, device_of
from tests.doubles.device import Faults
from tests.doubles.device_store import Store
from tests.doubles.redis_server import RedisServer
from tests.e2e.server import Server

USERS, STEPS = 8, 7
LONGEST = 60.0  # a run of several reads, each of which may take its 15 s
MARKER = "zebra-of-the-record"


def several_workers(test):
    on_postgres = os.environ.get("DATABASE_URL", "").startswith("postgres")
    can = on_postgres and shutil.which("redis-server")
    return pytest.mark.slow(pytest.mark.skipif(not can, reason="needs PostgreSQL, and a Redis of its own")(test))


class Day:
    """One user, his device, and what he does; it is known in the end what every answer said was to be done."""

    def __init__(self, server, seed):
        self.server, self.seed = server, random.Random(seed)
        self.token = server.register()["access_token"]
        tasks = [{"id": f"t{n}", "title": f"{MARKER} {n}", "status": "todo", "assignees": []} for n in range(5)]
        self.store = Store().fill(tasks=tasks)
        self.actions, self.lost, self.made = [], 0, 0
        faults = Faults(drop=0.03, late=0.1, twice=0.2, leave=0.1, delay=0.7, seed=random.Random(seed))
        self.device = device_of(server, self.token, self.store, device_id="d", faults=faults)

    async def live(self):
        async with self.device:
            for _ in range(STEPS):
                await getattr(self, self.seed.choice(["read", "write", "write", "leave", "take_over"]))()
                await asyncio.sleep(self.seed.random() * 0.3)
            await self.read()
        for action in self.actions:  # what an answer says and the device did not get, its client applies
            self.store.apply(action)

    async def read(self):
        await self.asked("Which tasks are there?")

    async def write(self):
        self.made += 1
        for action in await self.asked(f"Create a task 'Number {self.made}' and complete the task '{MARKER} 1'"):
            self.actions.append(action)

    async def leave(self):
        await self.device.leave()

    async def take_over(self):
        other = device_of(self.server, self.token, self.store, device_id="d")
        other.records = self.device.records
        async with other:
            await self.read()
        self.device.closed_with = None
        if self.device._task.done():
            self.device._task = asyncio.create_task(self.device.stay())

    async def asked(self, message):
        began = time.monotonic()
        try:
            status, body = await asyncio.wait_for(ask(self.server, self.token, message), LONGEST)
        except (urllib.error.URLError, ConnectionError, json.JSONDecodeError):  # its worker was killed
            self.lost += 1
            return []
        assert status == 200, body
        assert time.monotonic() - began < LONGEST
        return body["actions"]


def workers_of(server):
    def is_worker(pid):
        with contextlib.suppress(OSError):
            return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()

    return [pid for pid in family(server.pid) if is_worker(pid)]


async def misfortunes(server, redis_server, days):
    """Until the days are over."""
    seed, killed, restarted = random.Random(4), 0, 0
    while not days.done():
        await asyncio.sleep(2.5)
        if seed.random() < 0.5:
            os.kill(seed.choice(workers_of(server)), signal.SIGKILL)
            killed += 1
        else:
            redis_server.kill()
            await asyncio.sleep(seed.random())
            await asyncio.to_thread(redis_server.start)
            restarted += 1
    assert killed and restarted


def check(day):
    assert len(day.store.effects) == len(set(day.store.effects))
    assert {action["id"] for action in day.actions} <= set(day.store.effects)
    titles = [task["title"] for task in day.store.all("tasks") if task["title"].startswith("Number")]
    made = [action for action in day.actions if action["type"] == "create_record"]
    assert len(titles) >= len(made)


def nothing_stays(server):
    assert MARKER not in server.log()
    if server.database_url.startswith("postgres"):
        with psycopg.connect(server.database_url) as database:
            names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            assert all(
                MARKER not in str(database.execute(f'SELECT t::text FROM "{name}" t').fetchall()) for (name,) in names
            )
    else:
        assert MARKER.encode() not in Path(server.database_url.removeprefix("sqlite:///")).read_bytes()


async def test_days_with_a_difficult_device():
    """One process."""
    with Server(DEFAULT_TIER="team") as server:
        days = [Day(server, seed) for seed in range(USERS)]
        await asyncio.gather(*(day.live() for day in days))
        for day in days:
            check(day)
            assert day.lost == 0
        nothing_stays(server)


@several_workers
async def test_days_on_two_workers_that_die_and_a_redis_that_restarts():
    with RedisServer() as redis_server, Server(workers=2, redis=redis_server.url, DEFAULT_TIER="team") as server:
        days = [Day(server, seed) for seed in range(USERS)]
        living = asyncio.gather(*(day.live() for day in days))
        await misfortunes(server, redis_server, living)
        await living
        for day in days:
            check(day)
        nothing_stays(server)


@several_workers
async def test_a_redis_that_hangs_hangs_nobody():
    store = Store().fill(tasks=[{"id": "t1", "title": "Send the invoice", "status": "todo", "assignees": []}])
    with RedisServer() as redis_server, Server(workers=2, redis=redis_server.url, DEFAULT_TIER="team") as server:
        token = server.register()["access_token"]

        async def everybody():
            return await asyncio.gather(*(ask(server, token, "Which tasks are there?") for _ in range(6)))

        async with device_of(server, token, store):
            assert all("invoice" in body["response"] for _, body in await everybody())
            redis_server.freeze()
            began = time.monotonic()
            answers = await everybody()
            assert [status for status, _ in answers] == [200] * 6, answers
            assert time.monotonic() - began < 30
            redis_server.freeze(thaw=True)
            await asyncio.sleep(7)  # a round of renewals
            assert all("invoice" in body["response"] for _, body in await everybody())
