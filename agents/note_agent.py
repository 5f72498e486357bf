"""Notes in Markdown."""

from typing import Annotated

from pydantic import Field

from agents.base import ChatAgent
from agents.clock import Clock
from agents.lists import ListAllProjects, ListNotes, ListTasks, ListTimelines
from agents.records import Record, Records
from agents.registry import register
from agents.tools import Create, Delete, LongText, Read, RecordId, Ref, Title, ToolFault, Update

Markdown = Annotated[LongText, Field(description="Markdown")]


class GetNote(Read):
    tool = "get_note"
    many = False
    purpose = "One note with its whole text."
    table = "notes"

    id: Annotated[RecordId, Ref("notes")]

    def answer(self, records: Records, clock: Clock) -> Record:
        note = records.get("notes", self.id)
        if note is None:
            raise ToolFault("The note is not at hand.")
        return note


class CreateNote(Create):
    tool = "create_note"
    purpose = "Add one note."
    table = "notes"

    title: Title
    content: Markdown = ""
    project_id: Annotated[RecordId | None, Ref("projects"), Field(description="Id of the project, or its name")] = None


class UpdateNote(Update):
    tool = "update_note"
    purpose = "Change one note; content replaces the whole text, so read the note first. Leave out what stays."
    table = "notes"
    clearable = frozenset({"project_id"})

    id: Annotated[RecordId, Ref("notes")]
    title: Title | None = None
    content: Markdown | None = None
    project_id: Annotated[RecordId | None, Ref("projects")] = None


class DeleteNote(Delete):
    tool = "delete_note"
    purpose = "Remove one note for good."
    table = "notes"

    id: Annotated[RecordId, Ref("notes")]


@register
class NoteAgent(ChatAgent):
    name = "note_agent"
    title = "Notes"
    description = "Notes in Markdown: write, list, read, search, summarise, extend, rewrite, link to a project, delete."
    tools = (ListNotes, GetNote, CreateNote, UpdateNote, DeleteNote)
    looks_up = (ListAllProjects, ListTasks, ListTimelines)
