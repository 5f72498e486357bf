"""Milestones: made, changed, deleted."""

from typing import Any

from agents.llm.offline.acts.common import asked_title, due_ms, each, project_id, report, scope, shifted
from agents.llm.offline.desk import Desk, Say
from agents.llm.offline.lookup import Record, choose, date_of
from agents.llm.offline.requests import Request
from agents.llm.offline.wording import day, quoted


def create_timeline(desk: Desk, request: Request) -> str:
    title = asked_title(request, "milestone")
    project = project_id(desk, request.fields.get("project"))
    if not project:
        raise Say(
            f"Which project does the milestone {quoted(title)} belong to? I need one to create it.{_projects(desk)}"
        )
    date = due_ms(desk, request.fields)
    if date is None:
        raise Say(f"When is the milestone {quoted(title)}? I need a date to create it.")
    arguments: dict[str, Any] = {"project_id": project, "title": title, "date": date}
    for key in ("is_ai_suggested", "is_approved"):
        if key in request.fields:
            arguments[key] = request.fields[key]
    done = desk.write("create_timeline", **arguments)
    if done.error:
        return f"I could not create the milestone {quoted(title)}: {done.error}"
    verb = "Suggested" if arguments.get("is_ai_suggested") else "Created"
    name = desk.world.project_name(project) or project
    return f"{verb} the milestone {quoted(title)} on {day(date, desk.calendar)} in {name}."


def _projects(desk: Desk) -> str:
    names = [str(project["name"]) for project in desk.world.projects[:8] if project.get("status") != "archived"]
    return f" There are {', '.join(names)}." if names else ""


def milestones_of(desk: Desk, request: Request) -> list[Record]:
    return desk.list("list_timelines", "timelines", project_id=scope(desk, request.target))


def update_timeline(desk: Desk, request: Request) -> str:
    fields = request.fields
    if fields.keys() & {"status", "priority", "assignees", "description", "step"}:
        raise Say(
            "A milestone has a title, a date and a project, but no status, priority or people. Those belong to tasks."
        )
    if fields.get("is_approved") and request.target.plural:
        request.target.suggested = True
    found = choose(desk, milestones_of(desk, request), request.target, "timeline")
    done = each(desk, found, "update_timeline", lambda milestone: _changes(desk, milestone, fields))
    verb, tail = _said(desk, fields, _changes(desk, found[0], fields), len(found))
    return report(done, verb, "milestone", tail)


def _changes(desk: Desk, milestone: Record, fields: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {key: fields[key] for key in ("title", "is_approved") if key in fields}
    if "due" in fields:
        if fields["due"] is None:
            raise Say("A milestone needs a date. Shall I move it or delete it?")
        changes["date"] = due_ms(desk, fields)
    if "length" in fields:
        changes["date"] = shifted(date_of(milestone), fields["length"], fields.get("shift", 1), desk.calendar)
    if "project" in fields:
        if fields["project"] is None:
            raise Say("A milestone needs a project.")
        changes["project_id"] = project_id(desk, fields["project"])
    return changes


def _said(desk: Desk, fields: dict[str, Any], changes: dict[str, Any], count: int) -> tuple[str, str]:
    if "is_approved" in fields:
        return ("Approved" if fields["is_approved"] else "Rejected"), ""
    if "title" in fields:
        return "Renamed", f" to {quoted(fields['title'])}"
    if "date" in changes:
        if count > 1 and "length" in fields:
            number, unit = fields["length"]
            return "Moved", f" by {number:g} {unit}{'s' if number != 1 else ''}"
        return "Moved", f" to {day(changes['date'], desk.calendar)}"
    name = desk.world.project_name(changes.get("project_id")) or changes.get("project_id") or ""
    return "Moved", f" to {name}"


def delete_timeline(desk: Desk, request: Request) -> str:
    found = choose(desk, milestones_of(desk, request), request.target, "timeline", destroys="delete")
    return report(each(desk, found, "delete_timeline", lambda milestone: {}), "Deleted", "milestone")
