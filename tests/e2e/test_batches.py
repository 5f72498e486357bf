"""Batches on a real server with a device on a socket: in the web process, and in workers of their own."""

import asyncio
import contextlib
import os
import sqlite3
import subprocess
import time
from collections import Counter

import psycopg
import pytest

from tests.doubles.device import Device, Faults
from tests.doubles.device_store import Store
from tests.e2e.server import Server
from tests.e2e.workers import Workers

REDIS = os.environ.get("REDIS_URL", "")
needs_redis = pytest.mark.skipif(not REDIS, reason="without Redis the web process runs the batches itself")
MANY = 8


@pytest.fixture(scope="module")
def server():
    with Server(workers=2 if REDIS else 1, DEFAULT_TIER="team") as running:
        yield running


def database_of(server):
    if server.database_url.startswith("postgres"):
        return psycopg.connect(server.database_url, autocommit=True)
    path = server.database_url.removeprefix("sqlite:///")
    return contextlib.closing(sqlite3.connect(path, timeout=20, isolation_level=None))


def url_of(server):
    return f"ws://127.0.0.1:{server.port}/api/v1/device"


def store():
    day = 86_400_000
    late = {"status": "todo", "priority": "low", "due_date": int(time.time() * 1000) - 2 * day, "project_id": "p1"}
    return Store().fill(
        projects=[{"id": "p1", "name": "Apollo", "status": "active"}],
        tasks=[{"id": f"t{n}", "title": f"Late one {n}", **late} for n in range(3)],
    )


def batch_of(server, token, name="overdue_sweep"):
    status, _, made = server.request("POST", "/agents/batches", {"template": name}, token=token)
    assert status == 201, made
    return made["id"]


def run_of(server, token, batch, **body):
    status, _, accepted = server.request("POST", f"/agents/batches/{batch}/run", body, token=token)
    assert status == 202, accepted
    return accepted["run_id"]


async def told(device, count, status, seconds=20.0):
    async with asyncio.timeout(seconds):
        while sum(frame["status"] == status for frame in device.updates) < count:
            await asyncio.sleep(0.05)


async def to_the_end(server, token, batches, workers=0):
    async with Device(url_of(server), token, store()) as device:
        with Workers(server, workers):
            await told(device, len(batches), "done", 40)
            await asyncio.sleep(1)
        return device


@pytest.mark.skipif(bool(REDIS), reason="with Redis a worker runs them")
def test_the_web_process_runs_them(server):
    token = server.register()["access_token"]
    batch = batch_of(server, token)
    run_id = run_of(server, token, batch)
    device = asyncio.run(to_the_end(server, token, [batch]))

    assert {task["priority"] for task in device.store.all("tasks")} == {"high"}
    assert [note["title"] for note in device.store.all("notes")] == ["Overdue"]
    assert [frame["status"] for frame in device.updates] == ["running", "running", "done"]
    _, _, row = server.request("GET", f"/agents/runs/{run_id}", token=token)
    assert (row["status"], row["door"], row["device_id"]) == ("done", "batch", device.hello["device_id"])


@needs_redis
def test_two_workers_never_run_one_twice(server):
    token = server.register()["access_token"]
    batches = [batch_of(server, token) for _ in range(MANY)]
    with psycopg.connect(server.database_url, autocommit=True) as database:
        database.execute("UPDATE agents_batch SET next_due = now()")
        device = asyncio.run(to_the_end(server, token, batches, workers=2))
        begun = Counter((frame["batch_id"], frame["step"]) for frame in device.updates if frame["status"] == "running")
        assert begun == {(batch, step): 1 for batch in batches for step in (1, 2)}
        rows = database.execute("SELECT status FROM agents_runrow WHERE door = 'batch'").fetchall()
        assert rows == [("done",)] * MANY
        assert database.execute("SELECT count(*) FROM django_tasks_database_dbtaskresult").fetchone() == (0,)
    assert len(device.store.all("notes")) == MANY
    assert len(device.store.effects) == len(set(device.store.effects))


@needs_redis
def test_a_killed_worker_loses_no_schedule(server):
    token = server.register()["access_token"]
    batch = batch_of(server, token)

    async def go(database):
        device = Device(url_of(server), token, store(), faults=Faults(drop=1.0))
        async with device:
            with Workers(server, 1) as workers:
                run_of(server, token, batch)
                async with asyncio.timeout(20):
                    while not device.records.seen:  # it was asked, and does not answer
                        await asyncio.sleep(0.05)
                workers.kill()
                row = database.execute(
                    "SELECT r.status, b.next_due FROM agents_batchrun r JOIN agents_batch b ON b.id = batch_id"
                    " WHERE batch_id = %s",
                    (batch,),
                ).fetchone()
                assert row[0] == "running" and row[1] is not None
                database.execute("UPDATE agents_batchrun SET lease_until = now() WHERE batch_id = %s", (batch,))
                workers.add()
                await told(device, 1, "failed")
                device.faults.drop = 0.0
                database.execute("UPDATE agents_batch SET next_due = now() WHERE id = %s", (batch,))
                await told(device, 1, "done")
        return device

    with psycopg.connect(server.database_url, autocommit=True) as database:
        device = asyncio.run(go(database))
    assert {task["priority"] for task in device.store.all("tasks")} == {"high"}
    _, _, seen = server.request("GET", f"/agents/batches/{batch}", token=token)
    assert seen["last_run"]["status"] == "done"


def test_it_begins_as_soon_as_a_device_joins(server):
    token = server.register()["access_token"]
    batch = batch_of(server, token)
    with Workers(server, 1 if REDIS else 0), database_of(server) as database:
        run_of(server, token, batch)
        deadline = time.monotonic() + 20
        while server.request("GET", f"/agents/batches/{batch}", token=token)[2]["last_run"]["status"] != "waiting":
            assert time.monotonic() < deadline
            time.sleep(0.1)
        database.execute("UPDATE agents_batchrun SET try_at = '2100-01-01 00:00:00' WHERE status = 'waiting'")
        asyncio.run(to_the_end(server, token, [batch]))


def test_a_worker_without_redis_says_why_not(server):
    if REDIS:
        pytest.skip("there is Redis")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        server.manage("run_worker")
    assert "the web process runs the batches itself" in refused.value.stderr
