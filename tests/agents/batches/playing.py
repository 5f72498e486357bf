"""A person, his batch and his device, and the clock that makes them meet."""

import asyncio
from datetime import timedelta

from asgiref.sync import async_to_sync
from django.utils import timezone

from accounts.asking import Caller
from agents.batches.models import Batch
from tests.agents.near_device import NearDevice
from tests.doubles.device_store import Store

HOUR = timedelta(hours=1)
WORD = "pelican-and-its-secret"


def caller_of(who):
    return Caller(who.id, who.email, "free", who.session.pk, True)


def store():
    ago = int((timezone.now() - timedelta(days=2)).timestamp() * 1000)
    late = {"id": "t1", "title": f"Feed the {WORD}", "status": "todo", "priority": "low", "due_date": ago}
    return Store().fill(
        projects=[{"id": "p1", "name": "Apollo", "status": "active"}, {"id": "p2", "name": "Zeus", "status": "active"}],
        tasks=[late | {"project_id": "p1", "assignees": []}],
        notes=[{"id": "n1", "title": "Standup", "content": "Action items:\n- Call the printer\n- Send the invoice\n"}],
    )


def updates(device):
    return [frame for frame in device.records.seen if frame["type"] == "run.update"]


def is_due(batch, ago=timedelta(seconds=1)):
    Batch.objects.filter(pk=batch["id"]).update(next_due=timezone.now() - ago)


def ask(who, batch, **body):
    return who.client.post(f"/agents/batches/{batch['id']}/run", body).json()["run_id"]


async def asked(engine):
    """Waits until the run has asked its model."""
    for _ in range(500):
        if engine.asked:
            await asyncio.sleep(0.1)  # and hears it begin
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the model was never asked")


def entry(who, batch):
    return who.client.get(f"/agents/batches/{batch['id']}").json()


def play(who, clock, *, device=None, beats=1, **options):
    """Beats with the person's device online; what the device saw."""

    async def go():
        async with NearDevice(caller_of(who), device or store(), **options) as near:
            for _ in range(beats):
                await clock.all_done()
            await asyncio.sleep(0.05)
            return near

    return async_to_sync(go)()


def alone(clock, beats=1):
    async def go():
        for _ in range(beats):
            await clock.all_done()

    async_to_sync(go)()
