"""Batches that are stopped: cancelled, removed, their worker or its lease or their user gone."""

import asyncio

import pytest
from asgiref.sync import async_to_sync

from adiuva.database import in_database
from agents.batches import runner, services
from agents.batches.models import BatchRun
from agents.models import RunRow
from tests.agents.batches.playing import alone, ask, asked, caller_of, entry, play, store, updates
from tests.agents.near_device import NearDevice
from tests.doubles.scripted import said

pytestmark = pytest.mark.services


def stopped(who, clock, engine, method, path, status):
    """A request stops a run once its model is asked; what the device heard of the run."""

    async def go():
        async with NearDevice(caller_of(who), store()) as device:
            beat = asyncio.create_task(clock.all_done())
            await asked(engine)
            assert (await who.client.arequest(method, path)).status == status
            await asyncio.wait_for(beat, 20)
            await asyncio.sleep(0.05)
            return device

    return [one["status"] for one in updates(async_to_sync(go)())]


def test_a_running_one_is_cancelled(template, clock, think):
    who, batch = template()
    engine = think([*said("One."), 30.0])
    run_id = ask(who, batch)
    heard = stopped(who, clock, engine, "POST", f"/agents/runs/{run_id}/cancel", 202)
    assert heard == ["running", "cancelled"]
    assert entry(who, batch)["last_run"]["status"] == "cancelled"


def test_a_running_one_goes_with_its_batch(template, clock, think):
    who, batch = template()
    engine = think([*said("One."), asyncio.Event()])
    run_id = ask(who, batch)
    heard = stopped(who, clock, engine, "DELETE", f"/agents/batches/{batch['id']}", 204)
    assert heard == ["running", "cancelled"]
    assert engine.closed == 1
    assert who.client.get(f"/agents/runs/{run_id}").json()["status"] == "cancelled"


def test_one_whose_worker_cannot_be_told_goes_no_further(template, clock, think):
    """Its holder heard nothing of it, and finds out before the next step."""
    who, batch = template()
    cancelled = asyncio.Event()
    engine = think([cancelled, *said("One.")], said("Two."))
    run_id = ask(who, batch)

    async def go():
        async with NearDevice(caller_of(who), store()) as device:
            beat = asyncio.create_task(clock.all_done())
            await asked(engine)
            await in_database(services.cancel_run, user_id=who.id, run_id=run_id, though_held=True)
            cancelled.set()
            await beat
            return device

    device = async_to_sync(go)()
    assert len(engine.asked) == 1
    assert [one["status"] for one in updates(device)] == ["running"]  # who cancelled it tells of it
    assert who.client.get(f"/agents/runs/{run_id}").json()["status"] == "cancelled"
    assert entry(who, batch)["last_run"]["status"] == "cancelled"


def test_one_that_is_cancelled_before_it_begins_reads_nothing(template, clock, monkeypatch):
    who, batch = template()
    run_id = ask(who, batch)
    start = runner.runs.start

    async def cancelled_meanwhile(*args, **options):
        assert (await who.client.arequest("POST", f"/agents/runs/{run_id}/cancel")).status == 202
        return await start(*args, **options)

    monkeypatch.setattr(runner.runs, "start", cancelled_meanwhile)
    device = play(who, clock)
    assert [one["status"] for one in updates(device)] == ["cancelled"]
    assert device.asked == []
    assert who.client.get(f"/agents/runs/{run_id}").json()["status"] == "cancelled"


def test_a_worker_that_is_stopped_says_so(template, clock, think):
    who, batch = template()
    engine = think([*said("One."), 30.0])
    ask(who, batch)

    async def go():
        async with NearDevice(caller_of(who), store()):
            await clock.beat()
            await asked(engine)
            await clock.stop()

    async_to_sync(go)()
    last = entry(who, batch)["last_run"]
    assert (last["status"], last["error_code"]) == ("failed", "unavailable")


def test_one_whose_lease_was_lost_stops(template, clock, think, monkeypatch):
    monkeypatch.setattr(runner, "RENEW_SECONDS", 0.05)
    who, batch = template()
    engine = think([*said("One."), 30.0])
    ask(who, batch)

    async def go():
        async with NearDevice(caller_of(who), store()):
            beat = asyncio.create_task(clock.all_done())
            await asked(engine)
            await in_database(lambda: BatchRun.objects.update(holder="another"))
            await asyncio.wait_for(beat, 5)

    async_to_sync(go)()
    assert engine.closed == 1
    assert BatchRun.objects.get().status == "running"  # it is the other's now


def test_one_of_a_user_who_left_is_gone(template, clock):
    who, batch = template()
    ask(who, batch)
    assert who.client.delete("/auth/me", {"password": "three blind mice 3"}).status == 204
    alone(clock)
    assert not BatchRun.objects.exists() and not RunRow.objects.exists()
