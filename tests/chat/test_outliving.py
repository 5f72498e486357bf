"""Runs outlive sockets: cut anywhere, gone on with on any worker, and nothing is left behind."""

import asyncio
import contextlib
import os
import random
import signal

import psutil
import pytest

from tests.bench.process import threads
from tests.chat.talk import AG_UI, talk
from tests.doubles.upstream import Hang, Say, answer
from tests.e2e.server import Server

RUNS = 200
AT_ONCE = 20
WORKERS = 2 if os.environ.get("REDIS_URL") else 1
POOLS = (
    8 + 4 + 6
)  # threads of a worker for the database, for passwords and of the loop: they may all have come meanwhile
TEXT = [f"word{n} " for n in range(25)]


def counting(request):
    if request.model == "gpt-4o-mini":
        return answer("task_agent")
    return [Say(tuple(TEXT), 0.01)]


def connections(server):
    """Established ones of all its processes, by the port at the other end."""
    family = [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]
    return [c for process in family for c in process.net_connections("tcp") if c.status == "ESTABLISHED"]


async def cut_and_resumed(server, token):
    """Every event of a run whose socket is lost at a random frame, perhaps twice."""
    seen = []
    for cut in (random.randrange(1, 25), random.choice([0, random.randrange(1, 10)]), None):
        if cut == 0:
            continue
        async with talk(server, token, speech=AG_UI) as chat:
            if seen:
                await chat.says({"type": "resume", "runId": seen[0]["runId"], "seq": seen[-1]["seq"]})
            else:
                await chat.asks()
            if cut is None:
                return seen + await chat.events()
            for _ in range(cut):
                seen.append(await chat.hears())
                if seen[-1]["type"] == "RUN_FINISHED":
                    return seen
            chat.socket.transport.abort()
    return seen


async def test_every_event_once_and_in_order_wherever_the_socket_is_cut(running, upstream):
    upstream.playbook = counting
    tokens = [running.register()["access_token"] for _ in range(8)]
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(n):
        async with turn:
            events = await cut_and_resumed(running, tokens[n % len(tokens)])
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        assert len({event["runId"] for event in events}) == 1
        assert "".join(event["delta"] for event in events if "delta" in event) == "".join(TEXT)
        assert events[-1]["type"] == "RUN_FINISHED"

    await asyncio.gather(*(one(n) for n in range(RUNS)))
    assert sum(request.model == "gpt-4o" for request in upstream.requests) == RUNS
    assert await upstream.until(lambda model: model.running == 0)


async def test_after_cancel_there_is_no_event_and_no_connection_left(running, upstream):
    upstream.playbook = lambda request: answer("task_agent") if "mini" in request.model else [Say(("One ",)), Hang()]
    token = running.register()["access_token"]
    async with talk(running, token, speech=AG_UI) as chat, talk(running, token, speech=AG_UI) as other:
        await chat.asks()
        seen = [await chat.hears() for _ in range(4)]
        await other.says({"type": "resume", "runId": seen[0]["runId"], "seq": 0})
        assert [await other.hears() for _ in range(4)] == seen
        await other.says({"type": "abort", "runId": seen[0]["runId"]})
        assert (await chat.events())[-1] == (await other.events())[-1]
        assert await upstream.until(lambda model: model.running == 0)
        assert await chat.nothing_more() and await other.nothing_more()


async def test_nothing_is_left_after_500_abrupt_disconnects(running, upstream):
    upstream.playbook = counting
    tokens = [running.register()["access_token"] for _ in range(10)]
    async with talk(running, tokens[0]) as chat:
        await chat.asks()
        await chat.answer()
    await asyncio.sleep(1)
    before = threads(running.pid)
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(n):
        async with turn, talk(running, tokens[n % len(tokens)]) as chat:
            if n % 5:
                await chat.asks()
            for _ in range(n % 7):
                if n % 5 and isinstance(await chat.hears(), dict):
                    break
            chat.socket.transport.abort()

    await asyncio.gather(*(one(n) for n in range(500)))
    assert await upstream.until(lambda model: model.running == 0, 15)
    for _ in range(50):
        await asyncio.sleep(0.2)
        ours = [c for c in connections(running) if c.raddr and c.laddr.port == running.port]
        if not ours and figure(running, "adiuva_sockets") == 0:
            break
    assert ours == []
    assert figure(running, "adiuva_sockets") == 0
    assert figure(running, "adiuva_runs_live") == 0
    assert threads(running.pid) <= before + POOLS * WORKERS
    for _ in range(120):  # those to the model are kept for the next request, and closed by the clock
        to_the_model = [c for c in connections(running) if c.raddr.port == upstream.port]
        if not to_the_model:
            break
        await asyncio.sleep(1)
    assert to_the_model == []


def figure(server, name):
    _, _, text = server.request("GET", "/metrics")
    lines = text.decode().splitlines() if isinstance(text, bytes) else text.splitlines()
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith((name + "{", name + " ")))


async def test_a_reader_that_stops_reading_is_cut_off_and_may_resume(running, upstream):
    """The run goes on at its own pace, and its end is there when he comes back."""
    big = "x" * 20_000
    upstream.playbook = lambda request: answer("task_agent") if "mini" in request.model else [Say((big,) * 400, 0.002)]
    token = running.register()["access_token"]
    async with talk(running, token, speech=AG_UI, max_queue=1) as chat:
        await chat.asks()
        first = await chat.hears()
        chat.socket.transport.pause_reading()
        assert await upstream.until(lambda model: model.running == 0, 15)
        await asyncio.sleep(14)
        chat.socket.transport.resume_reading()
        assert await chat.closed_with() in (4408, 1006)
    async with talk(running, token) as chat:
        upstream.playbook = counting
        await chat.asks()
        assert (await chat.answer())[0] == "".join(TEXT)
    assert first["seq"] == 1


async def test_a_reader_of_sse_that_stops_reading_is_cut_off_too(running, upstream):
    big = "x" * 20_000
    upstream.playbook = lambda request: answer("task_agent") if "mini" in request.model else [Say((big,) * 400, 0.002)]
    body = b'{"message": "What is open?"}'
    head = (
        "POST /api/v1/chat/stream HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {running.register()['access_token']}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port, limit=1024)
    writer.write(head.encode() + body)
    assert b"200 OK" in await reader.readline()
    assert await upstream.until(lambda model: model.running == 0, 15)
    await asyncio.sleep(11)
    got = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := await reader.read(1 << 20):
            got += piece
    writer.close()
    assert b"RUN_STARTED" in got and b"RUN_FINISHED" not in got


@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="one worker: with it the server is gone")
async def test_a_killed_worker_loses_its_runs_and_says_so(upstream):
    upstream.playbook = lambda request: answer("task_agent") if "mini" in request.model else [Say(("One ",)), Hang()]
    with Server(workers=2, OPENAI_API_KEY="k", OPENAI_API_BASE=upstream.url, DEFAULT_TIER="team") as server:
        token = server.register()["access_token"]
        async with talk(server, token, speech=AG_UI) as chat:
            await chat.asks()
            events = [await chat.hears() for _ in range(4)]
            pid = _worker_of(server, chat.socket.local_address[1])
            os.kill(pid, signal.SIGKILL)
            assert await chat.closed_with() == 1006
        async with talk(server, token, speech=AG_UI) as chat:
            await chat.says({"type": "resume", "runId": events[0]["runId"], "seq": 4})
            error = await chat.hears()
            assert (error["type"], error["error"]["code"]) == ("error", "not_resumable")


def _worker_of(server, port):
    for child in psutil.Process(server.pid).children(recursive=True):
        if any(c.raddr and c.raddr.port == port for c in child.net_connections("tcp")):
            return child.pid
    raise AssertionError("no worker has this socket")


@pytest.mark.parametrize("speech", ["", AG_UI])
async def test_a_restart_lets_answers_finish_and_closes_with_1012(upstream, speech):
    upstream.playbook = lambda request: answer("task_agent") if "mini" in request.model else [Say(tuple(TEXT), 0.05)]
    with Server(OPENAI_API_KEY="k", OPENAI_API_BASE=upstream.url, DEFAULT_TIER="team", REDIS_URL="") as server:
        token = server.register()["access_token"]
        async with talk(server, token, speech=speech) as chat, talk(server, token, speech=speech) as idle:
            await chat.asks()
            await chat.hears()
            stopping = asyncio.create_task(asyncio.to_thread(server.stop))
            assert await idle.closed_with(3) == 1012
            if speech:
                assert (await chat.events())[-1]["result"]["response"] == "".join(TEXT)
            else:
                assert (await chat.answer())[1]["response"] == "".join(TEXT)
            assert await chat.closed_with(3) == 1012
            assert await stopping in (0, -signal.SIGTERM)


async def test_a_restart_does_not_wait_for_ever_and_tells_everybody_what_there_is(upstream):
    upstream.playbook = lambda request: answer("task_agent") if "mini" in request.model else [Say(("One ",)), Hang()]
    with Server(OPENAI_API_KEY="k", OPENAI_API_BASE=upstream.url, DEFAULT_TIER="team", REDIS_URL="") as server:
        token = server.register()["access_token"]
        asked = {"message": "What is open?"}
        posted = asyncio.create_task(asyncio.to_thread(server.request, "POST", "/chat", asked, token=token))
        streamed = asyncio.create_task(asyncio.to_thread(server.request, "POST", "/chat/stream", asked, token=token))
        async with talk(server, token) as chat:
            await chat.asks()
            assert await upstream.until(lambda model: model.running == 3)
            stopping = asyncio.create_task(asyncio.to_thread(server.stop))
            text, last = await chat.answer()
            assert (text, last["response"], last["cancelled"]) == ("One ", "One ", True)
            assert await chat.closed_with(3) == 1012
        status, _, body = await posted
        assert (status, body["response"], body["cancelled"]) == (200, "One ", True)
        assert b"RUN_FINISHED" in (await streamed)[2]
        assert await stopping in (0, -signal.SIGTERM)
        assert "Exception" not in server.log()


async def test_an_account_that_is_erased_takes_its_runs_along(running, upstream):
    upstream.playbook = lambda request: answer("task_agent") if "mini" in request.model else [Say(("One ",)), Hang()]
    person = running.register()
    token, asked = person["access_token"], {"message": "What is open?"}
    posted = [
        asyncio.create_task(asyncio.to_thread(running.request, "POST", "/chat", asked, token=token)) for _ in range(4)
    ]
    assert await upstream.until(lambda model: model.running == 4)
    given = {"password": person["password"]}
    status, _, _ = await asyncio.to_thread(running.request, "DELETE", "/auth/me", given, token=token)
    assert status == 204
    assert [(status, body["cancelled"]) for status, _, body in await asyncio.gather(*posted)] == [(200, True)] * 4
    assert await upstream.until(lambda model: model.running == 0)
