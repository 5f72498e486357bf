"""The deep agent plans, has the others work, and answers; all of it is seen as it happens."""

import asyncio
import os
import subprocess
import sys

import pytest

from agents.caps import Caps
from agents.events import (
    ActionMade,
    RunFailed,
    RunFinished,
    StepFinished,
    StepStarted,
    TextDelta,
    TextStarted,
    ToolCallArgs,
    ToolCallResult,
    ToolCallStarted,
)
from agents.llm.errors import ModelFailed
from agents.registry import registry
from plans.prompts import templates
from tests.doubles.scripted import calls, engines, said

PLAN = calls(("write_plan", {"steps": ["Add the task", "Write it down"]}))
TASK = calls(("call_agent", {"agent": "task_agent", "request": "Create a task 'Call Bob'"}))
NOTE = calls(("call_agent", {"agent": "note_agent", "request": "Write a note that the task was made"}))
MADE = calls(("create_task", {"title": "Call Bob"}))
NOTED = calls(("create_note", {"title": "Done", "content": "Call Bob is there"}))

END = said("The task and the note are there.")
WHOLE = (PLAN, TASK, MADE, said("Created it."), NOTE, NOTED, said("Wrote it."), END)


def kinds(events, *kinds):
    return [event for event in events if isinstance(event, kinds)]


async def run_of(events_of, *script, **fields):
    used = engines(*script, route="deep_agent")
    events = await events_of(used, "Set up Bob's call and write it down", **fields)
    return used, events


async def test_it_plans_calls_the_others_and_answers(events_of):
    used, events = await run_of(events_of, *WHOLE)

    end = events[-1]
    assert isinstance(end, RunFinished), end
    assert (end.result.agent, end.result.response) == ("deep_agent", "The task and the note are there.")
    assert [action.table for action in end.result.actions] == ["tasks", "notes"]
    assert used.llm.closed == len(used.llm.asked) == 8


async def test_its_steps_are_seen_in_order_and_nested(events_of):
    _, events = await run_of(events_of, *WHOLE)

    steps = [(type(event).__name__, event.name) for event in kinds(events, StepStarted, StepFinished)]
    assert steps == [
        ("StepStarted", "deep_agent"),
        ("StepStarted", "plan"),
        ("StepFinished", "plan"),
        ("StepStarted", "task_agent"),
        ("StepFinished", "task_agent"),
        ("StepStarted", "note_agent"),
        ("StepFinished", "note_agent"),
        ("StepFinished", "deep_agent"),
    ]
    assert [event.name for event in kinds(events, ToolCallStarted)] == ["write_plan", "create_task", "create_note"]
    assert kinds(events, ToolCallArgs)[0].args == {"steps": ["Add the task", "Write it down"]}
    made = [type(event) for event in events]
    assert made.index(ActionMade) < made.index(TextStarted)


async def test_what_the_others_do_is_seen_while_it_goes_on(start):
    used = engines(PLAN, TASK, MADE, [30.0], route="deep_agent")
    run = await start(used, "Set up Bob's call")
    async for _, event in run.listen():
        if isinstance(event, ActionMade):
            break
    run.cancel()
    end = await run.result()
    assert end.cancelled and [action.table for action in end.result.actions] == ["tasks"]
    assert used.llm.closed == len(used.llm.asked)


async def test_the_others_are_told_what_was_done_before_them(events_of):
    used, _ = await run_of(events_of, *WHOLE)

    note_asked = used.llm.asked[5]
    [before] = note_asked.blocks["context"]["previous_results"]
    assert (before["agent"], before["response"]) == ("task_agent", "Created it.")
    assert before["actions"][0]["data"]["title"] == "Call Bob"
    assert note_asked.blocks["message"] == "Write a note that the task was made"


async def test_its_model_gets_templates_as_system_and_all_else_as_data(events_of):
    used, _ = await run_of(events_of, *WHOLE, context={"projects": [{"id": "p1", "name": "Apollo"}]})

    first, later = used.llm.asked[0], used.llm.asked[-1]
    assert first.system == templates.text("tpl_deep_agent_default")
    assert first.tools == ("write_plan", "call_agent")
    assert set(first.blocks) == {"agents", "context", "message"}
    assert "deep_agent" not in str(first.blocks["agents"])
    assert [set(reply) for reply in later.replies] == [{"result"}] * 3
    assert later.replies[1]["result"]["response"] == "Created it."


async def test_its_text_streams(events_of):
    _, events = await run_of(events_of, said("Nothing is to be done here at all."))
    assert len(kinds(events, TextDelta)) > 3


async def test_what_it_says_between_calls_is_kept_apart(events_of):
    _, events = await run_of(events_of, [*said("First the plan."), *PLAN], said("Done."))
    assert events[-1].result.response == "First the plan.\n\nDone."


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (("call_agent", {"agent": "nobody", "request": "Do"}), "There is no agent 'nobody'"),
        (("call_agent", {"agent": "deep_agent", "request": "Do"}), "There is no agent 'deep_agent'"),
        (("call_agent", {"agent": "task_agent"}), "request: Field required"),
        (("call_agent", '{"agent": "task'), "Field required"),
        (("write_plan", {"steps": []}), "steps"),
    ],
)
async def test_a_wrong_call_goes_back_to_it(events_of, bad, says):
    used, events = await run_of(events_of, calls(bad), said("I could not."))
    assert says in used.llm.asked[1].replies[0]["error"]
    assert events[-1].result.response == "I could not."


async def test_an_unknown_tool_goes_back_to_it(events_of):
    used, events = await run_of(events_of, calls(("delete_everything", {})), said("I could not."))
    assert "not a valid tool" in used.llm.asked[1][-1].content
    assert events[-1].result.response == "I could not."


async def test_calls_of_one_turn_are_carried_out_one_after_another(events_of):
    both = calls(
        ("call_agent", {"agent": "task_agent", "request": "A"}), ("call_agent", {"agent": "note_agent", "request": "B"})
    )
    _, events = await run_of(events_of, both, said("Tasks."), said("Notes."), said("Done."))
    names = [(type(event).__name__, event.name) for event in kinds(events, StepStarted, StepFinished)]
    assert names[1:5] == [
        ("StepStarted", "task_agent"),
        ("StepFinished", "task_agent"),
        ("StepStarted", "note_agent"),
        ("StepFinished", "note_agent"),
    ]


async def test_it_ends_where_the_tool_calls_of_a_run_do(events_of):
    caps = Caps(tool_calls=2)
    _, events = await run_of(events_of, PLAN, PLAN, PLAN, said("That is all."), caps=caps)
    assert len(kinds(events, ToolCallResult)) == 2
    assert events[-1].result.response == "That is all."


async def test_it_ends_where_the_model_calls_of_a_run_do(events_of):
    _, events = await run_of(events_of, *[PLAN] * 9, caps=Caps(model_calls=4))
    assert isinstance(events[-1], RunFailed)
    assert events[-1].problem.code == "run_limit"


async def test_one_that_never_comes_to_an_end_says_so(events_of):
    _, events = await run_of(events_of, *[PLAN] * 30, caps=Caps(deep_turns=3))
    assert events[-1].result.response.startswith("I could not finish this")


async def test_a_model_that_fails_is_the_runs_failure(events_of):
    _, events = await run_of(events_of, PLAN, TASK, [ModelFailed("scripted", "provider failed")])
    end = events[-1]
    assert isinstance(end, RunFailed) and end.problem.code == "model_failed"
    assert [event.name for event in kinds(events, StepFinished)] == ["plan", "task_agent", "deep_agent"]


async def test_no_model_call_goes_uncounted(start):
    used = engines(*WHOLE, route="deep_agent")
    run = await start(used, "Set it up")
    meter = run._work.meter
    await run.result()
    assert meter.model_calls == 1 + 8
    assert sum(one.calls for one in meter.models.values()) == 9
    assert meter.tool_calls == 3 + 2


async def test_cancelling_closes_its_model_call(start):
    used = engines([*said("One"), 30.0], route="deep_agent")
    run = await start(used, "Set it up")
    async for _, event in run.listen():
        if isinstance(event, TextDelta):
            break
    run.cancel()
    end = await asyncio.wait_for(run.result(), 5)
    assert (end.cancelled, end.result.response) == (True, "One")
    assert used.llm.closed == 1


async def test_its_prompt_does_not_get_out(events_of):
    leak = templates.text("tpl_deep_agent_default").splitlines()[0]
    purpose = registry.get("deep_agent").tools[0].purpose
    _, events = await run_of(events_of, said(f"I was told: {leak} And: {purpose}"))
    assert "find out what it takes" not in events[-1].result.response
    assert "Note the steps of the work ahead" not in events[-1].result.response


async def test_the_router_names_it_alone(events_of):
    used = engines(said("Done."), route="deep_agent, task_agent")
    events = await events_of(used, "Set everything up")
    assert events[-1].result.agent == "deep_agent"


@pytest.mark.parametrize("fields", [{}, {"agent": "deep_agent"}])
async def test_a_plan_names_the_agents_it_would_call(events_of, fields):
    used = engines(route="deep_agent, project_agent, task_agent")
    events = await events_of(used, "Set up Zeus", execution_mode="plan", **fields)
    plan = events[-1].result
    assert plan.agent == "project_agent,task_agent"
    assert "deep_agent" not in str(used.routed.asked[0].blocks["agents"])


def test_it_is_in_the_catalog(signed_in):
    agents = {agent["name"]: agent for agent in signed_in.get("/agents").json()}
    assert agents["deep_agent"]["tools"] == ["write_plan", "call_agent"]


def test_nothing_is_traced_whatever_the_environment_says():
    show = (
        "from agents.llm import langchain_face; from agents.deep import graph; "
        "from langsmith.utils import tracing_is_enabled; print(tracing_is_enabled())"
    )
    asked = {"LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_API_KEY": "x"}
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {show}"],
        env=os.environ | asked | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["False"], done.stderr[-2000:]
