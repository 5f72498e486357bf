"""Reads answered where the user's records are, apart from the request; what the run changed since is laid over them."""

from abc import ABC, abstractmethod
from typing import Any

from agents.answers import PlanAction
from agents.devices.changes import Changes
from agents.devices.results import checked_result
from agents.lists import ListAllProjects, ListNotes, ListTasks, ListTimelines
from agents.records import NAMED_BY
from agents.toolhost import ContextHost, looks_like_an_id, named, unknown
from agents.tools.base import Read, ToolFault

LISTS: dict[str, type[Read]] = {
    "projects": ListAllProjects,
    "tasks": ListTasks,
    "timelines": ListTimelines,
    "notes": ListNotes,
}


class RemoteHost(ABC):
    def __init__(self, context: ContextHost) -> None:
        self.context = context
        self._changes = Changes()
        self._listed: set[str] = set()
        self.unsure: list[PlanAction] = []

    @abstractmethod
    async def _fetch(self, tool: str, args: dict[str, Any]) -> bytes:
        """The result as JSON; raises ToolFault."""

    @abstractmethod
    async def _is_answered_here(self, tool: Read) -> bool: ...

    async def read(self, tool: Read) -> object:
        if (made := self._made(tool)) is not None:
            return made
        if await self._is_answered_here(tool):
            return await self.context.read(tool)
        result = checked_result(tool, await self._fetch(tool.tool, tool.arguments()))
        return self._changes.over(tool, result, self.context.clock)

    async def resolve(self, table: str, given: str) -> str:
        if self._changes.knows(table, given) or self.context.records.knows_id(table, given):
            return given
        lists = LISTS.get(table)
        if lists is None or (table != "projects" and looks_like_an_id(given)):
            return given
        if await self._is_answered_here(lists()):
            return await self.context.resolve(table, given)
        if table not in self._listed:
            await self.read(lists())
            self._listed.add(table)
        records = self._changes.records(table)
        if self._changes.knows(table, given):
            return given
        if found := named(records, NAMED_BY[table], given):
            return found
        raise ToolFault(unknown(table, given, records))

    async def apply(self, action: PlanAction) -> None:
        self._changes.note(action)
        await self.context.apply(action)

    def _made(self, tool: Read) -> object | None:
        record_id = tool.arguments().get("id")
        return None if tool.many or not isinstance(record_id, str) else self._changes.made(tool.table, record_id)
