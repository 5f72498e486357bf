"""The model steps of plans, and one answer from several."""

import json

from agents.llm.data import data_block
from agents.llm.messages import Message
from tests.agents.offline.records import CONTEXT, at
from tests.agents.offline.talk import say

MEETING = """# Sync

We need to book a venue by Friday. Everybody liked the demo.

## Decisions
- Blue is the colour

## Action items
- [ ] Anna: write the press release
- [x] Order stickers
- Call the printer tomorrow (high priority)
* Call Bob

Please send the budget to Globex.
"""


async def step(output, variables, context):
    blocks = {"output": output, "variables": variables, "context": context}
    text, calls = await say(
        [Message("system", "…"), Message("user", "\n".join(data_block(*b) for b in blocks.items()))]
    )
    assert calls == []
    return text


async def test_tasks_out_of_a_projects_notes():
    context = {**CONTEXT, "notes": [{"id": "n", "title": "Sync", "content": MEETING, "project_id": "p-mkt"}]}
    found = json.loads(await step("tasks", {"project_id": "p-mkt"}, context))
    assert [task["title"] for task in found] == [
        "Book a venue",
        "Anna: write the press release",
        "Call the printer",
        "Send the budget to Globex",
    ]
    assert found[0]["due_date"] == at("2026-11-20")
    assert (found[2]["due_date"], found[2]["priority"]) == (at("2026-11-19"), "high")


async def test_another_projects_notes_do_not_count():
    context = {**CONTEXT, "notes": [{"id": "n", "title": "Sync", "content": MEETING, "project_id": "p-mkt"}]}
    assert json.loads(await step("tasks", {"project_id": "p-apollo"}, context)) == []


async def test_documents_and_variables_are_material_too():
    found = json.loads(
        await step("tasks", {"text": "TODO: renew the domain"}, {"relevant_documents": ["- [ ] Pay rent"]})
    )
    assert [task["title"] for task in found] == ["Renew the domain", "Pay rent"]


async def test_the_weekly_note():
    text = await step("note", {}, CONTEXT)
    assert text.startswith("# Week of 16 November 2026\n")
    for part in ("## Done", "Ship the beta", "## Overdue", "Fix login bug", "## Coming up", "Call Bob"):
        assert part in text


async def test_the_weekly_note_of_one_project():
    text = await step("note", {"project": "Marketing"}, CONTEXT)
    assert "Marketing" in text.partition("\n")[0]
    assert "Write Q2 report" in text
    assert "Fix login bug" not in text


async def test_a_week_without_records_says_so():
    text = await step("note", {}, {"now": CONTEXT["now"]})
    assert "no records" in text


async def test_several_answers_become_one():
    results = [
        {"agent": "task_agent", "response": "Created the task 'A'."},
        {"agent": "note_agent", "response": "Created the note 'B'."},
        {"agent": "task_agent", "response": "Created the task 'A'."},
    ]
    blocks = data_block("results", results) + "\n" + data_block("message", "do it")
    text, calls = await say([Message("system", "…"), Message("user", blocks)])
    assert (text, calls) == ("Created the task 'A'. Created the note 'B'.", [])
