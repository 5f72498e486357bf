"""Milestones on a project's timeline."""

from typing import Annotated, Any

from pydantic import Field

from agents.base import ChatAgent
from agents.lists import ListAllProjects, ListTimelines
from agents.registry import register
from agents.tools import Create, Delete, Moment, RecordId, Ref, Title, Update
from agents.tools.base import Scene


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
    looks_up = (ListAllProjects,)
