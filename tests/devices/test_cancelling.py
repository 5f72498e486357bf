"""A run that pauses for its client is cancelled between two requests too, whichever workers they come to."""

import asyncio

import pytest

from tests.devices.asking import ask, go_on
from tests.doubles.device import Records
from tests.doubles.upstream import Hang, Say, answer, call

TIMES = 6  # so that the requests come to one worker as well as to several
TASKS = "Which tasks are there?"


def reads_then_hangs(request):
    if request.model == "gpt-4o-mini":
        return answer("task_agent")
    return [Say(("Half ", "an ")), Hang()] if request.all("tool") else call("list_tasks", {})


def reads_twice(request):
    if request.model == "gpt-4o-mini":
        return answer("task_agent")
    return call("list_task_comments", {"task_id": "t1"}) if request.all("tool") else call("list_tasks", {})


async def runs_of(server, token):
    _, _, page = await asyncio.to_thread(server.request, "GET", "/agents/runs", token=token)
    return page["items"]


async def cancel(server, token, run_id):
    status, _, _ = await asyncio.to_thread(server.request, "POST", f"/agents/runs/{run_id}/cancel", token=token)
    return status


@pytest.mark.parametrize("script", [reads_then_hangs, reads_twice])
async def test_right_after_the_pause(thinking, upstream, store, script):
    upstream.playbook = script
    token = thinking.register()["access_token"]
    for _ in range(TIMES):
        _, body = await ask(thinking, token, TASKS, client_tools=True)
        [run, *_] = await runs_of(thinking, token)
        assert run["status"] == "waiting"
        if script is reads_twice:
            _, body = await go_on(thinking, token, Records(store), body)
            assert body["status"] == "input_required"
        thought = len(upstream.requests)
        assert await cancel(thinking, token, run["id"]) == 202
        status, refused = await go_on(thinking, token, Records(store), body)
        assert (status, refused["code"]) == (409, "conflict")
        assert len(upstream.requests) == thought
        assert (await runs_of(thinking, token))[0]["status"] == "cancelled"


async def test_right_after_it_has_gone_on(thinking, upstream, store):
    upstream.playbook = reads_then_hangs
    token = thinking.register()["access_token"]
    for _ in range(TIMES):
        _, body = await ask(thinking, token, TASKS, client_tools=True)
        [run, *_] = await runs_of(thinking, token)
        going_on = asyncio.create_task(go_on(thinking, token, Records(store), body))
        assert await upstream.until(lambda model: model.running)
        assert await cancel(thinking, token, run["id"]) == 202
        status, ended = await going_on
        assert (status, ended["run_id"], ended["cancelled"]) == (200, run["id"], True)
        assert await upstream.until(lambda model: not model.running)


async def test_a_state_of_an_earlier_pause_changes_nothing(thinking, upstream, store):
    upstream.playbook = reads_twice
    token = thinking.register()["access_token"]
    _, first = await ask(thinking, token, TASKS, client_tools=True)
    records = Records(store)
    await go_on(thinking, token, records, first)
    status, refused = await go_on(thinking, token, records, first)
    assert (status, refused["code"]) == (409, "conflict")
    assert (await runs_of(thinking, token))[0]["status"] == "waiting"


async def test_an_id_may_be_written_with_dashes(thinking, upstream):
    upstream.playbook = lambda request: answer("task_agent") if "mini" in request.model else [Hang()]
    token = thinking.register()["access_token"]
    asked = asyncio.create_task(ask(thinking, token, TASKS))
    assert await upstream.until(lambda model: any(request.model == "gpt-4o" for request in model.requests))
    async with asyncio.timeout(20):
        while not (listed := await runs_of(thinking, token)):
            await asyncio.sleep(0.1)
    run_id = listed[0]["id"]
    dashed = "-".join((run_id[:8], run_id[8:12], run_id[12:16], run_id[16:20], run_id[20:]))
    assert await cancel(thinking, token, dashed.upper()) == 202
    status, ended = await asked
    assert (status, ended["cancelled"]) == (200, True)
