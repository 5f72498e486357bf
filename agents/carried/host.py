"""Asks the client itself for what its context does not hold: the run pauses, and goes on with the answers."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import UNSET

from agents.answers import ToolRequest
from agents.carried.journal import Journal
from agents.remote_host import RemoteHost
from agents.toolhost import ContextHost
from agents.tools.base import Read, ToolFault

SAID = 500


class Paused(Exception):
    """The client is asked."""


class CarriedHost(RemoteHost):
    device_id = ""

    def __init__(
        self, context: ContextHost, clean: Callable[[dict[str, Any]], dict[str, Any]], journal: Journal
    ) -> None:
        super().__init__(context)
        self._clean, self._journal = clean, journal
        self._given = {table for table in NEEDED if context.records.all(table)}
        self.wanted: list[ToolRequest] = []

    async def _is_answered_here(self, tool: Read) -> bool:
        if tool.table not in self._given:
            return False
        try:
            await self.context.read(tool)
        except ToolFault:
            return False
        return True

    async def _fetch(self, tool: str, args: dict[str, Any]) -> bytes:
        call_id = self._journal.next_call()
        outcome = self._journal.outcomes.get(call_id)
        if outcome is None:
            self.wanted.append(ToolRequest(call_id, tool, self._clean(args)))
            await asyncio.sleep(
                0
            )  # reads that a model asked for together all come to this line before the first goes on
            raise Paused
        if outcome.error is not UNSET:
            raise ToolFault(outcome.error[:SAID])
        return msgspec.json.encode(outcome.result)


NEEDED = ("tasks", "projects", "timelines", "notes", "task_comments")
