"""Projects."""

from typing import Annotated, Any, Literal

from pydantic import Field

from agents.base import ChatAgent
from agents.clock import Clock
from agents.lists import ListAllProjects, ListNotes, ListTasks, ListTimelines
from agents.records import Record, Records, matching
from agents.registry import register
from agents.tools import Create, Delete, Read, RecordId, Ref, Title, ToolFault, Update
from agents.tools.base import Scene

ProjectStatus = Literal["active", "archived"]


class ListProjects(Read):
    tool = "list_projects"
    purpose = "The active projects; of one client if given; archived ones too if asked for."
    table = "projects"

    client_id: str | None = None
    include_archived: bool = False

    def answer(self, records: Records, clock: Clock) -> list[Record]:
        found = matching(records.all("projects"), client_id=self.client_id)
        return [project for project in found if self.include_archived or project.get("status") != "archived"]


class GetProject(Read):
    tool = "get_project"
    many = False
    purpose = "One project."
    table = "projects"

    id: Annotated[RecordId, Ref("projects"), Field(description="Id of the project, or its name")]

    def answer(self, records: Records, clock: Clock) -> Record:
        project = records.get("projects", self.id)
        if project is None:
            raise ToolFault("The project is not at hand.")
        return project


class CreateProject(Create):
    tool = "create_project"
    purpose = "Add one project; it begins active."
    table = "projects"

    name: Title
    client_id: RecordId | None = None

    def fields(self, scene: Scene) -> dict[str, Any]:
        return {"name": self.name, "client_id": self.client_id, "status": "active"}


class UpdateProject(Update):
    tool = "update_project"
    purpose = "Rename a project, archive it (status archived) or bring it back (status active); leave out what stays."
    table = "projects"
    clearable = frozenset({"client_id"})

    id: Annotated[RecordId, Ref("projects"), Field(description="Id of the project, or its name")]
    name: Title | None = None
    client_id: RecordId | None = None
    status: ProjectStatus | None = None


class DeleteProject(Delete):
    tool = "delete_project"
    purpose = "Remove one project for good. Only when the user insists on deleting; otherwise archive it."
    table = "projects"

    id: Annotated[RecordId, Ref("projects"), Field(description="Id of the project, or its name")]


@register
class ProjectAgent(ChatAgent):
    name = "project_agent"
    title = "Projects"
    description = "Projects, with clients: opening, listing, looking up, renaming, archiving, restoring, deleting them."
    tools = (ListProjects, ListAllProjects, GetProject, CreateProject, UpdateProject, DeleteProject)
    looks_up = (ListTasks, ListTimelines, ListNotes)
