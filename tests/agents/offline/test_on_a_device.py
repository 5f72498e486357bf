"""The same sentences where the request brings nothing along: what they name is read on the user's device."""

import pytest

from tests.agents.near_device import NearDevice
from tests.agents.offline import studio_records
from tests.agents.offline.case import Case, as_expected, change
from tests.agents.offline.test_sentences import CASES, verdict
from tests.doubles.device_store import Store

OF_TODAY = [task for task in studio_records.RECORDS["tasks"] if task["id"] in ("t-sam", "t-rent")]
STUDIO = [param for param in CASES if param.values[0].world == "studio_records"]


@pytest.fixture
def ask_device(ask, caller):
    async def _ask(message):
        device = NearDevice(caller, Store().fill(**studio_records.RECORDS), applies=False)
        device.answers["list_tasks_due_today"] = OF_TODAY
        async with device:
            return await ask(message, studio_records.PROFILE), device

    return _ask


@pytest.mark.parametrize("case", STUDIO)
async def test_sentence(case, ask_device):
    outcome, _ = await ask_device(case.message)
    verdict(case, outcome)


@pytest.mark.parametrize(
    "case",
    [
        Case("Move the task 'Interview Sam' to Orion", "task", [change("t-sam", project_id="p-orion")]),
        Case("move interview sam to orion", "task", [change("t-sam", project_id="p-orion")]),
        Case("What notes are there about Hiring?", "note", says=("Hiring plan",), never=("Roadmap",)),
        Case("how is orion doing?", "project", says=("3 tasks", "Globex")),
    ],
    ids=lambda case: case.message,
)
async def test_what_is_named_is_looked_up(case, ask_device):
    outcome, _ = await ask_device(case.message)
    verdict(case, outcome)


async def test_a_note_of_a_project_about_tasks_of_all(ask_device):
    outcome, _ = await ask_device("Write a note in Orion about the overdue tasks")
    [(kind, table, data)] = as_expected(outcome.actions)
    assert (kind, table, data["project_id"]) == ("create_record", "notes", "p-orion")
    assert "Fix payment timeout" in data["content"] and "Client Portal" in data["content"]


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("Create a task to buy milk tomorrow", []),
        ("Create a task 'Buy milk' in Hiring", ["list_all_projects"]),
        ("hello", []),
        ("Create tasks: buy milk, call mum", []),
        ("Which tasks are there?", ["list_tasks", "list_all_projects"]),
        ("mark the rent task as done", ["list_tasks"]),
    ],
)
async def test_no_more_is_read_than_is_named(message, asked, ask_device):
    _, device = await ask_device(message)
    assert device.asked == asked
