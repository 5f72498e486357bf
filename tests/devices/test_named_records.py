"""A request that brings no records names some: they are looked up on the device, or by the client that is asked."""

import pytest

from tests.devices.asking import ask, device_of, go_on
from tests.doubles.device import Records


def moved(store):
    assert store.get("tasks", "t5")["project_id"] == "p-apollo"


def noted(store):
    [note] = [note for note in store.all("notes") if note["id"] != "n1"]
    assert note["project_id"] == "p-apollo" and "Send the invoice" in note["content"]


def unchanged(store):
    assert store.effects == []


SENTENCES = [
    ("Move the task 'Fix the roof' to Apollo", moved, "Moved"),
    ("move fix the roof to apollo", moved, "Moved"),
    ("Write a note in Apollo about the overdue tasks", noted, "Created the note"),
    ("What notes are there about Apollo?", unchanged, "Ideas"),
    ("How is Apollo doing?", unchanged, "4 tasks"),
    ("which project has most tasks?", unchanged, "Apollo has the most tasks: 4"),
]


@pytest.mark.parametrize(("message", "done", "says"), SENTENCES)
async def test_on_the_device(offline, store, message, done, says):
    token = offline.register()["access_token"]
    async with device_of(offline, token, store):
        status, body = await ask(offline, token, message)

    assert status == 200 and says in body["response"], body
    done(store)


@pytest.mark.parametrize(("message", "done", "says"), SENTENCES)
async def test_by_the_client(offline, store, message, done, says):
    token = offline.register()["access_token"]
    status, body = await ask(offline, token, message, client_tools=True)
    records = Records(store)
    while body.get("status") == "input_required":
        status, body = await go_on(offline, token, records, body)

    assert status == 200 and says in body["response"], body
    for action in body["actions"]:
        store.apply(action)
    done(store)
