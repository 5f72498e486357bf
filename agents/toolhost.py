"""Where an agent's reads are answered and its writes go: the one seam to the user's records."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Protocol

from agents.answers import PlanAction
from agents.clock import Clock
from agents.records import NAMED_BY, Record, Records
from agents.tools.base import Read, ToolFault

NEAR = 0.8


class ToolHost(Protocol):
    @property
    def device_id(self) -> str:
        """Of the device it works with, if there is one."""
        ...

    @property
    def unsure(self) -> Sequence[PlanAction]:
        """What was sent to be applied, and nobody said yet whether it was."""
        ...

    async def read(self, tool: Read) -> object:
        """What the user's records say; `tool.tool` and `tool.arguments()` are what goes to a device."""
        ...

    async def resolve(self, table: str, given: str) -> str:
        """The id of the record that a model named by id or by name; raises ToolFault where there is no such one."""
        ...

    async def apply(self, action: PlanAction) -> None:
        """Takes note of a write; raises ToolFault with the reason where it is rejected."""
        ...


class ContextHost:
    """Answers from what the request brought along and what the run did since."""

    device_id = ""
    unsure: Sequence[PlanAction] = ()

    def __init__(self, records: Records, clock: Clock) -> None:
        self.records = records
        self.clock = clock

    async def read(self, tool: Read) -> object:
        return tool.answer(self.records, self.clock)

    async def resolve(self, table: str, given: str) -> str:
        if self.records.knows_id(table, given):
            return given
        records = self.records.all(table)
        found = named(records, NAMED_BY[table], given)
        if found:
            return found
        if not records and looks_like_an_id(given):
            return given  # nothing to hold it against: the client knows its own ids
        if table != "projects" and looks_like_an_id(given):
            return given  # a context holds the recent records, not all
        raise ToolFault(unknown(table, given, records))

    async def apply(self, action: PlanAction) -> None:
        self.records.apply(action)


def named(records: Iterable[Record], field: str, given: str) -> str | None:
    """The id of the one record of that name: the same but for case, else the only near one."""
    names = [(str(record.get(field, "")).casefold().strip(), str(record["id"])) for record in records if "id" in record]
    wanted = given.casefold().strip()
    same = [record_id for name, record_id in names if name == wanted]
    if same:
        return same[0] if len(same) == 1 else None
    near = [record_id for name, record_id in names if name and _near(name, wanted)]
    return near[0] if len(near) == 1 else None


def _near(name: str, wanted: str) -> bool:
    part = len(wanted) > 2 and (wanted in name or name in wanted)
    return part or SequenceMatcher(None, name, wanted).ratio() >= NEAR


def looks_like_an_id(given: str) -> bool:
    return not any(c.isspace() for c in given) and any(c.isdigit() for c in given)


def unknown(table: str, given: str, records: list[Record]) -> str:
    known = ", ".join(repr(str(record.get(NAMED_BY[table], ""))[:80]) for record in records[:20])
    return f"There is no single record {given!r} in {table}. Known: {known or 'none'}."
