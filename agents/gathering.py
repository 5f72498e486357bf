"""What a client would have sent along with a message, as far as the user's records can be read."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec

from agents.lists import ListAllProjects, ListNotes, ListTasks, ListTimelines
from agents.records import CONTEXT_KEYS
from agents.requests import MAX_CONTEXT
from agents.tools import Read, ToolFault
from agents.work import Work

GATHERED: Mapping[str, type[Read]] = {
    "projects": ListAllProjects,
    "tasks": ListTasks,
    "timelines": ListTimelines,
    "notes": ListNotes,
}


async def gathered(work: Work) -> dict[str, Any]:
    answers = await asyncio.gather(*(work.host.read(tool()) for tool in GATHERED.values()), return_exceptions=True)
    found: dict[str, Any] = {}
    room = MAX_CONTEXT
    for table, records in zip(GATHERED, answers, strict=True):
        if isinstance(records, ToolFault):
            continue
        if isinstance(records, BaseException):
            raise records
        room -= len(msgspec.json.encode(records))
        if room < 0:
            break
        found[CONTEXT_KEYS[table]] = records
    return found
