import pytest

from agents.llm.data import data_block
from agents.llm.messages import Message
from tests.agents.offline.talk import say

OURS = [
    {"name": "task_agent", "description": "Tasks and their comments: create, list, change, complete, delete."},
    {"name": "project_agent", "description": "Projects and their clients."},
    {"name": "timeline_agent", "description": "Milestones on project timelines."},
    {"name": "note_agent", "description": "Notes in Markdown."},
]
DEEP = {"name": "deep_agent", "description": "Plans and carries out work that needs several agents."}
OWN = [
    {"name": "travel_agent", "description": "Plans travels: flights, hotels, visas and packing lists."},
    {"name": "Standup writer", "description": "Writes my daily standup from what happened yesterday."},
    {"name": "invoice_agent", "description": "Knows invoices, dunning and payment terms."},
]


async def route(message, agents):
    blocks = "\n".join((data_block("agents", agents), data_block("message", message)))
    text, calls = await say([Message("system", "Sort."), Message("user", blocks)])
    assert calls == []
    return text


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("create a task to call Bob", "task_agent"),
        ("what is overdue?", "task_agent"),
        ("complete all overdue tasks in Apollo and write a note about it", "task_agent, note_agent"),
        ("write a note about the launch and create a task to review it", "note_agent, task_agent"),
        ("create a task to write the release notes", "task_agent"),
        ("create a task to plan the project kickoff milestone", "task_agent"),
        ("add a milestone 'Beta' to Apollo on Friday", "timeline_agent"),
        ("archive the Apollo project", "project_agent"),
        ("hello", "task_agent"),
        ("gibberish wug", "task_agent"),
    ],
)
async def test_ours(message, answer):
    assert await route(message, OURS) == answer


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("plan my travels to Rome: flights and hotels", "travel_agent"),
        ("ask the travel agent for a packing list", "travel_agent"),
        ("write my daily standup", "Standup writer"),
        ("which payment terms do invoices have?", "invoice_agent"),
        ("create a task to book flights", "task_agent"),
        ("mark the invoice task as done", "task_agent"),
        ("what is overdue?", "task_agent"),
    ],
)
async def test_the_users_own(message, answer):
    assert await route(message, [*OURS, *OWN]) == answer


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("Plan and set up the Zeus project with tasks, milestones and a note", "deep_agent"),
        ("kick off project Zeus with tasks, milestones and a kickoff note", "deep_agent"),
        ("do my weekly review: clean up what is overdue and write it down", "deep_agent"),
        ("create a project Zeus and add a task 'Plan' to it", "project_agent, task_agent"),
        ("create a task to plan the weekly review", "task_agent"),
        ("what is due this week?", "task_agent"),
    ],
)
async def test_deep_work(message, answer):
    assert await route(message, [*OURS, DEEP]) == answer


async def test_only_offered_names_are_given():
    assert await route("write a note saying hi", OURS[:1]) == "task_agent"
    assert await route("hello", OWN[:1]) == "travel_agent"
