"""The device socket, frame by frame."""

import asyncio
import json
import time
import uuid

import jsonschema
import pytest

from chat.asyncapi import document
from tests.chat.talk import talk
from tests.devices.asking import ask, device_of
from tests.doubles.device import Faults
from tests.doubles.device_store import READS, Store

PATH = "/api/v1/device"
SENT = {"welcome": "Welcome", "tool.call": "ToolCall", "actions": "Actions", "ping": "Ping", "error": "Refused"}
COMPONENTS = document()["components"]
KINDS = {
    kind: jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": COMPONENTS})
    for kind, name in SENT.items()
}


def hello(device_id="d1", **fields):
    return {
        "type": "hello",
        "device_id": device_id,
        "name": "Desk",
        "app_version": "1.0",
        "tools": sorted(READS),
        "applies": True,
    } | fields


class Socket:
    def __init__(self, conversation):
        self.socket = conversation.socket

    async def says(self, frame):
        await self.socket.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))

    async def hears(self, patience=10):
        async with asyncio.timeout(patience):
            frame = json.loads(await self.socket.recv())
        KINDS[frame["type"]].validate(frame)
        return frame

    async def greets(self, **fields):
        await self.says(hello(**fields))
        return await self.hears()


def opened(server, token, **options):
    return talk(server, token, path=PATH, header=True, **options)


@pytest.fixture
def person(offline):
    return offline.register()


@pytest.fixture
def token(person):
    return person["access_token"]


async def test_hello_and_welcome(offline, token):
    async with opened(offline, token) as conversation:
        welcome = await Socket(conversation).greets()

    assert welcome["type"] == "welcome" and welcome["heartbeat"] == 30 and welcome["session"]


async def test_a_ticket_opens_it_too(offline, token):
    _, _, ticket = offline.request("POST", "/auth/ticket", token=token)
    async with talk(offline, ticket=ticket["ticket"], path=PATH) as conversation:
        assert (await Socket(conversation).greets())["type"] == "welcome"


@pytest.mark.parametrize(
    ("given", "code"),
    [({"token": ""}, 4401), ({"token": "nonsense"}, 4401), ({"headers": {"Origin": "https://evil.example"}}, 4403)],
)
async def test_who_does_not_get_in(offline, token, given, code):
    token, headers = given.get("token", token), given.get("headers", {})
    async with talk(offline, token, path=PATH, headers=headers) as conversation:
        assert await conversation.closed_with() == code


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("not json", "malformed"),
        ("[" * 5000, "invalid"),
        ('{"type":', "malformed"),
        (b"\xff\xfe", "malformed"),
        ("[]", "invalid"),
        ("5", "invalid"),
        ({}, "invalid"),
        ({"type": "dance"}, "invalid"),
        ({"type": "hello"}, "invalid"),
        (hello(device_id=""), "invalid"),
        (hello(device_id="x" * 129), "invalid"),
        (hello(device_id=5), "invalid"),
        (hello(tools="all"), "invalid"),
        (hello(tools=["x"] * 201), "invalid"),
        (hello(applies="yes"), "invalid"),
        (hello(mood="good"), "invalid"),
        ({"type": "tool.result", "call_id": "x", "result": 1}, "invalid"),  # before hello
        ({"type": "actions.ack", "run_id": "x", "applied": []}, "invalid"),
    ],
)
async def test_a_frame_that_is_wrong_is_answered_and_the_socket_kept(offline, token, frame, code):
    async with opened(offline, token) as conversation:
        socket = Socket(conversation)
        await socket.says(frame)
        answer = await socket.hears()
        assert (answer["type"], answer["error"]["code"]) == ("error", code)
        assert answer["error"]["request_id"]
        assert (await socket.greets())["type"] == "welcome"


async def test_hello_is_said_once(offline, token):
    async with opened(offline, token) as conversation:
        socket = Socket(conversation)
        await socket.greets()
        assert (await socket.greets(device_id="d2"))["error"]["code"] == "conflict"


async def test_answers_to_nothing_are_ignored(offline, token):
    async with opened(offline, token) as conversation:
        socket = Socket(conversation)
        await socket.greets()
        await socket.says({"type": "tool.result", "call_id": uuid.uuid4().hex, "result": []})
        await socket.says({"type": "actions.ack", "run_id": "x", "applied": ["y"], "rejected": []})
        await socket.says({"type": "pong"})
        await socket.says("{")
        assert (await socket.hears())["error"]["code"] == "malformed"


async def test_five_devices_and_no_sixth(offline, token):
    devices = [device_of(offline, token, device_id=f"d{n}") for n in range(5)]
    for device in devices:
        await device.__aenter__()
    async with opened(offline, token) as conversation:
        await Socket(conversation).says(hello("d6"))
        assert await conversation.closed_with() == 4409
    async with opened(offline, token) as conversation:  # one of the five comes back
        assert (await Socket(conversation).greets(device_id="d0"))["type"] == "welcome"
    for device in devices:
        await device.__aexit__()


async def test_the_same_device_takes_over(offline, token):
    async with opened(offline, token) as old, opened(offline, token) as new:
        await Socket(old).greets()
        assert (await Socket(new).greets())["type"] == "welcome"
        assert await old.closed_with() == 4409


async def test_unanswered_reads_are_sent_again_to_who_takes_over(offline, token, store):
    async with opened(offline, token) as old, opened(offline, token) as new:
        await Socket(old).greets()
        asking = asyncio.create_task(ask(offline, token, "Which tasks are there?"))
        asked = {frame["call_id"]: frame for frame in [await Socket(old).hears() for _ in range(2)]}
        assert all(frame["type"] == "tool.call" and 0 < frame["deadline_ms"] <= 15_000 for frame in asked.values())
        await Socket(new).greets()
        for again in [await Socket(new).hears() for _ in range(2)]:
            before = asked.pop(again["call_id"])
            assert (again["tool"], again["args"]) == (before["tool"], before["args"])
            result = store.read(again["tool"], again["args"])
            await Socket(new).says({"type": "tool.result", "call_id": again["call_id"], "result": result})
        while not asking.done():
            try:
                more = await Socket(new).hears(0.5)
            except TimeoutError:
                continue
            result = store.read(more["tool"], more["args"])
            await Socket(new).says({"type": "tool.result", "call_id": more["call_id"], "result": result})
        status, body = await asking
    assert status == 200 and "Send the invoice" in body["response"]


async def test_a_session_that_ends_closes_its_device(offline, person):
    async with opened(offline, person["access_token"]) as conversation:
        await Socket(conversation).greets()
        given = {"refresh_token": person["refresh_token"]}
        status, _, _ = await asyncio.to_thread(offline.request, "POST", "/auth/logout", given)
        assert status == 204
        assert await conversation.closed_with() == 4401


async def test_a_device_that_does_not_answer(offline, token):
    """The run goes on when the device's time is over."""
    began = time.monotonic()
    async with device_of(offline, token, Store(), faults=Faults(drop=1.0)):
        status, body = await ask(offline, token, "Which tasks are there?")

    assert status == 200, body
    assert "did not answer" in body["response"]
    assert 14 < time.monotonic() - began < 40


async def test_a_stranger_reaches_nobody_elses_device(offline, store):
    owner, stranger = (offline.register()["access_token"] for _ in range(2))
    async with device_of(offline, owner, store) as device, device_of(offline, stranger, device_id="x") as other:
        _, body = await ask(offline, stranger, "Which tasks are there?")
        await other.say({"type": "tool.result", "call_id": "x", "result": []})

    assert "invoice" not in body["response"]
    assert device.records.reads == 0 and other.records.reads > 0


async def test_the_same_name_of_two_users_devices_is_two(offline, store):
    first, second = (offline.register()["access_token"] for _ in range(2))
    async with device_of(offline, first, store, device_id="same"), device_of(offline, second, device_id="same") as two:
        _, body = await ask(offline, first, "Which tasks are there?")
        assert "Send the invoice" in body["response"]
        assert two.records.reads == 0 and two.closed_with is None


async def test_the_device_that_asked_else_the_one_last_active(offline, person):
    """The second device has a session of its own, and was there last."""
    given = {"email": person["email"], "password": person["password"]}
    tokens = [person["access_token"]] + [
        offline.request("POST", "/auth/login", given)[2]["access_token"] for _ in range(2)
    ]
    stores = [Store().fill(tasks=[{"id": f"t{n}", "title": f"Task of device {n}", "status": "todo"}]) for n in range(2)]
    async with device_of(offline, tokens[0], stores[0]), device_of(offline, tokens[1], stores[1]):
        for token, n in ((tokens[0], 0), (tokens[1], 1), (tokens[2], 1)):
            _, body = await ask(offline, token, "Which tasks are there?")
            assert f"Task of device {n}" in body["response"]


async def test_what_a_device_lacks_comes_from_the_context(offline, token, store):
    async with device_of(offline, token, store, tools=["list_notes"]) as device:
        _, body = await ask(
            offline,
            token,
            "Which tasks are there?",
            context={"recent_tasks": [{"id": "c1", "title": "From the context", "status": "todo"}]},
        )
    assert "From the context" in body["response"] and "invoice" not in body["response"]
    assert device.records.reads == 0


async def test_what_the_device_rejects_is_left_out(offline, token, store):
    async with device_of(offline, token, store) as device:
        device.records.refuse["tasks"] = "The task is locked by the finance team."
        status, body = await ask(offline, token, "Complete the task Send the invoice")

    assert status == 200
    assert body["actions"] == [] and store.effects == []
    assert "locked" in body["response"]


async def test_results_larger_than_a_mebibyte_are_refused_to_the_agent(offline, token):
    large = Store().fill(
        tasks=[{"id": f"t{n}", "title": f"{n} " + "x" * 1000, "status": "todo", "priority": "low"} for n in range(1100)]
    )
    async with device_of(offline, token, large) as device:
        status, body = await ask(offline, token, "Which tasks are there?")
        assert device.connections == 1

    assert status == 200 and "1048576" in body["response"]
