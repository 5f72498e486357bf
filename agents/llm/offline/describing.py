"""Records and targets in words, for answers."""

from collections.abc import Sequence
from typing import Any

from agents.llm.offline.lexicon import NOT_DONE
from agents.llm.offline.requests import Target
from agents.llm.offline.wording import STATUS_WORDS, day, joined, quoted
from agents.llm.offline.world import World

MOST_LINES = 50


def describe_target(target: Target, noun: str) -> str:
    """ "open high priority tasks due this week in Apollo"."""
    words = []
    if target.suggested:
        words.append("suggested")
    if target.unassigned:
        words.append("unassigned")
    if target.due and target.due.how == "overdue":
        words.append("overdue")
    if target.status:
        words.append("open" if target.status == NOT_DONE else joined([_status(s) for s in sorted(target.status)]))
    if target.priority:
        words.append(f"{target.priority} priority")
    if target.archived:
        words.append("archived")
    words.append(f"{noun}s")
    if target.due and target.due.how != "overdue" and target.due.words:
        words.append(_due_words(target, noun))
    if target.assignees:
        words.append(f"assigned to {joined(target.assignees)}")
    if target.topic:
        words.append(f"about {quoted(target.topic)}")
    if target.names or target.text:
        words.append(f"called {quoted((target.names or [target.text])[0])}")
    if target.project:
        words.append(f"in {target.project.name}")
    if target.no_project:
        words.append("without a project")
    return " ".join(words)


def _status(status: str) -> str:
    return {"done": "completed", "todo": "to-do", "in_progress": "in-progress"}.get(status, status)


def _due_words(target: Target, noun: str) -> str:
    assert target.due
    if target.due.how == "none" or noun == "milestone" or target.due.words == "due":
        return "" if target.due.words == "due" else target.due.words
    return f"due {target.due.words}"


def task_line(task: dict[str, Any], world: World, *, project: bool = True) -> str:
    parts = []
    if task.get("status") not in (None, "todo"):
        parts.append(STATUS_WORDS.get(str(task["status"]), str(task["status"])))
    if task.get("priority"):
        parts.append(f"{task['priority']} priority")
    if isinstance(task.get("due_date"), (int, float)):
        parts.append(f"due {day(task['due_date'], world.calendar)}")
    name = world.project_name(task.get("project_id"))
    if project and name:
        parts.append(f"in {name}")
    if task.get("assignees"):
        parts.append(f"for {joined([str(person) for person in task['assignees']])}")
    if task.get("is_ai_suggested") and not task.get("is_approved"):
        parts.append("suggested, not approved yet")
    return f"- {task.get('title', 'Untitled')}" + (f" ({', '.join(parts)})" if parts else "")


def milestone_line(milestone: dict[str, Any], world: World, *, project: bool = True) -> str:
    parts = []
    if isinstance(milestone.get("date"), (int, float)):
        parts.append(day(milestone["date"], world.calendar))
    name = world.project_name(milestone.get("project_id"))
    if project and name:
        parts.append(f"in {name}")
    if milestone.get("is_ai_suggested") and not milestone.get("is_approved"):
        parts.append("suggested, not approved yet")
    return f"- {milestone.get('title', 'Untitled')}" + (f" ({', '.join(parts)})" if parts else "")


def note_line(note: dict[str, Any], world: World, *, project: bool = True) -> str:
    name = world.project_name(note.get("project_id"))
    return f"- {note.get('title', 'Untitled')}" + (f" (in {name})" if project and name else "")


def project_line(entry: dict[str, Any], world: World, *, project: bool = True) -> str:
    parts = [
        str(entry[key]) if key == "status" else f"client {entry[key]}"
        for key in ("status", "client_id")
        if entry.get(key)
    ]
    return f"- {entry.get('name', 'Untitled')}" + (f" ({', '.join(parts)})" if parts else "")


LINES = {"task": task_line, "timeline": milestone_line, "note": note_line, "project": project_line}


def lines(found: Sequence[dict[str, Any]], kind: str, world: World, *, project: bool = True) -> str:
    shown = [LINES[kind](record, world, project=project) for record in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        shown.append(f"- … and {len(found) - MOST_LINES} more")
    return "\n".join(shown)


def made_words(fields: dict[str, Any], world: World) -> str:
    """ " (high priority, due tomorrow, Sat 21 Nov, for Anna) in Apollo"."""
    parts = []
    if fields.get("status") and fields["status"] != "todo":
        parts.append(STATUS_WORDS[fields["status"]])
    if fields.get("priority"):
        parts.append(f"{fields['priority']} priority")
    if fields.get("due_date"):
        parts.append(f"due {day(fields['due_date'], world.calendar)}")
    if fields.get("assignees"):
        parts.append(f"assigned to {joined(fields['assignees'])}")
    place = world.project_name(fields.get("project_id")) or str(fields.get("project_id") or "")
    return (f" ({', '.join(parts)})" if parts else "") + (f" in {place}" if place else "")
