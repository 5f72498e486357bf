"""Two workers, and the lease that keeps one's run from the other's hands as long as it is alive, and no longer."""

import asyncio
import os
import threading

import psutil
import psycopg
import pytest

from tests.doubles.device import Device
from tests.doubles.upstream import Hang, Wait, answer, call
from tests.e2e.server import Server
from tests.e2e.test_batches import batch_of, run_of, store, told, url_of
from tests.e2e.workers import Workers

pytestmark = pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="without Redis the web process runs batches")
BRIEF = ("-m", "tests.e2e.short_leases")
BEATS = 6  # seconds in which a worker has looked for runs of the dead more than once


@pytest.fixture
def server(upstream):
    with Server(OPENAI_API_KEY="k", OPENAI_API_BASE=upstream.url, DEFAULT_TIER="team") as running:
        yield running


@pytest.fixture
def ask_database(server):
    with psycopg.connect(server.database_url, autocommit=True) as database:
        yield lambda question, *given: database.execute(question, given).fetchone()[0]


LEASE = "SELECT lease_until FROM agents_batchrun"
PASSED = "SELECT now() > %s + make_interval(secs => %s)"


async def test_a_step_may_last_longer_than_the_lease(server, upstream, ask_database):
    enough = threading.Event()

    def takes_its_time(request):
        while not enough.is_set():
            yield Wait(0.1)
        yield from answer("Done.")

    upstream.playbook = takes_its_time
    token = server.register()["access_token"]
    batch = batch_of(server, token)
    with Workers(server, 2, command=BRIEF):
        async with Device(url_of(server), token, store()) as device:
            await asyncio.to_thread(run_of, server, token, batch)
            assert await upstream.until(lambda model: model.running, 30)
            first = ask_database(LEASE)
            async with asyncio.timeout(60):
                while not ask_database(PASSED, first, BEATS):
                    await asyncio.sleep(0.2)
            enough.set()
            await told(device, 1, "done")
    assert [(frame["status"], frame["step"]) for frame in device.updates] == [
        ("running", 1),
        ("running", 2),
        ("done", 2),
    ]


async def test_another_takes_over_from_one_that_was_killed_and_not_before_its_lease_is_over(
    server, upstream, ask_database
):
    """Killed when the device had done one of the two things of the step; the user has it run again from there."""
    killed = threading.Event()

    def two_tasks(request):
        seen = request.all("user") + request.all("tool")
        missing = [title for title in ("First", "Second") if title not in seen]
        if "First" in request.all("tool") and not killed.is_set():
            return [Hang()]
        return call("create_task", {"title": missing[0]}) if missing else answer("Done.")

    upstream.playbook = two_tasks
    token = server.register()["access_token"]
    batch = batch_of(server, token)
    with Workers(server, 2, command=BRIEF) as workers:
        async with Device(url_of(server), token, store()) as device:
            await asyncio.to_thread(run_of, server, token, batch)
            assert await upstream.until(lambda model: model.running and len(model.requests) == 2, 30)
            workers.kill(asker(workers, upstream.requests[-1].port))
            lease = ask_database(LEASE)
            killed.set()
            assert lease is not None
            await told(device, 1, "failed", 60)
            assert ask_database(PASSED, lease, 0)
            await asyncio.to_thread(run_of, server, token, batch, from_step=1)
            await told(device, 1, "done", 60)

    steps = [(frame["status"], frame["step"]) for frame in device.updates]
    assert steps == [("running", 1), ("failed", 1), ("running", 1), ("running", 2), ("done", 2)]
    made = [task["title"] for task in device.store.all("tasks") if task["title"] in ("First", "Second")]
    assert sorted(made) == ["First", "Second"]
    sent = [action["id"] for frame in device.records.seen if frame["type"] == "actions" for action in frame["actions"]]
    assert device.store.effects == list(dict.fromkeys(sent))
    assert len(device.store.effects) == 2


def asker(workers, port):
    """The process that asks the model from this port."""
    for process in workers.processes:
        if any(c.laddr.port == port for c in psutil.Process(process.pid).net_connections("tcp")):
            return process
    raise AssertionError("no worker has this connection")
