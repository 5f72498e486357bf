"""What a user asks for happens in the device's own store, and the request brought nothing along."""

import asyncio
import time

from agents.llm.data import read_blocks
from tests.chat.talk import AG_UI, talk
from tests.devices.asking import APOLLO, ask, device_of, go_on
from tests.doubles.device import Records
from tests.doubles.upstream import Call, Calls, answer, call


def statuses(store):
    return {task["id"]: task["status"] for task in store.all("tasks")}


async def test_offline_all_overdue_tasks_and_a_note(offline, store):
    token = offline.register()["access_token"]
    async with device_of(offline, token, store) as device:
        status, body = await ask(offline, token, APOLLO)

    assert status == 200, body
    assert statuses(store) == {"t1": "done", "t2": "done", "t3": "todo", "t4": "done", "t5": "todo"}
    [note] = [note for note in store.all("notes") if note["id"] != "n1"]
    assert "Send the invoice" in note["content"] and "Call the printer" in note["content"]
    assert "Book the venue" not in note["content"]
    assert sorted(store.effects) == sorted(action["id"] for action in body["actions"])
    assert len(body["actions"]) == 3
    assert device.records.reads >= 2


async def test_a_device_that_does_not_apply_finds_the_actions_in_the_answer(offline, store):
    token = offline.register()["access_token"]
    async with device_of(offline, token, store, applies=False) as device:
        _, body = await ask(offline, token, APOLLO)
        assert store.effects == []
        for action in body["actions"]:
            device.store.apply(action)

    assert statuses(store) == {"t1": "done", "t2": "done", "t3": "todo", "t4": "done", "t5": "todo"}


async def test_many_runs_from_every_worker(offline, store):
    """Requests are spread over the workers; the device is on one of them."""
    token = offline.register()["access_token"]
    async with device_of(offline, token, store):
        answers = await asyncio.gather(*(ask(offline, token, "Which tasks are in Apollo?") for _ in range(8)))

    for status, body in answers:
        assert status == 200, body
        assert "Send the invoice" in body["response"], body


def reading_model(now):
    """A model that routes to two agents, reads the device and acts on what it read."""

    def script(request):
        if request.model == "gpt-4o-mini":
            return answer("task_agent, note_agent")
        tools = {tool["function"]["name"] for tool in request.body.get("tools", ())}
        if not tools:
            return answer("Both tasks are done, and there is a note.")
        replies = [read_blocks(said["content"])[0] for said in request.body["messages"] if said["role"] == "tool"]
        if "create_note" in tools:
            content = "Sent the invoice, called the printer."
            return answer("Noted.") if replies else call("create_note", {"title": "Overdue", "content": content})
        if not replies:
            return [
                Calls(
                    (
                        Call("list_tasks", {"project_id": "Apollo", "status": "todo"}, 0, "c0"),
                        Call("list_tasks", {"project_id": "Apollo", "status": "in_progress"}, 1, "c1"),
                    )
                )
            ]
        if len(replies) == 2:
            overdue = [task["id"] for reply in replies for task in reply["result"] if task["due_date"] < now]
            return [
                Calls(
                    tuple(
                        Call("update_task", {"id": task_id, "status": "done"}, n, f"u{n}")
                        for n, task_id in enumerate(overdue)
                    )
                )
            ]
        return answer("Done.")

    return script


async def test_a_model_reads_acts_and_notes_on_the_device(thinking, upstream, store):
    upstream.playbook = reading_model(time.time_ns() // 1_000_000)
    token = thinking.register()["access_token"]
    async with device_of(thinking, token, store) as device:
        status, body = await ask(thinking, token, APOLLO)

    assert status == 200, body
    assert statuses(store) == {"t1": "done", "t2": "done", "t3": "todo", "t4": "done", "t5": "todo"}
    assert len(store.all("notes")) == 2
    assert store.effects == [action["id"] for action in body["actions"]]
    by_the_device = [device.hello["device_id"]]
    await asyncio.to_thread(
        thinking.until,
        "/agents/runs",
        lambda page: [row.get("device_id") for row in page["items"]] == by_the_device,
        token=token,
    )
    asked = [frame["tool"] for frame in device.records.seen if frame["type"] == "tool.call"]
    assert asked == ["list_all_projects", "list_tasks", "list_tasks"]


async def test_a_model_without_a_device_has_its_client_read(thinking, upstream, store):
    upstream.playbook = reading_model(time.time_ns() // 1_000_000)
    token = thinking.register()["access_token"]
    status, body = await ask(thinking, token, APOLLO, client_tools=True)
    records, rounds = Records(store), []
    while body.get("status") == "input_required":
        rounds.append([asked["tool"] for asked in body["requests"]])
        status, body = await go_on(thinking, token, records, body)

    assert status == 200, body
    assert rounds == [["list_all_projects"], ["list_tasks", "list_tasks"]]
    for action in body["actions"]:
        assert store.apply(action)
    assert statuses(store) == {"t1": "done", "t2": "done", "t3": "todo", "t4": "done", "t5": "todo"}
    models = [request.model for request in upstream.requests]
    assert models.count("gpt-4o-mini") == 1  # what was thought before a pause is not thought again
    input_tokens = body["usage"]["input_tokens"]
    used = await asyncio.to_thread(
        thinking.until,
        "/billing/usage",
        lambda used: sum(day["input_tokens"] for day in used["days"]) == input_tokens,
        token=token,
    )
    assert {day["model"] for day in used["days"]} == {"gpt-4o", "gpt-4o-mini"}


async def test_a_listener_sees_what_is_read_and_done(thinking, upstream, store):
    upstream.playbook = reading_model(time.time_ns() // 1_000_000)
    token = thinking.register()["access_token"]
    async with device_of(thinking, token, store), talk(thinking, token, speech=AG_UI) as chat:
        await chat.asks(APOLLO)
        events = await chat.events()

    assert events[-1]["type"] == "RUN_FINISHED"
    actions = [event["value"] for event in events if event["type"] == "CUSTOM"]
    assert [action["id"] for action in actions] == store.effects
    assert "Send the invoice" in str([event["content"] for event in events if event["type"] == "TOOL_CALL_RESULT"])


async def test_a_router_that_names_nobody_is_neither_asked_again_nor_shown_the_records(thinking, upstream, store):
    upstream.playbook = lambda request: answer("nobody" if request.model == "gpt-4o-mini" else "Fine.")
    token = thinking.register()["access_token"]
    async with device_of(thinking, token, store) as device:
        status, body = await ask(thinking, token, "Hm.")

    assert (status, body["agent"], body["response"]) == (200, "task_agent", "Fine.")
    assert [request.model for request in upstream.requests] == ["gpt-4o-mini", "gpt-4o"]
    assert device.records.reads == 0
