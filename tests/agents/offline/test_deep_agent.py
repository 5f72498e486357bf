"""What the deep agent makes of large wishes without a model: a plan, the others' work, one answer."""

import pytest

from agents.events import StepStarted, ToolCallArgs
from tests.agents.offline.case import as_expected
from tests.agents.offline.conftest import OfflineEngines
from tests.agents.offline.records import CONTEXT

NEW = {"id": "p-new", "name": "Zeus", "status": "active"}


@pytest.fixture
def deep(events_of):
    async def _deep(message, context=CONTEXT, **fields):
        return await events_of(OfflineEngines(), message, context=context, **fields)

    return _deep


def made(events):
    return [(action.table, action.data.get("title") or action.data.get("name")) for action in events[-1].result.actions]


async def test_it_sets_up_a_project(deep):
    events = await deep("kick off project Zeus with tasks, milestones and a kickoff note")

    assert events[-1].result.agent == "deep_agent"
    assert made(events) == [
        ("projects", "Zeus"),
        ("tasks", "Write down the goals"),
        ("tasks", "Agree on who does what"),
        ("tasks", "Plan the first weeks"),
        ("timelines", "First review"),
        ("notes", "Kick-off of Zeus"),
    ]
    project, *others = [action.data for action in events[-1].result.actions]
    assert {record["project_id"] for record in others} == {project["id"]}
    plan = next(event for event in events if isinstance(event, ToolCallArgs))
    assert plan.args["steps"][0] == "Create the project"
    steps = [event.name for event in events if isinstance(event, StepStarted)]
    assert steps == ["deep_agent", "plan", "project_agent", "task_agent", "timeline_agent", "note_agent"]


async def test_a_project_that_is_there_is_not_made_again(deep):
    events = await deep("set up the Apollo project with tasks and a milestone")
    assert {action.data["project_id"] for action in events[-1].result.actions} == {"p-apollo"}


async def test_it_reviews_the_week_and_writes_it_down(deep):
    events = await deep("do my weekly review: clean up what is overdue and write it down")
    [(table, title)] = made(events)
    assert (table, title.startswith("Week of")) == ("notes", True)
    assert "Overdue" in events[-1].result.response


async def test_it_turns_notes_into_tasks_once(deep):
    notes = [{"id": "n1", "title": "Standup", "content": "Action items:\n- Call the printer\n- Send the invoice\n"}]
    events = await deep("turn the action items of my notes into tasks", {"notes": notes})
    assert made(events) == [("tasks", "Call the printer"), ("tasks", "Send the invoice")]

    there = [action.data for action in events[-1].result.actions]
    again = await deep("turn the action items of my notes into tasks", {"notes": notes, "recent_tasks": there})
    assert made(again) == []


async def test_it_begins_projects_that_have_no_tasks(deep):
    busy = [{"id": "t1", "title": "Old", "status": "todo", "project_id": "p-old"}]
    context = {"projects": [{"id": "p-old", "name": "Apollo", "status": "active"}, NEW], "recent_tasks": busy}
    events = await deep("kick off the projects that have no tasks yet", context)
    assert {action.data["project_id"] for action in events[-1].result.actions} == {"p-new"}
    assert [table for table, _ in made(events)] == ["tasks", "tasks", "tasks", "timelines", "notes"]


@pytest.mark.parametrize(
    "message",
    [
        "complete all overdue tasks in Apollo and write a note about it",
        "create project Zeus and add a task 'Kickoff' to it",
        "what is overdue?",
        "hello",
    ],
)
async def test_asked_by_name_it_does_what_the_others_do(deep, message):
    by_name = await deep(message, agent="deep_agent")
    routed = await deep(message)
    assert by_name[-1].result.agent == "deep_agent"
    assert shape(by_name) == shape(routed)
    assert by_name[-1].result.response == routed[-1].result.response


def shape(events):
    return as_expected([(action.type, action.table, action.data) for action in events[-1].result.actions])
