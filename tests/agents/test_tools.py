"""Each tool: the schema a model sees, what is taken from it, what it reads, what action it makes."""

import json
from types import SimpleNamespace
from uuid import uuid4

import pytest

from agents.clock import Clock
from agents.records import Records
from agents.registry import registry
from agents.toolhost import ContextHost
from agents.tools import Read, ToolFault, Write

NOW = 1_786_000_000_000  # Thursday 6 August 2026, 09:06 in Rome
HOUR = 3_600_000
CLOCK = Clock(NOW, "Europe/Rome")
SCENE = SimpleNamespace(clock=CLOCK, author="Anna", new_id=lambda: str(uuid4()))
TOOLS = {tool.tool: tool for agent in registry.all() for tool in getattr(agent, "tools", ())}

TASKS = [
    {
        "id": "t1",
        "title": "Write report",
        "status": "todo",
        "priority": "low",
        "due_date": NOW + HOUR,
        "project_id": "p1",
    },
    {
        "id": "t2",
        "title": "Call Bob",
        "status": "done",
        "priority": "high",
        "due_date": NOW + 2 * HOUR,
        "project_id": "p1",
    },
    {"id": "t3", "title": "Book venue", "description": "for the report", "status": "in_progress", "priority": "medium"},
    {
        "id": "t4",
        "title": "Old one",
        "status": "todo",
        "priority": "high",
        "due_date": NOW - 48 * HOUR,
        "project_id": "p2",
    },
]
PROJECTS = [
    {"id": "p1", "name": "Apollo", "status": "active", "client_id": "c1"},
    {"id": "p2", "name": "Borealis", "status": "archived", "client_id": "c1"},
    {"id": "p3", "name": "Apollo Two", "status": "active"},
]
TIMELINES = [
    {"id": "m1", "title": "Launch", "date": NOW + 5 * HOUR, "project_id": "p1"},
    {"id": "m2", "title": "Review", "date": NOW + HOUR, "project_id": "p1"},
]
NOTES = [{"id": "n1", "title": "Kick-off", "content": "x" * 900, "project_id": "p1"}, {"id": "n2", "title": "Ideas"}]
COMMENTS = [{"id": "c1", "task_id": "t1", "author": "Bob", "content": "Soon"}]


@pytest.fixture
def records():
    tables = {"tasks": TASKS, "projects": PROJECTS, "timelines": TIMELINES, "notes": NOTES, "task_comments": COMMENTS}
    return Records({table: [dict(record) for record in rows] for table, rows in tables.items()})


@pytest.fixture
def host(records):
    return ContextHost(records, CLOCK)


def made(name, /, **arguments):
    return TOOLS[name].read_arguments(json.dumps(arguments), CLOCK)


def ids(found):
    return [record["id"] for record in found]


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_says_what_it_takes_and_nothing_of_how(name):
    spec = TOOLS[name].spec()

    assert spec.name == name and spec.description.endswith(".")
    assert spec.parameters["type"] == "object"
    assert spec.parameters["additionalProperties"] is False
    assert "$ref" not in json.dumps(spec.parameters) and '"title": "' not in json.dumps(spec.parameters)
    assert "user_id" not in spec.parameters["properties"]


def test_required_and_closed_lists_are_in_the_schema():
    schema = TOOLS["create_task"].spec().parameters
    assert schema["required"] == ["title"]
    assert schema["properties"]["priority"]["enum"] == ["high", "medium", "low"]
    assert schema["properties"]["status"]["enum"] == ["todo", "in_progress", "done"]
    assert TOOLS["create_timeline"].spec().parameters["required"] == ["project_id", "title", "date"]


@pytest.mark.parametrize(
    ("name", "arguments", "found"),
    [
        ("list_tasks", {}, ["t1", "t2", "t3", "t4"]),
        ("list_tasks", {"status": "todo"}, ["t1", "t4"]),
        ("list_tasks", {"project_id": "p1"}, ["t1", "t2"]),
        ("list_tasks", {"search": "REPORT"}, ["t1", "t3"]),
        ("list_tasks", {"search": "report venue"}, ["t3"]),
        ("list_tasks", {"order_by": "due_date"}, ["t4", "t1", "t2", "t3"]),
        ("list_tasks", {"order_by": "priority"}, ["t2", "t4", "t3", "t1"]),
        ("list_tasks", {"order_by": "status"}, ["t3", "t1", "t4", "t2"]),
        ("list_tasks", {"order_by": "title"}, ["t3", "t2", "t4", "t1"]),
        ("list_tasks_due_today", {}, ["t1"]),
        ("list_task_comments", {"task_id": "t1"}, ["c1"]),
        ("list_task_comments", {"task_id": "t2"}, []),
        ("list_projects", {}, ["p1", "p3"]),
        ("list_projects", {"include_archived": True}, ["p1", "p2", "p3"]),
        ("list_projects", {"client_id": "c1"}, ["p1"]),
        ("list_all_projects", {}, ["p1", "p2", "p3"]),
        ("list_timelines", {"project_id": "p1"}, ["m2", "m1"]),
        ("list_notes", {}, ["n1", "n2"]),
        ("list_notes", {"project_id": "p1"}, ["n1"]),
    ],
)
async def test_reads_are_answered_from_the_records(host, name, arguments, found):
    assert ids(await host.read(made(name, **arguments))) == found


async def test_a_list_of_notes_has_their_beginning_and_one_note_all_of_it(host):
    [first, _] = await host.read(made("list_notes"))
    assert len(first["content"]) == 200
    assert len((await host.read(made("get_note", id="n1")))["content"]) == 900
    assert (await host.read(made("get_project", id="p2")))["name"] == "Borealis"


@pytest.mark.parametrize("name", ["get_note", "get_project"])
async def test_what_is_not_there_can_be_corrected(host, name):
    with pytest.raises(ToolFault):
        await host.read(made(name, id="x9"))


CREATED = {
    "create_task": (
        {"title": " Send it ", "due_date": "2026-08-07T17:00", "assignees": ["Eve"], "priority": "high"},
        {
            "title": "Send it",
            "status": "todo",
            "priority": "high",
            "assignees": ["Eve"],
            "due_date": 1_786_114_800_000,
            "is_ai_suggested": False,
            "is_approved": True,
        },
    ),
    "create_project": ({"name": "Zeus"}, {"name": "Zeus", "status": "active"}),
    "create_timeline": (
        {"project_id": "p1", "title": "Launch", "date": 1_786_200_000_000, "is_ai_suggested": True},
        {
            "project_id": "p1",
            "title": "Launch",
            "date": 1_786_200_000_000,
            "is_ai_suggested": True,
            "is_approved": False,
        },
    ),
    "create_note": ({"title": "Ideas"}, {"title": "Ideas", "content": ""}),
    "add_task_comment": (
        {"task_id": "t1", "content": "Soon"},
        {"task_id": "t1", "content": "Soon", "author": "Anna", "created_at": NOW},
    ),
}


@pytest.mark.parametrize("name", CREATED)
def test_a_new_record_has_an_id_and_what_was_given(name):
    arguments, data = CREATED[name]
    first, second = (made(name, **arguments).make_action(SCENE) for _ in range(2))

    assert first.type == "create_record" and first.table == TOOLS[name].table
    assert {key: value for key, value in first.data.items() if key != "id"} == data
    assert len({first.id, second.id, first.data["id"], second.data["id"]}) == 4


@pytest.mark.parametrize(
    ("name", "arguments", "data"),
    [
        ("update_task", {"id": "t1", "status": "done"}, {"id": "t1", "status": "done"}),
        ("update_task", {"id": "t1", "due_date": None}, {"id": "t1", "due_date": None}),
        ("update_task", {"id": "t1", "title": None, "priority": "low"}, {"id": "t1", "priority": "low"}),
        ("update_task", {"id": "t1", "assignees": []}, {"id": "t1", "assignees": []}),
        ("update_project", {"id": "p1", "status": "archived"}, {"id": "p1", "status": "archived"}),
        ("update_timeline", {"id": "m1", "is_approved": True}, {"id": "m1", "is_approved": True}),
        ("update_note", {"id": "n1", "content": "new"}, {"id": "n1", "content": "new"}),
    ],
)
def test_an_update_holds_only_what_changes(name, arguments, data):
    action = made(name, **arguments).make_action(SCENE)
    assert (action.type, action.data) == ("update_record", data)


@pytest.mark.parametrize("name", [name for name in TOOLS if name.startswith("delete_")])
def test_a_delete_names_the_record(name):
    action = made(name, id="x1").make_action(SCENE)
    assert (action.type, action.table, action.data) == ("delete_record", TOOLS[name].table, {"id": "x1"})


def test_an_update_of_nothing_can_be_corrected():
    with pytest.raises(ToolFault, match="at least one field"):
        made("update_task", id="t1", title=None).make_action(SCENE)


@pytest.mark.parametrize(
    ("name", "arguments", "says"),
    [
        ("create_task", "{", "not valid JSON"),
        ("create_task", "[]", "dictionary"),
        ("create_task", "{}", "title: Field required"),
        ("create_task", '{"title": " "}', "title"),
        ("create_task", '{"title": "a", "priority": "urgent"}', "'high', 'medium' or 'low'"),
        ("create_task", '{"title": "a", "due_date": "next week"}', "YYYY-MM-DD"),
        ("create_task", '{"title": "a", "due_date": -5}', "due_date"),
        ("create_task", '{"title": "a", "user_id": "eve"}', "user_id: Extra"),
        ("create_task", '{"title": "a", "id": "mine"}', "id: Extra"),
        ("create_timeline", '{"title": "a", "date": "2026-08-07"}', "project_id: Field required"),
        ("update_project", '{"id": "p1", "status": "done"}', "status"),
        ("add_task_comment", '{"task_id": "t1", "content": ""}', "content"),
        ("create_task", '{"title": "a", "due_date": "9999-12-31"}', "due_date"),
    ],
)
def test_a_bad_call_is_told_what_is_wrong(name, arguments, says):
    with pytest.raises(ToolFault) as fault:
        TOOLS[name].read_arguments(arguments, CLOCK)
    assert says in str(fault.value)


def test_a_tool_without_arguments_may_be_called_with_none():
    assert TOOLS["list_tasks"].read_arguments("", CLOCK).arguments() == {}


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-08-07", 1_786_139_999_999),
        ("2026-08-07T17:00", 1_786_114_800_000),
        ("2026-08-07T17:00:00Z", 1_786_122_000_000),
        ("2026-08-07T17:00:00+02:00", 1_786_114_800_000),
    ],
)
def test_a_date_is_a_moment_in_the_users_timezone(text, at):
    assert made("create_task", title="a", due_date=text).due_date == at


@pytest.mark.parametrize(
    ("table", "given", "found"),
    [
        ("projects", "p1", "p1"),
        ("projects", "apollo", "p1"),
        ("projects", " APOLLO ", "p1"),
        ("projects", "Apolo Two", "p3"),
        ("projects", "borealiss", "p2"),
        ("projects", "boreal", "p2"),
        ("tasks", "t1", "t1"),
        ("tasks", "call bob", "t2"),
        ("tasks", "task-99", "task-99"),
        ("notes", "kick-off", "n1"),
    ],
)
async def test_a_record_may_be_named_by_its_name(host, table, given, found):
    assert await host.resolve(table, given) == found


@pytest.mark.parametrize(
    ("table", "given"), [("projects", "Zeus"), ("projects", "p99"), ("tasks", "Paint the door"), ("projects", "ollo")]
)
async def test_a_name_without_one_record_can_be_corrected(host, table, given):
    with pytest.raises(ToolFault):
        await host.resolve(table, given)


async def test_without_projects_at_hand_an_id_is_believed_and_a_name_is_not():
    host = ContextHost(Records({}), CLOCK)
    assert await host.resolve("projects", "p-17") == "p-17"
    with pytest.raises(ToolFault):
        await host.resolve("projects", "Apollo")


async def test_a_project_that_only_a_task_names_is_known():
    host = ContextHost(Records({"tasks": [{"id": "t1", "project_id": "abc"}], "projects": PROJECTS}), CLOCK)
    assert await host.resolve("projects", "abc") == "abc"


async def test_reads_see_what_the_run_changed(host):
    task = made("create_task", title="New", project_id="p3").make_action(SCENE)
    await host.apply(task)
    await host.apply(made("update_task", id=task.data["id"], status="done").make_action(SCENE))
    await host.apply(made("delete_task", id="t1").make_action(SCENE))

    assert await host.read(made("list_tasks", project_id="p3")) == [{**task.data, "status": "done"}]
    assert "t1" not in ids(await host.read(made("list_tasks")))


async def test_records_of_any_shape_are_read():
    odd = [{}, {"id": 7, "title": None, "due_date": "soon"}, {"title": ["x"], "status": 3, "priority": {}}]
    host = ContextHost(Records({"tasks": odd, "timelines": odd, "notes": odd, "projects": odd}), CLOCK)
    for name, arguments in [
        ("list_tasks", {"search": "x", "order_by": "due_date"}),
        ("list_tasks", {"order_by": "priority"}),
        ("list_tasks", {"order_by": "title"}),
        ("list_tasks_due_today", {}),
        ("list_timelines", {}),
        ("list_notes", {}),
        ("list_projects", {}),
    ]:
        await host.read(made(name, **arguments))
    with pytest.raises(ToolFault):
        await host.resolve("projects", "Apollo")


def test_reads_and_writes_are_told_apart():
    reads = {name for name, tool in TOOLS.items() if issubclass(tool, Read)}
    assert reads == {name for name in TOOLS if name.startswith(("list_", "get_"))}
    ours = {tool.tool for tool in registry.get("deep_agent").tools}  # those of other agents, not of records
    assert all(issubclass(tool, Write) for name, tool in TOOLS.items() if name not in reads | ours)
