"""The model steps of plans: tasks out of a project's texts, the weekly note, or a plain answer."""

import re
from typing import Any

from agents.llm.offline.acting import next_step, world_of
from agents.llm.offline.conversation import Turn
from agents.llm.offline.creating import draft
from agents.llm.offline.names import plain
from agents.llm.offline.scene import Scene
from agents.llm.offline.tokens import tokenize
from agents.llm.offline.world import World, records
from agents.llm.offline.writing import tasks_json, weekly_note

MOST_TASKS = 15
_BULLET = re.compile(r"^\s*(?:[-*•+]|\d{1,3}[.)])\s+(?:\[( |x|X)\]\s*)?(.{3,300})$")
_LEAD = re.compile(
    r"^(?:(?:todo|to do|action item|action|next step|task|ai)\s*[:\-–]\s*"
    r"|(?:we|i|you|someone|somebody|the team|they)\s+(?:still\s+|also\s+)?"
    r"(?:need|have|has|must|should|ought)(?:s)?(?:\s+to)?\s+"
    r"|(?:please|remember to|don't forget to|make sure to)\s+)(.{3,300})$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def plan_step(turn: Turn) -> str:
    variables = turn.blocks.get("variables")
    variables = variables if isinstance(variables, dict) else {}
    world = world_of(turn)
    if turn.blocks.get("output") == "note":
        return weekly_note(variables, world)
    if turn.blocks.get("output") == "tasks":
        return tasks_json(extract_tasks(variables, world))
    message = variables.get("message")
    if isinstance(message, str) and message:
        turn.message = message
    return next_step(turn).text


def extract_tasks(variables: dict[str, Any], world: World) -> list[dict[str, Any]]:
    """What the texts of a project ask for: open check boxes, bullets under action headings, "we need to …"."""
    known = {plain(str(task.get("title", ""))) for task in records(world.context, "recent_tasks")}
    found: list[dict[str, Any]] = []
    for text in _texts(variables, world):
        for line in _asking_lines(text):
            task = _task(line, world)
            key = plain(task.get("title", ""))
            if key and key not in known:
                known.add(key)
                found.append(task)
            if len(found) >= MOST_TASKS:
                return found
    return found


def _texts(variables: dict[str, Any], world: World) -> list[str]:
    texts = [
        value for key, value in variables.items() if isinstance(value, str) and key not in _NAMING and len(value) > 3
    ]
    wanted = next(
        (str(variables[key]) for key in _NAMING if isinstance(variables.get(key), str) and variables[key]), ""
    )
    ref = world.project_named(wanted) if wanted else None
    ids = {ref.id if ref else wanted} if wanted else set()
    projects = [p for p in world.projects if not ids or p.get("id") in ids]
    texts += [str(p["description"]) for p in projects if p.get("description")]
    notes = [n for n in records(world.context, "notes") if not ids or n.get("project_id") in ids]
    texts += [str(note.get("content") or "") for note in notes]
    documents = world.context.get("relevant_documents")
    texts += (
        [str(document) for document in documents if isinstance(document, str)] if isinstance(documents, list) else []
    )
    return texts


_NAMING = ("project_id", "project", "project_name")
_ACTION_HEADS = (
    "action",
    "to do",
    "todo",
    "to-do",
    "next step",
    "task",
    "follow-up",
    "follow up",
    "open point",
    "open item",
)


def _asking_lines(text: str) -> list[str]:
    lines: list[str] = []
    in_actions, any_heads = False, any(head in text.casefold() for head in _ACTION_HEADS)
    for line in text.splitlines():
        bullet = _BULLET.match(line)
        if bullet:
            if (bullet[1] or " ") == " " and (bullet[1] or in_actions or not any_heads):
                lines.append(_without_lead(bullet[2]))
            continue
        low = line.strip().strip("#*: ").casefold()
        if line.lstrip().startswith("#") or line.rstrip().endswith(":"):
            in_actions = any(head in low for head in _ACTION_HEADS)
            continue
        lines += [lead[1] for part in _SENTENCE.split(line) if (lead := _LEAD.match(part.strip()))]
    return lines


def _without_lead(line: str) -> str:
    lead = _LEAD.match(line)
    return lead[1] if lead else line


def _task(line: str, world: World) -> dict[str, Any]:
    plain_line = line.strip().strip("*_").rstrip(".;,")
    made = draft(Scene(tokenize(plain_line), plain_line, world))
    task: dict[str, Any] = {"title": made.title[:200]}
    if made.fields.get("priority"):
        task["priority"] = made.fields["priority"]
    if made.fields.get("due"):
        task["due_date"] = world.calendar.due(made.fields["due"])
    if made.fields.get("assignees"):
        task["assignees"] = made.fields["assignees"]
    return task
