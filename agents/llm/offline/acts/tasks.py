"""Tasks: made, changed, deleted."""

from typing import Any

from agents.llm.offline.acts.common import asked_title, due_ms, each, project_id, report, scope, shifted
from agents.llm.offline.describing import made_words
from agents.llm.offline.desk import Desk, Say
from agents.llm.offline.lookup import Record, choose, date_of, is_open
from agents.llm.offline.requests import Request
from agents.llm.offline.wording import STATUS_WORDS, day, joined, quoted
from agents.llm.offline.world import distinct

_RAISED = {"low": "medium", "medium": "high", "high": "high"}
_LOWERED = {"high": "medium", "medium": "low", "low": "low"}
_VERBS = {"done": "Completed", "in_progress": "Started", "todo": "Reopened"}


def create_task(desk: Desk, request: Request) -> str:
    fields = request.fields
    arguments: dict[str, Any] = {"title": asked_title(request, "task")}
    for key in ("description", "status", "priority", "assignees", "is_ai_suggested", "is_approved"):
        if fields.get(key) is not None:
            arguments[key] = fields[key]
    due = due_ms(desk, fields)
    if due is not None:
        arguments["due_date"] = due
    project = project_id(desk, fields.get("project"))
    if project:
        arguments["project_id"] = project
    done = desk.write("create_task", **arguments)
    if done.error:
        return f"I could not create the task {quoted(arguments['title'])}: {done.error}"
    if done.skipped:
        return f"I left out the task {quoted(arguments['title'])}: that is too much at once. Please ask for it again."
    verb = "Suggested" if arguments.get("is_ai_suggested") else "Created"
    return f"{verb} the task {quoted(arguments['title'])}{made_words(arguments, desk.world)}."


def tasks_of(desk: Desk, request: Request) -> list[Record]:
    return desk.list("list_tasks", "recent_tasks", project_id=scope(desk, request.target))


def chosen(desk: Desk, request: Request) -> list[Record]:
    status = request.fields.get("status")
    wants_open = request.act != "delete" and status != "todo"

    def prefer(task: Record) -> bool:
        return is_open(task) if wants_open else (not is_open(task) if status == "todo" else True)

    tasks = tasks_of(desk, request)
    target = request.target
    if (target.all or target.plural) and not target.named and not target.status and wants_open:
        tasks = [task for task in tasks if is_open(task)]
    found = choose(desk, tasks, target, "task", prefer=prefer)
    if status and len(found) > 1:
        changing = [task for task in found if task.get("status", "todo") != status]
        if not changing:
            raise Say(f"All of them are {STATUS_WORDS[status]} already.")
        return changing
    return found


def update_task(desk: Desk, request: Request) -> str:
    found = chosen(desk, request)
    if (
        len(found) == 1
        and request.fields.keys() == {"status"}
        and found[0].get("status", "todo") == request.fields["status"]
    ):
        return f"{quoted(found[0].get('title', ''))} is {STATUS_WORDS[request.fields['status']]} already."
    base = _changes(desk, request.fields)
    done = each(desk, found, "update_task", lambda task: {**base, **_own_changes(desk, task, request.fields)})
    changes = {**base, **(_own_changes(desk, found[0], request.fields) if len(found) == 1 else {})}
    verb, tail = _said(desk, request.fields, changes)
    return report(done, verb, "task", tail)


def _changes(desk: Desk, fields: dict[str, Any]) -> dict[str, Any]:
    """What is the same for every task that is changed."""
    changes: dict[str, Any] = {}
    for key in ("title", "description", "status", "priority", "is_approved"):
        if key in fields:
            changes[key] = fields[key]
    if "assignees" in fields and not ({"join", "leave"} & fields.keys()):
        changes["assignees"] = fields["assignees"]
    if "due" in fields:
        changes["due_date"] = due_ms(desk, fields)
    if "project" in fields:
        changes["project_id"] = project_id(desk, fields["project"])
    return changes


def _own_changes(desk: Desk, task: Record, fields: dict[str, Any]) -> dict[str, Any]:
    """What depends on how the task is now."""
    changes: dict[str, Any] = {}
    if "length" in fields:
        changes["due_date"] = shifted(date_of(task), fields["length"], fields.get("shift", 1), desk.calendar)
    if "step" in fields and "priority" not in fields:
        ladder = _RAISED if fields["step"] > 0 else _LOWERED
        changes["priority"] = ladder.get(str(task.get("priority") or "medium"), "medium")
    people = [str(name) for name in task.get("assignees") or []]
    if fields.get("join"):
        changes["assignees"] = distinct([*people, *fields["assignees"]])
    if fields.get("leave"):
        gone = {name.casefold() for name in fields["assignees"]}
        changes["assignees"] = [
            name for name in people if name.casefold() not in gone and name.casefold().split()[0] not in gone
        ]
    return changes


def _said(desk: Desk, fields: dict[str, Any], changes: dict[str, Any]) -> tuple[str, str]:
    """The verb and the end of the sentence: "Moved", " to Mon 23 Nov"."""
    if fields.keys() == {"status"}:
        return _VERBS[fields["status"]], ""
    if fields.keys() == {"is_approved"}:
        return ("Approved" if fields["is_approved"] else "Rejected"), ""
    if fields.keys() == {"title"}:
        return "Renamed", f" to {quoted(fields['title'])}"
    if changes.keys() == {"due_date"} and changes["due_date"] is not None:
        return "Moved", f" to {day(changes['due_date'], desk.calendar)}"
    if fields.keys() == {"project"} and changes["project_id"]:
        name = desk.world.project_name(changes["project_id"]) or changes["project_id"]
        return "Moved", f" to {name}"
    parts = [_part(desk, key, value) for key, value in changes.items()]
    if not parts and "length" in fields:
        number, unit = fields["length"]
        return "Moved", f" by {number:g} {unit}{'s' if number != 1 else ''}"
    return "Updated", f": {', '.join(parts)}" if parts else ""


def _part(desk: Desk, key: str, value: Any) -> str:
    match key:
        case "status":
            return STATUS_WORDS[value]
        case "priority":
            return f"{value} priority"
        case "due_date":
            return f"due {day(value, desk.calendar)}" if value is not None else "no due date"
        case "assignees":
            return f"assigned to {joined(value)}" if value else "assigned to nobody"
        case "project_id":
            return f"in {desk.world.project_name(value) or value}" if value else "in no project"
        case "title":
            return f"now called {quoted(value)}"
        case "description":
            return "new description" if value else "no description"
    return "approved" if value else "not approved"


def delete_task(desk: Desk, request: Request) -> str:
    found = choose(desk, tasks_of(desk, request), request.target, "task", destroys="delete")
    return report(each(desk, found, "delete_task", lambda task: {}), "Deleted", "task")
