"""What a device may answer a read with: the client's records, and nothing else reaches a model."""

from typing import Any, NotRequired, TypedDict

import msgspec

from agents.records import Record
from agents.tools.base import Read, ToolFault


class Task(TypedDict):
    id: str
    title: str
    description: NotRequired[str | None]
    status: NotRequired[str | None]
    priority: NotRequired[str | None]
    due_date: NotRequired[int | float | None]
    project_id: NotRequired[str | None]
    assignees: NotRequired[list[str] | None]
    is_ai_suggested: NotRequired[bool | None]
    is_approved: NotRequired[bool | None]


class Comment(TypedDict):
    id: str
    task_id: str
    author: NotRequired[str | None]
    content: str
    created_at: NotRequired[int | float | None]


class Project(TypedDict):
    id: str
    name: str
    client_id: NotRequired[str | None]
    status: NotRequired[str | None]


class Milestone(TypedDict):
    id: str
    project_id: NotRequired[str | None]
    title: str
    date: NotRequired[int | float | None]
    is_ai_suggested: NotRequired[bool | None]
    is_approved: NotRequired[bool | None]


class Note(TypedDict):
    id: str
    title: str
    content: NotRequired[str | None]
    project_id: NotRequired[str | None]


SHAPES: dict[str, Any] = {
    "tasks": Task,
    "task_comments": Comment,
    "projects": Project,
    "timelines": Milestone,
    "notes": Note,
}


def checked_result(tool: Read, raw: bytes) -> Any:
    """The records, with the fields that a record has; a list goes on without what is no record of its table."""
    try:
        said = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise ToolFault("What the device answered cannot be read.") from None
    shape = SHAPES[tool.table]
    if not tool.many:
        if (record := _record(said, shape)) is None:
            raise ToolFault(f"What the device answered is not a record of {tool.table}.")
        return record
    if not isinstance(said, list):
        raise ToolFault(f"What the device answered is not a list of {tool.table}.")
    records = [record for item in said if (record := _record(item, shape)) is not None]
    if said and not records:
        raise ToolFault(f"Nothing of what the device answered is a record of {tool.table}.")
    return records


def _record(item: Any, shape: Any) -> Record | None:
    try:
        return dict(msgspec.convert(item, shape))
    except (msgspec.ValidationError, RecursionError):
        return None
