"""The lists of the user's records, which agents of every kind may read."""

from typing import Annotated, Any, Literal

from pydantic import Field

from agents.clock import Clock
from agents.records import Record, Records, containing, matching
from agents.tools import Read, RecordId, Ref

Status = Literal["todo", "in_progress", "done"]
Order = Literal["due_date", "priority", "status", "title"]
RANKS = {"priority": ["high", "medium", "low"], "status": ["in_progress", "todo", "done"]}
NEVER = float("inf")
OPENING = 200


def _rank(record: Record, order: Order) -> Any:
    value = record.get(order)
    if order == "due_date":
        return value if isinstance(value, (int, float)) else NEVER
    if order == "title":
        return str(value or "").casefold()
    ranks = RANKS[order]
    return ranks.index(value) if value in ranks else len(ranks)


class ListAllProjects(Read):
    tool = "list_all_projects"
    purpose = "Every project, archived ones included."
    table = "projects"

    def answer(self, records: Records, clock: Clock) -> list[Record]:
        return records.all("projects")


class ListTasks(Read):
    tool = "list_tasks"
    purpose = "Find tasks: by project, by status, by words in title or description."
    table = "tasks"

    project_id: Annotated[RecordId | None, Ref("projects")] = None
    status: Status | None = None
    search: str | None = None
    order_by: Order | None = None

    def answer(self, records: Records, clock: Clock) -> list[Record]:
        found = matching(records.all("tasks"), project_id=self.project_id, status=self.status)
        found = containing(found, self.search, "title", "description")
        order = self.order_by
        return sorted(found, key=lambda task: _rank(task, order)) if order else found


class ListTimelines(Read):
    tool = "list_timelines"
    purpose = "The milestones in order of their dates; of one project if given."
    table = "timelines"

    project_id: Annotated[RecordId | None, Ref("projects"), Field(description="Id of the project, or its name")] = None

    def answer(self, records: Records, clock: Clock) -> list[Record]:
        return sorted(matching(records.all("timelines"), project_id=self.project_id), key=_date)


def _date(milestone: Record) -> float:
    date = milestone.get("date")
    return date if isinstance(date, (int, float)) else float("inf")


class ListNotes(Read):
    tool = "list_notes"
    purpose = "The notes with the beginning of their text; of one project if given."
    table = "notes"

    project_id: Annotated[RecordId | None, Ref("projects"), Field(description="Id of the project, or its name")] = None

    def answer(self, records: Records, clock: Clock) -> list[Record]:
        notes = matching(records.all("notes"), project_id=self.project_id)
        return [{**note, "content": str(note.get("content") or "")[:OPENING]} for note in notes]
