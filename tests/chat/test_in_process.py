"""The same socket through Channels' communicator, where a test can turn the clock and the tier."""

import asyncio
import json
import time

import pytest
from channels.testing import WebsocketCommunicator

from billing import limits
from chat import open_sockets as module
from chat.consumers.stream import ChatStream
from tests.chat.talk import hold
from tests.doubles.upstream import Hang, Say, answer

pytestmark = pytest.mark.django_db(transaction=True)


class Here:
    """A communicator that talks as the real client does."""

    def __init__(self, token):
        from adiuva.asgi import application

        path = f"/api/v1/chat/stream?token={token}"
        self.socket = WebsocketCommunicator(application, path)

    async def __aenter__(self):
        connected, _ = await self.socket.connect(5)
        assert connected
        return self

    async def __aexit__(self, *_):
        await self.socket.disconnect()

    async def asks(self, message="What is open?", **fields):
        await self.socket.send_to(json.dumps({"message": message, **fields}))

    async def last(self):
        while True:
            control = hold(await self.socket.receive_from(5))
            if control and control.get("done"):
                return control


@pytest.fixture(autouse=True)
def _set_up():
    import adiuva.asgi  # noqa: F401 - sets Django up, which takes its time, before there is a loop


@pytest.fixture
def free(person):
    return person(tier="free")


@pytest.fixture
def team(person):
    return person(tier="team")


@pytest.fixture
def thinking(online):
    def by_model(request):
        return answer("task_agent") if request.model == "gpt-4o-mini" else answer("Fine.")

    online.playbook = by_model
    return online


async def test_the_21st_request_of_a_minute_is_refused_and_no_refusal_counts(free, thinking):
    await limits.reset(free.id)
    async with Here(free.token) as chat:
        for n in range(20):
            await chat.socket.send_to("{malformed")
            assert (await chat.last())["error"]["code"] == "malformed"
            await chat.asks(agent="nobody")
            assert (await chat.last())["error"]["code"] == "invalid"
            await chat.asks()
            assert (await chat.last())["response"] == "Fine.", n
        for _ in range(3):
            await chat.asks()
            refused = (await chat.last())["error"]
            assert (refused["code"], refused["status"]) == ("rate_limited", 429)
            assert 0 < refused["retry_after"] <= 60


async def test_runs_at_once_are_those_of_the_tier(free, thinking):
    thinking.playbook = lambda request: (
        answer("task_agent") if request.model == "gpt-4o-mini" else [Say(("One ",)), Hang()]
    )
    async with Here(free.token) as one, Here(free.token) as two, Here(free.token) as three:
        for chat in (one, two):
            await chat.asks()
            assert await chat.socket.receive_from(5) == "One "
        await three.asks()
        refused = (await three.last())["error"]
        assert (refused["code"], refused["limit"]) == ("too_many_runs", 2)
        await one.socket.send_to('{"type":"cancel"}')
        assert (await one.last())["cancelled"]
        await three.asks()
        assert await three.socket.receive_from(5) == "One "
        for chat in (two, three):
            await chat.socket.send_to('{"type":"cancel"}')
            assert (await chat.last())["cancelled"]


async def test_a_token_that_expires_does_not_cut_an_answer_but_the_next_request_needs_another(
    team, thinking, monkeypatch
):
    thinking.playbook = lambda request: (
        answer("task_agent") if request.model == "gpt-4o-mini" else [Say(("One ", "two "), 0.1)]
    )
    async with Here(team.token) as chat:
        await chat.asks()
        assert await chat.socket.receive_from(5) == "One "
        monkeypatch.setattr("chat.consumers.stream.time.time", lambda: time.monotonic() + 10**12)
        assert (await chat.last())["response"] == "One two "
        await chat.asks()
        assert (await chat.last())["error"]["code"] == "token_expired"
        monkeypatch.undo()


async def test_a_change_of_tier_is_seen_by_an_open_socket(team, thinking, monkeypatch):
    monkeypatch.setattr("chat.consumers.stream.FRESH_SECONDS", 0)
    async with Here(team.token) as chat:
        await chat.asks()
        assert (await chat.last())["response"] == "Fine."
        await asyncio.to_thread(team.session.delete)
        await chat.asks()
        assert (await chat.last())["error"]["code"] == "unauthenticated"
        closed = await chat.socket.receive_output(5)
        assert (closed["type"], closed["code"]) == ("websocket.close", 4401)


async def test_a_silent_socket_is_pinged(team, thinking, monkeypatch):
    monkeypatch.setattr(module, "TICK", 0.01)
    monkeypatch.setattr(module, "PING_AFTER", 0.05)
    async with Here(team.token) as chat:
        for _ in range(3):
            assert hold(await chat.socket.receive_from(2)) == {"type": "ping"}


def test_its_routes_are_what_the_document_says():
    from chat.asyncapi import SPEECHES
    from chat.routing import routes

    assert {f"/{route.pattern}" for route in routes} == {speech.address for speech in SPEECHES}
    assert ChatStream.name == "chat"
