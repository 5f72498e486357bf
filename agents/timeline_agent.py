"""Milestones on a project's timeline."""

from typing import Annotated, Any

from pydantic import Field

from agents.base import ChatAgent
from agents.clock import Clock
from agents.records import Record, Records, matching
from agents.registry import register
from agents.tools import Create, Delete, Moment, Read, RecordId, Ref, Title, Update
from agents.tools.base import Scene


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


class CreateTimeline(Create):
    tool = "create_timeline"
    purpose = "Put one milestone on a project's timeline."
    table = "timelines"

    project_id: Annotated[RecordId, Ref("projects"), Field(description="Id of the project, or its name")]
    title: Title
    date: Moment
    is_ai_suggested: Annotated[bool, Field(description="True when the user did not ask for this very one")] = False
    is_approved: bool | None = None

    def fields(self, scene: Scene) -> dict[str, Any]:
        approved = not self.is_ai_suggested if self.is_approved is None else self.is_approved
        return {**self.model_dump(), "is_approved": approved}


class UpdateTimeline(Update):
    tool = "update_timeline"
    purpose = "Change one milestone, or approve a suggested one; leave out what stays."
    table = "timelines"

    id: Annotated[RecordId, Ref("timelines")]
    project_id: Annotated[RecordId | None, Ref("projects")] = None
    title: Title | None = None
    date: Moment | None = None
    is_ai_suggested: bool | None = None
    is_approved: bool | None = None


class DeleteTimeline(Delete):
    tool = "delete_timeline"
    purpose = "Remove one milestone."
    table = "timelines"

    id: Annotated[RecordId, Ref("timelines")]


@register
class TimelineAgent(ChatAgent):
    name = "timeline_agent"
    title = "Timeline"
    description = (
        "Milestones on project timelines: create, list, move, rename, approve, delete; deadlines, phases and launch "
        "dates of a project."
    )
    tools = (ListTimelines, CreateTimeline, UpdateTimeline, DeleteTimeline)
