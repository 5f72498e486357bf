"""The same run as AG-UI events: over the socket, over SSE, and gone on with after a break."""

import asyncio
import json
import urllib.request
from itertools import groupby

import aiohttp

from tests.chat.talk import AG_UI, hold, talk
from tests.doubles.upstream import Hang, Say, Status, answer, call

TASKS = {"recent_tasks": [{"id": "t1", "title": "Call Bob", "status": "todo"}]}


def types(events):
    """In their order; how many pieces a text came in is the model's business."""
    return [kind for kind, _ in groupby(event["type"] for event in events)]


async def sse(server, token, body=None, *, query="", last="", most=None):
    """The events of a stream as (id, event)."""
    headers = {"Authorization": f"Bearer {token}"} | ({"Last-Event-ID": last} if last else {})
    url = f"{server.base}/api/v1/chat/stream{query}"
    got = []
    async with (
        aiohttp.ClientSession() as session,
        session.request("POST" if body else "GET", url, json=body, headers=headers) as reply,
    ):
        if reply.status != 200:
            return await reply.json()
        assert reply.headers["Content-Type"] == "text/event-stream"
        event_id = ""
        async for line in reply.content:
            text = line.decode().rstrip("\n")
            if text.startswith("id: "):
                event_id = text[4:]
            elif text.startswith("data: "):
                got.append((event_id, hold(text[6:], AG_UI)))
                if most and len(got) == most:
                    break
    return got


async def test_a_run_with_a_read_and_an_action(running, token, routed):
    routed.play(call("list_tasks", {}), call("create_task", {"title": "Mail Eve"}), answer("All done."))
    async with talk(running, token, speech=AG_UI) as chat:
        assert chat.socket.subprotocol == AG_UI
        await chat.asks("What is open? And add a task.", context=TASKS)
        events = await chat.events()
    assert types(events) == [
        "RUN_STARTED",
        "STEP_STARTED",
        *["TOOL_CALL_START", "TOOL_CALL_ARGS", "TOOL_CALL_END", "TOOL_CALL_RESULT"],
        *["TOOL_CALL_START", "TOOL_CALL_ARGS", "TOOL_CALL_END", "CUSTOM", "TOOL_CALL_RESULT"],
        *["TEXT_MESSAGE_START", "TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END"],
        "STEP_FINISHED",
        "RUN_FINISHED",
    ]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert len({event["runId"] for event in events}) == 1
    by_type = {event["type"]: event for event in events}
    assert by_type["RUN_STARTED"]["threadId"] == by_type["RUN_STARTED"]["runId"]
    assert json.loads(events[5]["content"]) == [{"id": "t1", "title": "Call Bob", "status": "todo"}]
    assert by_type["CUSTOM"]["name"] == "action"
    end = events[-1]
    assert end["result"]["response"] == "All done."
    assert end["result"]["actions"] == [by_type["CUSTOM"]["value"]]
    assert end["usage"] == end["result"]["usage"]


async def test_an_abort(running, token, routed):
    routed.play([Say(("One ", "two "), 0.01), Hang()])
    async with talk(running, token, speech=AG_UI) as chat:
        await chat.asks()
        events = [await chat.hears() for _ in range(4)]
        await chat.says({"type": "abort", "runId": events[0]["runId"]})
        events += await chat.events()
    end = events[-1]
    assert end["type"] == "RUN_FINISHED" and end["cancelled"] is True
    assert end["result"]["response"] == "".join(e["delta"] for e in events if "delta" in e)
    assert types(events)[-3:] == ["TEXT_MESSAGE_END", "STEP_FINISHED", "RUN_FINISHED"]
    assert await routed.until(lambda model: model.running == 0)


async def test_a_failure(running, token, routed):
    routed.play([Status(401)])
    async with talk(running, token, speech=AG_UI) as chat:
        await chat.asks()
        events = await chat.events()
        assert events[-1]["type"] == "RUN_ERROR"
        assert events[-1]["code"] == events[-1]["problem"]["code"] == "model_failed"
        await chat.says("{}")
        refused = await chat.hears()
        assert (refused["type"], refused["code"], refused["runId"]) == ("RUN_ERROR", "invalid", "")


async def test_a_run_that_is_not_there(running, token, routed):
    other = running.register()["access_token"]
    routed.play(answer("Mine."))
    async with talk(running, token, speech=AG_UI) as chat:
        await chat.asks()
        run_id = (await chat.events())[0]["runId"]
    async with talk(running, other, speech=AG_UI) as chat:
        for asked in (run_id, "0" * 32, ""):
            await chat.says({"type": "resume", "runId": asked, "seq": 0})
            error = await chat.hears()
            assert (error["type"], error["runId"]) == ("error", asked)
            assert error["error"]["code"] == "not_resumable"
        await chat.says({"type": "abort", "runId": run_id})
        assert (await chat.hears())["error"]["code"] == "not_found"
    assert len(routed.requests) == 2


async def test_a_lost_socket_does_not_stop_a_run(running, token, routed):
    routed.play([Say(tuple(f"{n} " for n in range(30)), 0.02)])
    async with talk(running, token, speech=AG_UI) as chat:
        await chat.asks()
        seen = [await chat.hears() for _ in range(8)]
        chat.socket.transport.abort()
    async with talk(running, token, speech=AG_UI) as chat:
        await chat.says({"type": "resume", "runId": seen[0]["runId"], "seq": seen[-1]["seq"]})
        seen += await chat.events()
        assert [event["seq"] for event in seen] == list(range(1, len(seen) + 1))
        assert seen[-1]["result"]["response"] == "".join(f"{n} " for n in range(30))
        await chat.says({"type": "resume", "runId": seen[0]["runId"], "seq": 0})  # and once more, after its end
        assert await chat.events() == seen
        for seq in (-1, len(seen) + 1):
            await chat.says({"type": "resume", "runId": seen[0]["runId"], "seq": seq})
            assert (await chat.hears())["error"]["code"] == "not_resumable"


async def test_server_sent_events_are_the_same_and_can_be_gone_on_with(running, token, routed):
    routed.play([Say(tuple(f"{n} " for n in range(30)), 0.02)])
    first = await sse(running, token, {"message": "Count"}, most=6)
    run_id, _, seq = first[-1][0].partition(":")
    assert (run_id, seq) == (first[-1][1]["runId"], "6")
    rest = await sse(running, token, query=f"?run_id={run_id}", last=first[-1][0])
    events = [event for _, event in first + rest]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert events[-1]["result"]["response"] == "".join(f"{n} " for n in range(30))
    assert [event for _, event in await sse(running, token, query=f"?run_id={run_id}")] == events
    async with talk(running, token, speech=AG_UI) as chat:
        await chat.says({"type": "resume", "runId": run_id, "seq": 3})
        assert await chat.events() == events[3:]


async def test_what_server_sent_events_refuse(running, token, routed):
    assert (await sse(running, token, {"message": ""}))["code"] == "invalid"
    assert (await sse(running, "", {"message": "Hi"}))["code"] == "unauthenticated"
    assert (await sse(running, token))["code"] == "invalid"
    assert (await sse(running, token, last="nonsense"))["code"] == "invalid"
    assert (await sse(running, token, last=f"{'0' * 32}:5", query=f"?run_id={'1' * 32}"))["code"] == "invalid"
    assert (await sse(running, token, query=f"?run_id={'0' * 32}"))["code"] == "not_resumable"


async def test_every_run_can_be_cancelled_by_its_id(running, token, routed):
    other = running.register()["access_token"]
    routed.play([Say(("One ",)), Hang()])
    async with talk(running, token, speech=AG_UI) as chat:
        await chat.asks()
        run_id = (await chat.hears())["runId"]

        def cancel(by):
            return asyncio.to_thread(running.request, "POST", f"/agents/runs/{run_id}/cancel", token=by)

        assert (await cancel(other))[0] == 404
        assert [(await cancel(token))[0] for _ in range(2)] == [202, 202]
        assert (await chat.events())[-1]["cancelled"] is True
        assert (await cancel(token))[0] == 202
    assert await routed.until(lambda model: model.running == 0)


async def test_a_cancelled_post_answers_with_what_there_was(running, token, routed):
    routed.play([Say(("Half ", "an ")), Hang()])
    posted = asyncio.create_task(asyncio.to_thread(running.request, "POST", "/chat", {"message": "Hi"}, token=token))
    assert await routed.until(lambda model: any(request.model == "gpt-4o" for request in model.requests))
    for _ in range(50):  # another worker writes its rows a second later
        await asyncio.sleep(0.2)
        _, _, runs = await asyncio.to_thread(running.request, "GET", "/agents/runs", token=token)
        if runs["items"]:
            break
    [run] = runs["items"]
    await asyncio.to_thread(running.request, "POST", f"/agents/runs/{run['id']}/cancel", token=token)
    status, _, body = await posted
    assert (status, body["cancelled"], body["response"]) == (200, True, "Half an ")


async def test_the_document_is_served(running):
    with urllib.request.urlopen(f"{running.base}/api/v1/asyncapi") as reply:
        document = json.load(reply)
    assert document["asyncapi"] == "3.0.0"
    assert {channel["address"] for channel in document["channels"].values()} >= {"/api/v1/chat/stream"}
