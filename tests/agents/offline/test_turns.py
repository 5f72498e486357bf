"""One model call after another: the engine keeps nothing, the messages tell it where it stands."""

import pytest

from agents.llm.data import data_block
from agents.llm.messages import Message, Text, Usage
from agents.llm.offline import OfflineEngine
from tests.agents.offline.talk import NOTE_TOOLS, TASK_TOOLS, answered, asked, named, say, tool

INVOICE = {"id": "t1", "title": "Send the invoice", "status": "todo"}
REPORT = {"id": "t2", "title": "Write report", "status": "todo"}


async def test_a_read_a_write_and_a_sentence():
    messages = asked("mark the invoice as done")
    text, reads = await say(messages, TASK_TOOLS)
    assert (text, named(reads)) == ("", [("list_tasks", {})])

    messages = answered(messages, reads, [INVOICE, REPORT])
    text, writes = await say(messages, TASK_TOOLS)
    assert (text, named(writes)) == ("", [("update_task", {"task_id": "t1", "status": "done"})])

    text, calls = await say(answered(messages, writes, {"id": "t1", "status": "done"}), TASK_TOOLS)
    assert (text, calls) == ("Completed the task 'Send the invoice'.", [])


async def test_what_several_requests_need_is_read_and_written_at_once():
    messages = asked("complete the invoice and delete the report")
    _, reads = await say(messages, TASK_TOOLS)
    assert len(reads) == 1
    _, writes = await say(answered(messages, reads, {"tasks": [INVOICE, REPORT]}), TASK_TOOLS)
    assert named(writes) == [
        ("update_task", {"task_id": "t1", "status": "done"}),
        ("delete_task", {"task_id": "t2"}),
    ]


async def test_calls_have_ids_of_their_own():
    _, first = await say(asked("add tasks: buy milk, call mum"), TASK_TOOLS)
    _, second = await say(asked("add tasks: buy milk, call dad"), TASK_TOOLS)
    ids = [call.id for call in (*first, *second)]
    assert len(set(ids)) == len(ids) == 4


@pytest.mark.parametrize(
    "reply",
    [
        data_block("error", "The project is archived."),
        data_block("result", {"error": {"code": "conflict", "detail": "The project is archived."}}),
        '{"error": "The project is archived."}',
        "Error: The project is archived.",
    ],
)
async def test_a_failed_write_is_told_plainly(reply):
    messages = asked("create a task 'Buy milk'")
    _, calls = await say(messages, TASK_TOOLS)
    text, again = await say(answered(messages, calls, reply), TASK_TOOLS)
    assert "could not create the task 'Buy milk'" in text
    assert "The project is archived." in text
    assert again == []


async def test_a_failed_read_is_told_plainly():
    messages = asked("what is overdue?")
    _, calls = await say(messages, TASK_TOOLS)
    text, again = await say(answered(messages, calls, data_block("error", "The device did not answer.")), TASK_TOOLS)
    assert "The device did not answer." in text
    assert again == []


async def test_one_of_several_writes_fails():
    messages = asked("delete all tasks")
    _, reads = await say(messages, TASK_TOOLS)
    messages = answered(messages, reads, [INVOICE, REPORT])
    _, writes = await say(messages, TASK_TOOLS)
    text, _ = await say(answered(messages, writes, {"id": "t1"}, data_block("error", "Locked.")), TASK_TOOLS)
    assert "Deleted the task 'Send the invoice'" in text
    assert "Write report" in text and "Locked." in text


async def test_a_note_is_read_before_it_is_rewritten():
    messages = asked("append 'Eggs' to the note Shopping")
    _, reads = await say(messages, NOTE_TOOLS)
    messages = answered(messages, reads, [{"id": "n1", "title": "Shopping", "content": "Mi"}])
    _, again = await say(messages, NOTE_TOOLS)
    assert named(again) == [("get_note", {"note_id": "n1"})]
    messages = answered(messages, again, {"id": "n1", "title": "Shopping", "content": "Milk"})
    _, writes = await say(messages, NOTE_TOOLS)
    assert named(writes) == [("update_note", {"note_id": "n1", "content": "Milk\n\nEggs"})]


async def test_many_records_are_changed_in_portions():
    tasks = [{"id": f"t{n}", "title": f"Task number {n}", "status": "todo"} for n in range(40)]
    messages = asked("complete all tasks")
    _, reads = await say(messages, TASK_TOOLS)
    messages = answered(messages, reads, tasks)
    _, writes = await say(messages, TASK_TOOLS)
    assert len(writes) == 24
    text, more = await say(answered(messages, writes, *[{"id": "x"}] * 24), TASK_TOOLS)
    assert more == []
    assert "24 tasks" in text and "16 tasks are left" in text


async def test_a_plain_user_message_is_taken_as_it_is():
    text, calls = await say([Message("user", "Create a task 'Buy milk'")], TASK_TOOLS)
    assert (text, named(calls)) == ("", [("create_task", {"title": "Buy milk"})])


async def test_an_agent_does_its_part_only():
    message = "complete the invoice and write a note saying all done"
    _, calls = await say(asked(message), NOTE_TOOLS)
    assert named(calls) == [("create_note", {"title": "All done", "content": "all done"})]
    _, calls = await say(asked(message), TASK_TOOLS)
    assert named(calls) == [("list_tasks", {})]


async def test_another_agents_business_is_left_alone():
    text, calls = await say(asked("write a note saying all done"), TASK_TOOLS)
    assert calls == []
    assert "tasks" in text


async def test_without_read_tools_the_context_is_all_there_is():
    only = [tool("update_task", "id", "status")]
    _, calls = await say(asked("complete the invoice", {"recent_tasks": [INVOICE]}), [*only, tool("list_tasks")])
    assert named(calls) == [("list_tasks", {})]


async def test_text_comes_word_by_word_and_usage_last():
    deltas = [d async for d in OfflineEngine().deltas([Message("user", "hello")], TASK_TOOLS)]
    words = [d.text for d in deltas if isinstance(d, Text)]
    assert len(words) > 5
    assert all(len(word.split()) == 1 for word in words)
    usage = deltas[-1]
    assert isinstance(usage, Usage)
    assert usage.estimated and usage.input_tokens > 0 and usage.output_tokens > 0 and usage.model == "offline"


async def test_the_project_made_before_is_the_one_meant():
    before = [
        {
            "agent": "project_agent",
            "response": "Created the project 'Zeus'.",
            "actions": [
                {"id": "a", "type": "create_record", "table": "projects", "data": {"id": "p9", "name": "Zeus"}},
            ],
        }
    ]
    messages = asked("create project Zeus and add a task 'Kickoff' to it", {"previous_results": before})
    _, calls = await say(messages, TASK_TOOLS)
    assert named(calls) == [("create_task", {"title": "Kickoff", "project_id": "p9"})]


async def test_an_unknown_project_goes_by_its_name():
    _, calls = await say(asked("create a task 'Kickoff' in project Zeus"), TASK_TOOLS)
    assert named(calls) == [("create_task", {"title": "Kickoff", "project_id": "Zeus"})]
