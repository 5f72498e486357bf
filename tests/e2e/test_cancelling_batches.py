"""A batch that runs in a worker of its own is cancelled through any web worker."""

import asyncio
import os

import pytest

from tests.doubles.device import Device
from tests.doubles.upstream import Hang, Say
from tests.e2e.server import Server
from tests.e2e.test_batches import batch_of, run_of, store, told, url_of
from tests.e2e.workers import Workers

REDIS = os.environ.get("REDIS_URL", "")


async def seen(server, token, path, is_so, seconds=20):
    async with asyncio.timeout(seconds):
        while not is_so((await asyncio.to_thread(server.request, "GET", path, token=token))[2]):
            await asyncio.sleep(0.1)


async def test_its_model_call_is_closed_and_no_step_follows(upstream):
    upstream.playbook = lambda request: [Say(("Half an ",)), Hang()]
    thinks = {"OPENAI_API_KEY": "k", "OPENAI_API_BASE": upstream.url}
    with Server(workers=2 if REDIS else 1, DEFAULT_TIER="team", **thinks) as server:
        token = server.register()["access_token"]
        batch = batch_of(server, token)
        with Workers(server, 1 if REDIS else 0):
            async with Device(url_of(server), token, store()) as device:
                for times in (1, 2, 3):  # any of the web workers
                    run_id = await asyncio.to_thread(run_of, server, token, batch)
                    assert await upstream.until(lambda model: model.running, 30)
                    cancel = f"/agents/runs/{run_id}/cancel"
                    for _ in range(2):
                        assert (await asyncio.to_thread(server.request, "POST", cancel, token=token))[0] == 202
                    assert await upstream.until(lambda model: not model.running)
                    await told(device, times, "cancelled")
                    assert (upstream.aborted, len(upstream.requests)) == (times, times)
                    seen_there = f"/agents/batches/{batch}"
                    await seen(server, token, seen_there, lambda one: one["last_run"]["status"] == "cancelled")
                    await seen(server, token, f"/agents/runs/{run_id}", lambda row: row["status"] == "cancelled")
    assert [(frame["status"], frame["step"]) for frame in device.updates] == [("running", 1), ("cancelled", 1)] * 3


@pytest.mark.skipif(not REDIS, reason="without Redis the web process runs the batches itself")
async def test_one_whose_worker_was_killed_is_over_at_once(upstream):
    upstream.playbook = lambda request: [Say(("Half an ",)), Hang()]
    thinks = {"OPENAI_API_KEY": "k", "OPENAI_API_BASE": upstream.url}
    with Server(workers=2, DEFAULT_TIER="team", **thinks) as server:
        token = server.register()["access_token"]
        batch = batch_of(server, token)
        async with Device(url_of(server), token, store()) as device:
            with Workers(server, 1) as beside:
                run_id = await asyncio.to_thread(run_of, server, token, batch)
                assert await upstream.until(lambda model: model.running, 30)
                beside.kill()
            assert (await asyncio.to_thread(server.request, "POST", f"/agents/runs/{run_id}/cancel", token=token))[
                0
            ] == 202
            await told(device, 1, "cancelled")
            await seen(server, token, f"/agents/runs/{run_id}", lambda row: row["status"] == "cancelled")
        _, _, one = server.request("GET", f"/agents/batches/{batch}", token=token)
        assert one["last_run"]["status"] == "cancelled"
        assert server.request("POST", f"/agents/batches/{batch}/run", token=token)[0] == 202
