"""Notes: made, read, extended, renamed, deleted."""

import re
from typing import Any

from agents.llm.offline.acts.common import asked_title, each, project_id, report, scope
from agents.llm.offline.desk import Desk, Say
from agents.llm.offline.lookup import Record, about, choose, title_of
from agents.llm.offline.requests import Request
from agents.llm.offline.wording import quoted
from agents.llm.offline.writing import note_about, weekly_note

_BULLET = re.compile(
    r"\b(?:add|append|put|write|insert)\s+(?:a|an|another|the)\s+(?:new\s+)?(?:bullet|item|point)\b", re.I
)


def create_note(desk: Desk, request: Request) -> str:
    fields = dict(request.fields)
    if fields.get("about"):
        fields |= _written(desk, fields)
        request.fields["title"] = fields["title"]
    arguments: dict[str, Any] = {"title": asked_title(request, "note"), "content": fields.get("content") or ""}
    if not arguments["content"]:
        arguments["content"] = f"# {arguments['title']}\n"
    project = project_id(desk, fields.get("project"))
    if project:
        arguments["project_id"] = project
    done = desk.write("create_note", **arguments)
    if done.error:
        return f"I could not create the note {quoted(arguments['title'])}: {done.error}"
    place = f" in {desk.world.project_name(project) or project}" if project else ""
    return f"Created the note {quoted(arguments['title'])}{place}."


def _written(desk: Desk, fields: dict[str, Any]) -> dict[str, Any]:
    if fields["about"] == "week":
        content = weekly_note({}, desk.world)
        return {"title": content.partition("\n")[0].removeprefix("# "), "content": content}
    title, content = note_about(desk.context, fields.get("title") or fields.get("about_title") or "", desk.calendar)
    return {"title": title, "content": fields.get("content") or content}


def weekly_review(desk: Desk, request: Request) -> str:
    return weekly_note({}, desk.world)


def notes_of(desk: Desk, request: Request) -> list[Record]:
    return desk.list("list_notes", "notes", project_id=scope(desk, request.target))


def chosen(desk: Desk, request: Request) -> list[Record]:
    target = request.target
    found = notes_of(desk, request)
    if target.topic and not target.named and not target.plural and not target.all:
        titled = [note for note in found if about({"title": note.get("title")}, target.topic)]
        if len(titled) == 1:
            return titled
    return choose(desk, found, target, "note", destroys="delete" if request.act == "delete" else "")


def whole(desk: Desk, note: Record) -> Record:
    """The note with all its text: the list may hold only the beginning."""
    if not desk.can("get_note"):
        return note
    value = desk.read("get_note", record_id=str(note["id"]))
    if isinstance(value, dict) and isinstance(value.get("note"), dict):
        value = value["note"]
    return {**note, **value} if isinstance(value, dict) else note


def read_note(desk: Desk, request: Request) -> str:
    found = chosen(desk, request)
    note = whole(desk, found[0])
    content = str(note.get("content") or "").strip()
    if not content:
        return f"The note {quoted(title_of(note))} is empty."
    return f"{title_of(note)}\n\n{content}"


def append_note(desk: Desk, request: Request) -> str:
    found = chosen(desk, request)
    note = whole(desk, found[0])
    text = str(request.fields.get("content") or "")
    before = str(note.get("content") or "")
    if _BULLET.search(request.source) and not text.lstrip().startswith(("-", "*")):
        text = f"- {text}"
    if request.fields.get("replace"):
        content = text
    else:
        content = (
            (f"{before.rstrip()}\n\n{text}" if not _both_lists(before, text) else f"{before.rstrip()}\n{text}")
            if before
            else text
        )
        if request.fields.get("on_top") and before:
            content = f"{text}\n\n{before.lstrip()}"
    done = desk.write("update_note", record_id=str(note["id"]), content=content)
    if done.error:
        return f"I could not change the note {quoted(title_of(note))}: {done.error}"
    return f"{'Rewrote' if request.fields.get('replace') else 'Added that to'} the note {quoted(title_of(note))}."


def _both_lists(before: str, text: str) -> bool:
    last = before.rstrip().rpartition("\n")[2].lstrip()
    return last.startswith(("- ", "* ")) and text.startswith(("- ", "* "))


def update_note(desk: Desk, request: Request) -> str:
    fields = request.fields
    if "content" in fields or "description" in fields:
        fields.setdefault("content", fields.get("description"))
        fields.setdefault("replace", True)
        return append_note(desk, request)
    changes: dict[str, Any] = {}
    if "title" in fields:
        changes["title"] = fields["title"]
    if "project" in fields:
        changes["project_id"] = project_id(desk, fields["project"])
    if not changes:
        raise Say("A note has a title, a text and a project: those I can change.")
    done = each(desk, chosen(desk, request), "update_note", lambda note: changes)
    if "title" in changes:
        return report(done, "Renamed", "note", f" to {quoted(changes['title'])}")
    place = desk.world.project_name(changes["project_id"]) or changes["project_id"]
    return report(done, "Moved", "note", f" to {place}" if place else " out of its project")


def delete_note(desk: Desk, request: Request) -> str:
    return report(each(desk, chosen(desk, request), "delete_note", lambda note: {}), "Deleted", "note")
