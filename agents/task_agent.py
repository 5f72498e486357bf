"""Tasks and the comments on them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from agents.base import ChatAgent
from agents.clock import Clock
from agents.lists import ListAllProjects, ListTasks, Status
from agents.records import Record, Records, matching
from agents.registry import register
from agents.tools import Create, Delete, LongText, Moment, Read, RecordId, Ref, Title, Update
from agents.tools.base import Scene

Priority = Literal["high", "medium", "low"]


class ListTasksDueToday(Read):
    tool = "list_tasks_due_today"
    purpose = "The open tasks that are due today, in the user's timezone."
    table = "tasks"

    def answer(self, records: Records, clock: Clock) -> list[Record]:
        first, last = clock.day(clock.now.date())
        dated = [task for task in records.all("tasks") if isinstance(task.get("due_date"), (int, float))]
        return [task for task in dated if first <= task["due_date"] <= last and task.get("status") != "done"]


class CreateTask(Create):
    tool = "create_task"
    purpose = "Add one task."
    table = "tasks"

    title: Annotated[Title, Field(description="Short, begins with a verb")]
    description: LongText | None = None
    status: Status = "todo"
    priority: Priority = "medium"
    assignees: Annotated[list[Title], Field(description="Names of people")] = []
    due_date: Moment | None = None
    project_id: Annotated[RecordId | None, Ref("projects"), Field(description="Id of the project, or its name")] = None
    is_ai_suggested: Annotated[bool, Field(description="True when the user did not ask for this very task")] = False
    is_approved: bool | None = None

    def fields(self, scene: Scene) -> dict[str, Any]:
        approved = not self.is_ai_suggested if self.is_approved is None else self.is_approved
        return {**self.model_dump(), "is_approved": approved}


class UpdateTask(Update):
    tool = "update_task"
    purpose = "Change fields of one task; leave out what stays."
    table = "tasks"
    clearable = frozenset({"description", "due_date", "project_id"})

    id: Annotated[RecordId, Ref("tasks")]
    title: Title | None = None
    description: LongText | None = None
    status: Status | None = None
    priority: Priority | None = None
    assignees: Annotated[list[Title] | None, Field(description="The whole new list")] = None
    due_date: Moment | None = None
    project_id: Annotated[RecordId | None, Ref("projects")] = None
    is_ai_suggested: bool | None = None
    is_approved: bool | None = None


class DeleteTask(Delete):
    tool = "delete_task"
    purpose = "Remove one task for good."
    table = "tasks"

    id: Annotated[RecordId, Ref("tasks")]


class ListTaskComments(Read):
    tool = "list_task_comments"
    purpose = "The comments on one task."
    table = "task_comments"

    task_id: Annotated[RecordId, Ref("tasks")]

    def answer(self, records: Records, clock: Clock) -> list[Record]:
        task = records.get("tasks", self.task_id) or {}
        inside = task.get("comments")
        return [*(inside if isinstance(inside, list) else []), *_comments(records, self.task_id)]


def _comments(records: Records, task_id: str) -> list[Record]:
    return matching(records.all("task_comments"), task_id=task_id)


class AddTaskComment(Create):
    tool = "add_task_comment"
    purpose = "Write a comment on one task, in the user's name."
    table = "task_comments"

    task_id: Annotated[RecordId, Ref("tasks")]
    content: Annotated[LongText, Field(min_length=1)]

    def fields(self, scene: Scene) -> dict[str, Any]:
        return {**self.model_dump(), "author": scene.author, "created_at": scene.clock.now_ms}


class DeleteTaskComment(Delete):
    tool = "delete_task_comment"
    purpose = "Remove one comment."
    table = "task_comments"

    id: Annotated[RecordId, Ref("task_comments")]


@register
class TaskAgent(ChatAgent):
    name = "task_agent"
    title = "Tasks"
    description = (
        "Tasks and their comments: create, list, find, change, complete, assign, prioritise, reschedule, move, delete; "
        "what is due, overdue or open."
    )
    tools = (
        ListTasks,
        CreateTask,
        UpdateTask,
        DeleteTask,
        ListTasksDueToday,
        ListTaskComments,
        AddTaskComment,
        DeleteTaskComment,
    )
    looks_up = (ListAllProjects,)
