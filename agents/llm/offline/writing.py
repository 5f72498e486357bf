"""Texts of several sentences: notes about what was done, weekly notes, one answer from several."""

from typing import Any

import msgspec

from agents.llm.offline.calendar import Calendar
from agents.llm.offline.creating import sentence_case
from agents.llm.offline.wording import day, plural
from agents.llm.offline.world import World, records


def note_about(context: dict[str, Any], title: str, calendar: Calendar) -> tuple[str, str]:
    """Title and Markdown of a note on what the agents before this one did."""
    told = [str(result.get("response") or "").strip() for result in records(context, "previous_results")]
    said = [text for text in told if text]
    today = calendar.today
    if not title:
        first = said[0].partition("\n")[0] if said else f"Note of {today.day} {today:%B %Y}"
        title = sentence_case(first.rstrip(":."))[:80]
    body = "\n\n".join(said) or "There was nothing to report."
    return title, f"# {title}\n\n{today:%A}, {today.day} {today:%B %Y}\n\n{body}\n"


def synthesize(results: list[dict[str, Any]]) -> str:
    """The answers one after another, none twice."""
    said = dict.fromkeys(str(result.get("response") or "").strip() for result in results)
    parts = [text for text in said if text]
    short = all("\n" not in text for text in parts)
    return (" " if short else "\n\n").join(parts) or "There was nothing to do."


def weekly_note(variables: dict[str, Any], world: World) -> str:
    """What was done, what is late and what comes next, from the records at hand."""
    calendar = world.calendar
    project = _project(variables, world)
    tasks = _inside(records(world.context, "recent_tasks"), project)
    milestones = _inside(records(world.context, "timelines"), project)
    notes = _inside(records(world.context, "notes"), project)
    week = calendar.week()
    ahead = calendar.end_ms(calendar.week(1).last)
    now = calendar.now_ms
    done = [task for task in tasks if task.get("status") == "done"]
    late = [
        task for task in tasks if task.get("status") != "done" and _date(task) is not None and (_date(task) or 0) < now
    ]
    doing = [task for task in tasks if task.get("status") == "in_progress" and task not in late]
    coming = [
        task
        for task in tasks
        if task not in late and task not in doing and task not in done and now <= (_date(task) or 0) <= ahead
    ]
    stones = [stone for stone in milestones if calendar.start_ms(week.first) <= (_date(stone) or 0) <= ahead]
    name = f" – {project['name']}" if project else ""
    lines = [f"# Week of {week.first.day} {week.first:%B %Y}{name}", ""]
    if not (tasks or milestones or notes):
        return "\n".join([*lines, "There are no records for this week.", ""])
    lines.append(f"{plural(len(done), 'task')} done, {len(doing)} in progress, {len(late)} overdue.")
    for title, found in (("Done", done), ("In progress", doing), ("Overdue", late), ("Coming up", [*coming, *stones])):
        lines += _section(title, found, world, project is None)
    if notes:
        lines += ["", "## Notes", *(f"- {note.get('title', 'Untitled')}" for note in notes[:8])]
    return "\n".join([*lines, ""])


def _section(title: str, found: list[dict[str, Any]], world: World, with_project: bool) -> list[str]:
    if not found:
        return []
    ordered = sorted(found, key=lambda record: _date(record) or float("inf"))[:8]
    return ["", f"## {title}", *(_line(record, world, with_project) for record in ordered)]


def _line(record: dict[str, Any], world: World, with_project: bool) -> str:
    name = world.project_name(record.get("project_id")) if with_project else ""
    date = _date(record)
    when = f", {day(date, world.calendar)}" if date is not None else ""
    return f"- {record.get('title', 'Untitled')}{f' ({name})' if name else ''}{when}"


def _date(record: dict[str, Any]) -> float | None:
    value = record.get("due_date", record.get("date"))
    return value if isinstance(value, (int, float)) else None


def _project(variables: dict[str, Any], world: World) -> dict[str, Any] | None:
    for key in ("project_id", "project", "project_name"):
        given = variables.get(key)
        if isinstance(given, dict):
            given = given.get("id") or given.get("name")
        if isinstance(given, str) and given:
            ref = world.project_named(given)
            return {"id": ref.id, "name": ref.name} if ref else {"id": given, "name": given}
    return None


def _inside(found: list[dict[str, Any]], project: dict[str, Any] | None) -> list[dict[str, Any]]:
    return found if project is None else [record for record in found if record.get("project_id") == project["id"]]


def tasks_json(found: list[dict[str, Any]]) -> str:
    return msgspec.json.encode(found).decode()
