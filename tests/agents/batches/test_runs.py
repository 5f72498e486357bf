"""Batches at work: when they are due, on which device, what is heard of them, what becomes of them when things fail."""

import asyncio
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.utils import timezone

from agents.batches import due, jobs, queue, runner
from agents.batches.models import Batch, BatchRun
from agents.batches.templates import TEMPLATES
from agents.devices import switchboard
from agents.llm.errors import ModelFailed
from agents.models import RunRow
from agents.runs.live import RUNS
from billing.limits.limiter import LIMITER
from billing.models import Subscription
from tests.agents.batches.playing import HOUR, WORD, alone, ask, caller_of, entry, is_due, play, store, updates
from tests.agents.near_device import NearDevice
from tests.doubles.scripted import calls, said

pytestmark = pytest.mark.services


def test_one_that_is_due_runs_on_the_device_and_tells_of_it(template, clock):
    who, batch = template(name="overdue_sweep")
    is_due(batch)
    device = play(who, clock)

    [task] = device.store.all("tasks")
    assert task["priority"] == "high"
    [note] = device.store.all("notes", "WHERE title = 'Overdue'")
    assert WORD in note["content"]
    told = [(one["status"], one["step"], one["steps"]) for one in updates(device)]
    assert told == [("running", 1, 2), ("running", 2, 2), ("done", 2, 2)]
    assert all(one["batch_id"] == batch["id"] for one in updates(device))
    assert WORD in updates(device)[-1]["text"]

    last = entry(who, batch)["last_run"]
    assert (last["status"], last["step"]) == ("done", 2)
    row = who.client.get(f"/agents/runs/{last['run_id']}").json()
    assert (row["door"], row["status"], row["agent"]) == ("batch", "done", "task_agent,note_agent")
    assert row["device_id"] == "near"
    assert entry(who, batch)["next_run_at"] > timezone.now().timestamp()


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_works_without_a_model(template, clock, name):
    who, batch = template(name=name)
    ask(who, batch)
    device = play(who, clock)
    assert updates(device)[-1]["status"] == "done", updates(device)[-1]
    expected = {
        "weekly_review": {"notes"},
        "overdue_sweep": {"tasks", "notes"},
        "notes_to_tasks": {"tasks"},
        "project_kickoff": {"tasks", "timelines", "notes"},
    }
    applied = [action for frame in device.records.seen if frame["type"] == "actions" for action in frame["actions"]]
    assert {action["table"] for action in applied} == expected[name]


def test_nothing_of_it_stays(template, clock):
    who, batch = template(name="overdue_sweep")
    ask(who, batch)
    play(who, clock)
    kept = str([list(model.objects.values()) for model in apps.get_models()])
    assert WORD not in kept
    assert not queue.DBTaskResult.objects.exists()


def test_a_device_that_takes_no_actions_as_they_happen_gets_them_at_the_end(template, clock):
    who, batch = template(name="overdue_sweep")
    ask(who, batch)
    device = play(who, clock, applies=False)
    kinds = [frame["type"] for frame in device.records.seen]
    assert kinds.index("actions") > max(n for n, kind in enumerate(kinds) if kind == "tool.call")
    assert device.store.all("tasks")[0]["priority"] == "high"
    assert len(device.store.effects) == 2


def test_nothing_is_due_before_its_time_or_when_off(template, clock):
    who, batch = template()
    play(who, clock)
    assert not BatchRun.objects.exists()
    who.client.patch(f"/agents/batches/{batch['id']}", {"active": False})
    assert Batch.objects.get().next_due is None


def test_without_a_device_it_waits_for_one(template, clock):
    who, batch = template()
    run_id = ask(who, batch)
    alone(clock)
    assert entry(who, batch)["last_run"]["status"] == "waiting"
    assert who.client.get(f"/agents/runs/{run_id}").json()["status"] == "waiting"
    alone(clock)
    assert entry(who, batch)["last_run"]["status"] == "waiting"

    BatchRun.objects.update(try_at=timezone.now())
    play(who, clock, beats=2)
    assert entry(who, batch)["last_run"]["status"] == "done"
    assert who.client.get(f"/agents/runs/{run_id}").json()["status"] == "done"
    assert RunRow.objects.count() == 1


def test_it_waits_within_its_window_and_then_says_so(template, clock):
    who, batch = template()
    run_id = ask(who, batch)
    alone(clock)
    BatchRun.objects.update(try_at=timezone.now(), give_up_at=timezone.now())
    alone(clock)
    last = entry(who, batch)["last_run"]
    assert (last["status"], last["error_code"]) == ("failed", "device_gone")
    row = who.client.get(f"/agents/runs/{run_id}").json()
    assert (row["status"], row["error_code"]) == ("failed", "device_gone")


@pytest.mark.parametrize(
    ("schedule", "down", "runs"),
    [("0 * * * *", 5 * HOUR, 1), ("*/5 * * * *", 100 * HOUR, 1), ("0 0 1 1 *", 24 * HOUR * 200, 0)],
)
def test_what_was_missed_runs_once_within_its_window(template, clock, schedule, down, runs):
    template(schedule=schedule)
    Batch.objects.update(next_due=timezone.now() - down)
    now = timezone.now()
    for _ in range(3):
        due.queue_due(now)
    assert BatchRun.objects.count() == runs
    assert Batch.objects.get().next_due > now


def test_one_that_is_still_at_work_when_it_is_due_again_is_left_alone(template):
    who, batch = template()
    run_id = ask(who, batch)
    is_due(batch)
    assert due.queue_due(timezone.now()) == []
    assert BatchRun.objects.get().pk.hex == run_id
    assert Batch.objects.get().next_due > timezone.now()


def test_a_lease_is_one_workers(template):
    who, batch = template()
    run = BatchRun.objects.get(pk=ask(who, batch))
    now = timezone.now()
    job = jobs.lease(run.pk, now)
    assert job and jobs.lease(run.pk, now) is None
    assert jobs.lease(run.pk, now + 2 * jobs.LEASE) is None  # it may have done something: it is not begun again
    assert jobs.renew(job, 1, now)
    assert not jobs.renew(job._replace(holder="another"), 1, now)
    assert not jobs.finish(job._replace(holder="another"), "done", step=1)
    assert jobs.finish(job, "done", step=1)
    assert not jobs.finish(job, "failed", step=1) and not jobs.renew(job, 0)
    assert BatchRun.objects.get().status == "done"


def test_a_worker_that_died_loses_no_schedule(template, clock):
    who, batch = template()
    is_due(batch)
    [run] = due.queue_due(timezone.now())
    job = jobs.lease(run.pk)
    jobs.renew(job, 1)
    queue.take("dead", 10)  # and it died
    alone(clock)
    assert entry(who, batch)["last_run"]["status"] == "running"

    BatchRun.objects.update(lease_until=timezone.now() - HOUR)
    device = play(who, clock)
    assert [(one["status"], one["step"]) for one in updates(device)] == [("failed", 2)]
    last = entry(who, batch)["last_run"]
    assert (last["status"], last["step"], last["error_code"]) == ("failed", 2, "internal")
    assert entry(who, batch)["next_run_at"] > timezone.now().timestamp()

    ask(who, batch, from_step=2)
    device = play(who, clock)
    assert [(one["status"], one["step"]) for one in updates(device)] == [("running", 2), ("done", 2)]


def test_a_run_that_was_sent_and_lost_is_sent_again(template, clock):
    who, batch = template()
    ask(who, batch)
    queue.take("dead", 10)
    play(who, clock)
    assert entry(who, batch)["last_run"]["status"] == "queued"
    BatchRun.objects.update(try_at=timezone.now())
    play(who, clock)
    assert entry(who, batch)["last_run"]["status"] == "done"


def test_a_step_that_failed_is_run_again_from_there(template, clock, think):
    who, batch = template()
    engine = think(said("All is well."), [ModelFailed("scripted", "provider failed")], said("Written."))
    ask(who, batch)
    device = play(who, clock)
    last = updates(device)[-1]
    assert (last["status"], last["step"], last["text"]) == ("failed", 2, "All is well.")
    assert entry(who, batch)["last_run"]["error_code"] == "model_failed"

    ask(who, batch, from_step=2)
    device = play(who, clock)
    assert [(one["status"], one["step"]) for one in updates(device)] == [("running", 2), ("done", 2)]
    assert updates(device)[-1]["text"] == "Written."
    assert "previous_results" not in engine.asked[-1].blocks["context"]


def test_each_step_is_told_what_those_before_it_gave(template, clock, think):
    who, batch = template()
    engine = think(said("All is well."), said("Written."))
    ask(who, batch)
    device = play(who, clock)
    [before] = engine.asked[1].blocks["context"]["previous_results"]
    assert before == {"agent": "task_agent", "response": "All is well.", "actions": []}
    assert engine.asked[0].blocks["message"] == "Give me a weekly review"
    assert engine.asked[0].blocks["context"]["recent_tasks"][0]["id"] == "t1"
    assert updates(device)[-1]["text"] == "All is well.\n\nWritten."


def test_a_device_that_joins_while_it_is_said_to_be_away(template, clock, monkeypatch):
    """It was looked for a moment before, and joined when nothing waited for it yet."""
    who, batch = template()
    run_id = ask(who, batch)
    monkeypatch.setattr(runner, "LOOKS", (0,))
    device = NearDevice(caller_of(who), store())
    choose = switchboard.choose

    async def a_moment_before(*asked):
        monkeypatch.setattr(switchboard, "choose", choose)
        found = await choose(*asked)
        await device.__aenter__()
        return found

    monkeypatch.setattr(switchboard, "choose", a_moment_before)

    async def go():
        await clock.all_done()
        await clock.all_done()
        await device.__aexit__()

    async_to_sync(go)()
    assert BatchRun.objects.get(pk=run_id).status == "done"


def test_a_device_that_leaves_in_the_middle(template, clock, think):
    who, batch = template()
    think([*said("One."), 0.3], said("Two."))
    ask(who, batch)

    async def go():
        async with NearDevice(caller_of(who), store()):
            beat = asyncio.create_task(clock.all_done())
            await asyncio.sleep(0.15)
        await beat

    async_to_sync(go)()
    last = entry(who, batch)["last_run"]
    assert (last["status"], last["step"], last["error_code"]) == ("failed", 1, "device_gone")


def test_a_downgrade_between_asking_and_running(person, clock):
    who = person(tier="power")
    step = {"agent": "task_agent", "instruction": "List my tasks"}
    batch = who.client.post("/agents/batches", {"name": "Mine", "steps": [step]}).json()
    ask(who, batch)
    Subscription.objects.filter(user=who.user).update(status="canceled")
    device = play(who, clock)
    assert [one["status"] for one in updates(device)] == ["failed"]
    assert entry(who, batch)["last_run"]["error_code"] == "tier_required"


def test_it_counts_as_a_request_and_waits_for_its_turn(template, clock, monkeypatch):
    who, batch = template()
    run_id = ask(who, batch)
    LIMITER.own.forget(str(who.id))
    for _ in range(20):
        assert LIMITER.own.decide(str(who.id), 20).allowed
    monkeypatch.setattr(LIMITER, "shared", None)
    device = play(who, clock)
    assert updates(device) == []
    run = BatchRun.objects.get(pk=run_id)
    assert run.status == "queued" and run.try_at > timezone.now() + timedelta(seconds=30)
    LIMITER.own.forget(str(who.id))
    BatchRun.objects.update(try_at=timezone.now())
    play(who, clock)
    assert BatchRun.objects.get(pk=run_id).status == "done"
    assert LIMITER.own.peek(str(who.id), 20).remaining == 19


def test_it_counts_in_the_runs_at_once(template, clock):
    who, batch = template()
    run_id = ask(who, batch)

    async def go():
        slots = [await RUNS.take(who.id, 2) for _ in range(2)]
        async with NearDevice(caller_of(who), store()):
            await clock.all_done()
        for slot in slots:
            RUNS.give_back(slot)

    async_to_sync(go)()
    assert BatchRun.objects.get(pk=run_id).status == "queued"


def test_calls_of_tools_reach_the_device_and_none_of_another(template, clock, think, person):
    who, batch = template()
    other = person()
    think(calls(("list_tasks", {})), said("Seen."), said("Written."))
    ask(who, batch)

    async def go():
        async with NearDevice(caller_of(other), store(), device_id="far") as far:
            async with NearDevice(caller_of(who), store()) as near:
                await clock.all_done()
            return near, far

    near, far = async_to_sync(go)()
    assert near.asked.count("list_tasks") == 2  # once for the context
    assert far.records.seen == []
