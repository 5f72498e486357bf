"""A marker in the records of a device goes through every way they are read and changed, and stays nowhere."""

import asyncio
import json
import time

from tests.devices.asking import answered, ask, device_of, go_on
from tests.devices.conftest import workers
from tests.doubles.device import Faults, Records
from tests.doubles.device_store import Store
from tests.e2e.server import Server
from tests.e2e.test_nothing_stays import MARKER, found_in


def marked() -> Store:
    return Store().fill(
        projects=[{"id": MARKER, "name": MARKER, "status": "active"}],
        tasks=[{"id": MARKER, "title": MARKER, "description": MARKER, "status": "todo", "assignees": [MARKER]}],
        notes=[{"id": MARKER, "title": MARKER, "content": MARKER}],
        timelines=[{"id": MARKER, "project_id": MARKER, "title": MARKER, "date": 1}],
        task_comments=[{"id": MARKER, "task_id": MARKER, "author": MARKER, "content": MARKER}],
    )


MESSAGES = (
    "Which tasks are there?",
    f"Complete the task {MARKER}",
    f"Write a note about {MARKER}",
    f"Which milestones are there in {MARKER}?",
    "Show my notes and projects",
)


async def asked_of_the_client(server, token, message):
    """The server may learn a moment later than we do that the last device has left."""
    async with asyncio.timeout(10):
        while True:
            _, body = await ask(server, token, message, client_tools=True)
            if body.get("status") == "input_required":
                return body


async def test_nothing_of_a_record_stays():
    with Server(workers=workers(), LOG_LEVEL="DEBUG", DEFAULT_TIER="team") as server:
        token = server.register()["access_token"]
        heard = []
        for faults in (Faults(), Faults(twice=0.5, leave=0.2, late=0.2, delay=0.3)):
            async with device_of(server, token, marked(), device_id="d", faults=faults) as device:
                heard += [await ask(server, token, message) for message in MESSAGES]
                await device.say({"type": "tool.result", "call_id": MARKER, "result": MARKER})
                await device.say({"type": "actions.ack", "run_id": MARKER, "applied": [MARKER], "rejected": []})
                await device.say({"type": MARKER, MARKER: MARKER})
                device.records.refuse = {"tasks": MARKER, "notes": MARKER}
                heard += [await ask(server, token, MESSAGES[1])]
        async with device_of(server, token, marked(), device_id="e") as device:
            device.records.store.read = lambda tool, args: MARKER  # no record at all
            heard += [await ask(server, token, MESSAGES[0])]
        records = Records(marked())
        body = await asked_of_the_client(server, token, MESSAGES[0])
        spoiled = answered(records, body) | {"state": body["state"][:-8] + "AAAAAAAA"}
        await asyncio.to_thread(server.request, "POST", "/chat/continue", spoiled, token=token)
        while body.get("status") == "input_required":
            _, body = await go_on(server, token, records, body)
        heard.append((200, body))
        assert all(status == 200 for status, _ in heard), heard
        assert sum(MARKER in json.dumps(body) for _, body in heard) > 8
        time.sleep(2.5)  # usage is written every two seconds
        assert found_in(server) == []
