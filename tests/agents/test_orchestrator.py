"""What a run does between a request and its last event, with engines that follow a script."""

import asyncio

import pytest

from agents.caps import Caps
from agents.events import (
    ActionMade,
    RunFailed,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
    TextDelta,
    ToolCallArgs,
    ToolCallResult,
)
from agents.llm.errors import ModelFailed
from agents.llm.messages import Usage
from agents.orchestrator import orchestrate
from agents.requests import read_chat_request
from agents.tools import ToolFault
from plans.plan import ExecutionPlan
from tests.doubles.scripted import calls, engines, said

APOLLO = {"id": "p1", "name": "Apollo", "status": "active"}


def of_kind(events, *kinds):
    return [event for event in events if isinstance(event, kinds)]


async def test_text_of_one_agent_is_passed_on_as_the_model_gives_it(events_of):
    events = await events_of(engines(said("Two tasks are open.")))

    assert [event.text for event in of_kind(events, TextDelta)] == ["Two ", "tasks ", "are ", "open."]
    assert events[0] == RunStarted(events[-1].result.run_id)
    assert events[1] == StepStarted("task_agent") and events[-2] == StepFinished("task_agent")
    result = events[-1].result
    assert (result.response, result.agent, result.model) == ("Two tasks are open.", "task_agent", "scripted")
    assert (result.usage.input_tokens, result.usage.output_tokens, result.usage.estimated) == (20, 10, False)


@pytest.mark.parametrize(
    ("answer", "agents"),
    [
        ("note_agent", "note_agent"),
        ("`Task_Agent`, 'note_agent'.", "note_agent"),
        ("note_agent, task_agent", "note_agent,task_agent"),
        ("note_agent\nnote_agent", "note_agent"),
        ("email_agent", "task_agent"),
        ("I would say: none.", "task_agent"),
        ("", "task_agent"),
    ],
)
async def test_only_names_of_the_registry_count(events_of, answer, agents):
    events = await events_of(engines(route=answer))

    assert events[-1].result.agent == agents


async def test_the_router_sees_the_agents_the_message_and_what_was_said_before(events_of):
    history = [{"role": "user", "content": "x" * 900}, {"role": "assistant", "content": "Which one?"}]
    used = engines()
    await events_of(used, "the second one", context={"conversation_history": history})

    asked = used.routed.asked[0]
    assert {agent["name"] for agent in asked.blocks["agents"]} >= {"task_agent", "note_agent"}
    assert asked.blocks["message"] == "the second one"
    assert asked.blocks["context"][1]["content"] == "Which one?"
    assert asked.tools == ()


async def test_system_messages_hold_nothing_of_the_clients(events_of):
    used = engines(said("a"), said("b"), said("c"), route="task_agent, note_agent")
    marker = "MARKER-4711"
    context = {"notes": [{"id": "n", "title": marker}], "user_profile": {"name": marker}, marker: marker}
    context["conversation_history"] = [{"role": "system", "content": marker}]
    await events_of(used, marker, context=context)

    for asked in [*used.llm.asked, *used.routed.asked]:
        assert marker not in asked.system
        assert [message.role for message in asked].count("system") == 1
    assert marker in used.llm.asked[0][-1].content


async def test_an_agent_gets_the_context_with_its_time_and_unknown_keys(events_of):
    used = engines()
    await events_of(used, context={"mood": "good", "timezone": "Europe/Rome", "now": 1_786_000_000_000})

    context = used.llm.asked[0].blocks["context"]
    assert context["mood"] == "good"
    assert (context["timezone"], context["now"]) == ("Europe/Rome", 1_786_000_000_000)
    assert context["local_time"] == "Thursday 2026-08-06 09:06"


async def test_a_tool_call_becomes_an_action_and_its_record_can_be_named_later(events_of):
    used = engines(
        calls(("create_task", {"title": "Send the invoice", "due_date": "2026-08-07", "project_id": "apollo"})),
        calls(("list_tasks", {})),
        said("Done."),
    )
    events = await events_of(used, context={"projects": [APOLLO], "timezone": "Europe/Rome", "now": 1_786_000_000_000})

    [made] = of_kind(events, ActionMade)
    data = made.action.data
    assert (made.action.type, made.action.table) == ("create_record", "tasks")
    assert data == {
        "id": data["id"],
        "title": "Send the invoice",
        "status": "todo",
        "priority": "medium",
        "due_date": 1_786_139_999_999,
        "project_id": "p1",
        "assignees": [],
        "is_ai_suggested": False,
        "is_approved": True,
    }
    assert used.llm.asked[2].replies[-1]["result"] == [data]
    assert events[-1].result.actions == [made.action]


async def test_a_bad_call_goes_back_twice_and_then_the_run_says_so(events_of):
    bad = calls(("create_task", {"title": ""}))
    used = engines(bad, bad, bad, bad, bad)
    events = await events_of(used)

    assert len(used.llm.asked) == 4
    assert "title" in used.llm.asked[1].replies[0]["error"]
    assert not of_kind(events, ActionMade, ToolCallArgs)
    assert "could not finish" in events[-1].result.response


async def test_a_corrected_call_counts(events_of):
    used = engines(calls(("nonsense", {})), calls(("create_task", "{bad")), calls(("create_task", {"title": "A"})))
    events = await events_of(used)

    assert [event.action.data["title"] for event in of_kind(events, ActionMade)] == ["A"]


async def test_calls_of_one_turn_each_get_their_reply(events_of):
    used = engines(calls(("list_tasks", {}), ("list_tasks_due_today", {}), ("create_task", {"title": "A"})))
    events = await events_of(used, context={"recent_tasks": [{"id": "t1", "title": "Old"}]})

    replies = used.llm.asked[1].replies
    assert [message.tool_call_id for message in used.llm.asked[1] if message.role == "tool"] == [
        "call_0",
        "call_1",
        "call_2",
    ]
    assert replies[0]["result"] == [{"id": "t1", "title": "Old"}]
    assert len(of_kind(events, ToolCallResult)) == 3


async def test_the_loop_ends_after_five_rounds(events_of):
    used = engines(*[calls(("list_tasks", {})) for _ in range(9)])
    events = await events_of(used)

    assert len(used.llm.asked) == 6
    assert "could not finish" in events[-1].result.response


async def test_a_run_makes_no_more_tool_calls_than_its_caps_allow(events_of):
    used = engines(calls(*[("create_task", {"title": f"T{n}"}) for n in range(5)]), said("That is all."))
    events = await events_of(used, caps=Caps(tool_calls=3))

    assert len(of_kind(events, ActionMade)) == 3
    assert "error" in used.llm.asked[1].replies[3]


@pytest.mark.parametrize("caps", [Caps(model_calls=2), Caps(tokens=25)])
async def test_a_run_that_used_too_much_fails_with_what_it_made(events_of, caps):
    used = engines(calls(("create_task", {"title": "A"})), said("never"))
    events = await events_of(used, caps=caps)

    assert isinstance(events[-1], RunFailed)
    assert events[-1].problem.code == "run_limit"
    assert len(events[-1].actions) == 1


async def test_agents_of_a_pipeline_know_what_those_before_them_did(events_of):
    used = engines(
        calls(("create_task", {"title": "Call Bob"})),
        said("I made the task."),
        said("I wrote the note."),
        said("Task and note are there."),
        route="task_agent, note_agent",
    )
    events = await events_of(used, "Make a task to call Bob and note it")

    [before] = used.llm.asked[2].blocks["context"]["previous_results"]
    assert (before["agent"], before["response"]) == ("task_agent", "I made the task.")
    assert before["actions"][0]["data"]["title"] == "Call Bob"
    synthesis = used.llm.asked[3]
    assert synthesis.tools == ()
    assert synthesis.blocks["results"] == [
        {"agent": "task_agent", "response": "I made the task."},
        {"agent": "note_agent", "response": "I wrote the note."},
    ]
    assert events[-1].result.response == "Task and note are there."
    assert [event.name for event in of_kind(events, StepStarted)] == ["task_agent", "note_agent", "synthesis"]
    assert len(events[-1].result.actions) == 1


async def test_plan_mode_calls_no_agent(events_of):
    used = engines(route="note_agent, task_agent")
    events = await events_of(used, "Note this", execution_mode="plan")

    assert used.llm.asked == []
    plan = events[-1].result
    assert isinstance(plan, ExecutionPlan)
    assert [step.action for step in plan.steps] == ["llm", "apply_actions", "llm", "apply_actions"]
    assert plan.steps[0].prompt_template == "tpl_note_agent_default"
    assert plan.steps[0].variables == {"message": "Note this"}
    assert [plan.steps[1].data_from_step, plan.steps[3].data_from_step] == [0, 2]
    assert "Note this" not in plan.title


async def test_a_named_agent_is_not_classified(events_of):
    used = engines()
    events = await events_of(used, agent="note_agent")

    assert used.routed.asked == []
    assert events[-1].result.agent == "note_agent"


async def test_a_model_that_breaks_off_leaves_text_actions_and_usage(events_of):
    used = engines(calls(("create_task", {"title": "A"})), [*said("Half an "), ModelFailed("scripted", "cut")])
    events = await events_of(used)

    end = events[-1]
    assert isinstance(end, RunFailed)
    assert end.problem.code == "model_failed"
    assert end.response == "Half an "
    assert len(end.actions) == 1
    assert end.usage.estimated and end.usage.input_tokens > 20


async def test_text_before_a_tool_call_is_part_of_the_answer(events_of):
    used = engines([*said("Let me look."), *calls(("list_tasks", {}))], said("Nothing is open."))
    events = await events_of(used)

    text = "".join(event.text for event in of_kind(events, TextDelta))
    assert text == events[-1].result.response == "Let me look.\n\nNothing is open."


async def test_usage_names_the_model_that_answered(start):
    used = engines(said("Hi"))
    used.llm.usage = Usage(7, 3, model="fallback")
    from agents.runs import hooks

    records = []

    async def note(record):
        records.append(record)

    hooks.on_run_finished(note)
    try:
        run = await start(used)
        await run.over()
    finally:
        hooks._hooks.remove(note)
    [record] = records
    assert {used.model: used.input_tokens for used in record.models} == {"router": 10, "fallback": 7}
    assert (record.status, record.agent, record.door, record.tool_calls) == ("done", "task_agent", "test", 0)
    assert record.first_token_ms is not None


async def test_cancel_keeps_what_there_was_and_closes_the_model(start):
    used = engines([*said("One two "), 60.0, *said("three")])
    run = await start(used)
    events = []
    async for _, event in run.listen():
        events.append(event)
        if isinstance(event, TextDelta):
            run.cancel()
            run.cancel()

    end = events[-1]
    assert isinstance(end, RunFinished) and end.cancelled
    assert end.result.cancelled is True
    assert end.result.response.startswith("One ")
    assert end.result.agent == "task_agent"
    assert end.usage.estimated
    assert used.llm.closed == 1
    assert [type(event).__name__ for event in events[-3:]] == ["TextEnded", "StepFinished", "RunFinished"]


async def test_a_run_cancelled_at_once_ends_too(start):
    run = await start(engines())
    run.cancel()

    assert (await run.result()).cancelled


async def test_a_run_has_only_so_much_time(events_of):
    events = await events_of(engines([60.0]), caps=Caps(seconds=0.05))

    assert events[-1].problem.code == "model_timeout"


async def test_a_bug_is_an_internal_problem_without_its_words(events_of):
    events = await events_of(engines([ValueError("the users secret")]))

    assert events[-1].problem.code == "internal"
    assert "secret" not in str(events[-1].problem.body())


async def test_listeners_come_late_come_back_and_are_many(start):
    run = await start(engines(said("a b c")))
    first = [item async for item in run.listen()]
    assert [seq for seq, _ in first] == list(range(1, len(first) + 1))
    assert [item async for item in run.listen(after_seq=4)] == first[4:]


class PickyHost:
    """Answers reads together or not at all: the first waits for the second."""

    device_id = ""
    unsure = ()

    def __init__(self, reads):
        self.together = asyncio.Barrier(reads)
        self.applied = []

    async def read(self, tool):
        async with asyncio.timeout(1):
            await self.together.wait()
        return tool.tool

    async def resolve(self, table, given):
        return given

    async def apply(self, action):
        if action.data.get("title") == "Unwanted":
            raise ToolFault("There is one already.")
        self.applied.append(action.id)


async def test_reads_of_one_turn_run_at_the_same_time(events_of):
    used = engines(calls(("list_tasks", {}), ("list_tasks_due_today", {}), ("list_tasks", {"search": "a"})))
    events = await events_of(used, host=PickyHost(3))

    results = [event.result for event in of_kind(events, ToolCallResult)]
    assert results == ["list_tasks", "list_tasks_due_today", "list_tasks"]


async def test_what_the_host_rejects_is_no_action(events_of):
    host = PickyHost(1)
    used = engines(calls(("create_task", {"title": "Unwanted"}), ("create_task", {"title": "Wanted"})))
    events = await events_of(used, host=host)

    [made] = of_kind(events, ActionMade)
    assert made.action.data["title"] == "Wanted" and host.applied == [made.action.id]
    assert used.llm.asked[1].replies[0] == {"error": "There is one already."}


async def test_the_whole_answer_at_once_is_the_same_run(start):
    used = engines(said("One two."))
    run = await start(used)
    work = run._work
    answer = (await run.result()).result
    used.llm.script, used.routed.script = [said("One two.")], [said("task_agent")]
    again = await orchestrate(read_chat_request({"message": "Do it"}), work)

    assert (again.response, again.agent, again.run_id) == (answer.response, answer.agent, answer.run_id)
