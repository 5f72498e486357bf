"""The seeds' contract, as a conversation: a token, a request, text, a last frame."""

import asyncio
import json

import pytest
from websockets.asyncio.client import connect

from tests.chat.talk import parsed, talk
from tests.doubles.upstream import Hang, Open, Say, Status, answer, call


async def test_the_seeds_contract_with_nothing_but_a_websocket_client(running, token, routed):
    routed.play(answer("Two tasks are open."))
    async with connect(f"ws://127.0.0.1:{running.port}/api/v1/chat/stream?token={token}", proxy=None) as socket:
        await socket.send(json.dumps({"message": "What is open?", "context": {"recent_tasks": []}}))
        text = ""
        while not (control := parsed(frame := await socket.recv())):
            text += frame
    assert text == control["response"] == "Two tasks are open."
    assert control["done"] is True
    assert control["actions"] == []
    assert (control["agent"], control["model"]) == ("task_agent", "gpt-4o")


async def test_many_requests_on_one_socket_one_after_another(running, token, routed):
    async with talk(running, token) as chat:
        for said in ("One.", "Two and more.", "Three."):
            routed.play(answer(said))
            await chat.asks()
            text, done = await chat.answer()
            assert text == done["response"] == said
        assert await chat.nothing_more()


async def test_actions_come_with_the_last_frame(running, token, routed):
    routed.play(call("create_task", {"title": "Call Bob"}), answer("Done."))
    async with talk(running, token) as chat:
        await chat.asks("Add a task to call Bob")
        text, done = await chat.answer()
    assert text == "Done."
    [action] = done["actions"]
    assert (action["type"], action["table"], action["data"]["title"]) == ("create_record", "tasks", "Call Bob")


async def test_plan_mode(running, token, routed):
    async with talk(running, token) as chat:
        await chat.asks("Add a task", execution_mode="plan")
        text, done = await chat.answer()
    assert text == done["response"] == ""
    assert done["plan"]["steps"][0]["prompt_template"] == "tpl_task_agent_default"


async def test_cancel_is_read_while_a_run_streams(running, token, routed):
    routed.play([Say(("One ", "two ", "three "), 0.01), Hang()])
    async with talk(running, token) as chat:
        await chat.asks()
        first = await chat.hears()
        await chat.says({"type": "cancel"})
        text, done = await chat.answer()
        assert done["cancelled"] is True
        assert done["response"] == first + text
        assert "error" not in done
        assert await routed.until(lambda model: model.running == 0)
        assert await chat.nothing_more()

        await chat.says({"type": "cancel"})  # nothing runs, so nothing is said
        routed.play(answer("Again."))
        await chat.asks()
        assert (await chat.answer())[0] == "Again."


async def test_cancel_before_the_first_token(running, token, routed):
    routed.play([Open(), Hang()])
    async with talk(running, token) as chat:
        await chat.asks()
        assert await routed.until(lambda model: any(r.model == "gpt-4o" for r in model.requests))
        await chat.says({"type": "cancel"})
        text, done = await chat.answer()
    assert (text, done["response"], done["cancelled"]) == ("", "", True)
    assert await routed.until(lambda model: model.running == 0)


async def test_a_request_while_one_runs_is_told_that_it_is_busy(running, token, routed):
    routed.play([Say(("One ", "two "), 0.1)])
    async with talk(running, token) as chat:
        await chat.asks()
        await chat.asks("And this?")
        seen = []
        while not seen or not isinstance(seen[-1], dict) or "done" not in seen[-1]:
            seen.append(await chat.hears())
        [busy] = [frame for frame in seen[:-1] if isinstance(frame, dict)]
        assert busy["type"] == "error"
        assert busy["error"]["code"] == "busy"
        assert seen[-1]["response"] == "One two "


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("", "malformed"),
        ("hello", "malformed"),
        ('{"message": ', "malformed"),
        ("[" * 200 + "]" * 200, "malformed"),
        ('{"a":' * 5000 + "1" + "}" * 5000, "malformed"),
        (b"\xff\xfe", "malformed"),
        ("[]", "invalid"),
        ("null", "invalid"),
        ("1", "invalid"),
        ({}, "invalid"),
        ({"message": ""}, "invalid"),
        ({"message": 5}, "invalid"),
        ({"message": "a", "mood": "good"}, "invalid"),
        ({"message": "a", "agent": "no_such_agent"}, "invalid"),
        ({"message": "a", "context": {"notes": {}}}, "invalid"),
        ({"type": "dance"}, "invalid"),
        ({"type": 5}, "invalid"),
        ({"type": ["cancel"]}, "invalid"),
    ],
)
async def test_what_cannot_be_read_is_answered_and_the_socket_stays(running, token, routed, frame, code):
    routed.play(answer("Fine."))
    async with talk(running, token) as chat:
        await chat.says(frame)
        text, done = await chat.answer()
        assert text == "" and done["error"]["code"] == code
        assert done["error"]["request_id"]
        await chat.asks()
        assert (await chat.answer())[0] == "Fine."
    assert [request.model for request in routed.requests] == ["gpt-4o-mini", "gpt-4o"]


@pytest.mark.parametrize(
    ("frame", "pointer"),
    [
        ({"type": "resume"}, "#/runId"),
        ({"type": "cancel", "more": 1}, "#/more"),
        ({"type": "auth", "access_token": None}, "#/access_token"),
    ],
)
async def test_a_wrong_order_is_no_request_and_ends_nothing(running, token, routed, frame, pointer):
    routed.play(answer("Fine."))
    async with talk(running, token) as chat:
        await chat.says(frame)
        error = await chat.hears()
        assert (error["type"], error["error"]["code"]) == ("error", "invalid")
        assert [fault["pointer"] for fault in error["error"]["errors"]] == [pointer]
        await chat.asks()
        assert (await chat.answer())[0] == "Fine."


async def test_what_cannot_be_read_does_not_end_a_run(running, token, routed):
    routed.play([Say(("One ", "two "), 0.1)])
    async with talk(running, token) as chat:
        await chat.asks()
        await chat.says("{nonsense")
        heard = [await chat.hears() for _ in range(3)]
        [error] = [frame for frame in heard if isinstance(frame, dict)]
        assert error["type"] == "error" and error["error"]["code"] == "malformed"
        assert (await chat.answer())[1]["response"] == "One two "


async def test_a_model_that_fails_ends_the_run_with_a_problem(running, token, routed):
    routed.play(call("create_task", {"title": "A"}), [Status(401)])
    async with talk(running, token) as chat:
        await chat.asks("Add a task")
        _, done = await chat.answer()
        assert done["error"]["code"] == "model_failed"
        assert len(done["actions"]) == 1
        assert await chat.nothing_more()


PIECES = [
    ("{}",),
    ('{"done":true}',),
    ('{"done"', ":true}"),
    (" ", "{", "}", " "),
    ('  {"done":true}  ',),
    ("{{}}",),
    ("{", '"done"', ":", "true", "}"),
    ("{}{}",),
    ('\n{"type":"ping"}',),
    ("{'done': True}",),
    ("[{}]",),
    ("null",),
]


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("pieces", PIECES)
async def test_text_is_never_a_json_object(running, token, routed, pieces, together):
    routed.play([Say(pieces, 0 if together else 0.005, together)])
    async with talk(running, token) as chat:
        await chat.asks()
        text, done = await chat.answer()
        assert text == done["response"] == "".join(pieces)
        assert all(parsed(frame) is None for frame in chat.frames[:-1])


async def test_a_hanging_model_is_no_reason_for_silence(running, token, routed):
    """A ping after 30 s; the run is still there."""
    routed.play([Open(), Hang()])
    async with talk(running, token) as chat:
        await chat.asks()
        began = asyncio.get_running_loop().time()
        assert await chat.hears(40) == {"type": "ping"}
        assert 28 < asyncio.get_running_loop().time() - began < 35
        await chat.says({"type": "cancel"})
        assert (await chat.answer())[1]["cancelled"]
