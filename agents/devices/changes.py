"""What a run changed, laid over what is read elsewhere: a device may not have applied it yet."""

from typing import Any

from agents.answers import PlanAction
from agents.clock import Clock
from agents.records import Record, Records
from agents.tools.base import Read, ToolFault


class Changes:
    def __init__(self) -> None:
        self._seen = Records({})  # what was read, as it is after the changes
        self._changed: dict[str, dict[str, Record | None]] = {}  # by table and id; None is deleted

    def knows(self, table: str, record_id: str) -> bool:
        return self._seen.get(table, record_id) is not None

    def records(self, table: str) -> list[Record]:
        return self._seen.all(table)

    def made(self, table: str, record_id: str) -> Record | None:
        """A record of this run's own making, of which nobody else may know."""
        changed = self._changed.get(table, {}).get(record_id)
        return self._seen.get(table, record_id) if changed and changed.get("_made") else None

    def note(self, action: PlanAction) -> None:
        if not isinstance(action.table, str) or not isinstance(action.data, dict):
            return
        self._seen.apply(action)
        mine, record_id = self._changed.setdefault(action.table, {}), str(action.data["id"])
        if action.type == "delete_record":
            mine[record_id] = None
        else:
            made = {"_made": True} if action.type == "create_record" else {}
            mine[record_id] = {**(mine.get(record_id) or {}), **action.data, **made}

    def over(self, tool: Read, found: Any, clock: Clock) -> Any:
        """What was found as it is now."""
        if isinstance(found, dict):
            return self._one(tool.table, found)
        records = [record for item in found if (record := self._now(tool.table, item)) is not None]
        for record in records:
            self._seen.put(tool.table, record)
        changed = self._changed.get(tool.table)
        if not changed:
            return records
        ours = [record for id_ in changed if (record := self._seen.get(tool.table, id_)) is not None]
        fits = {str(record["id"]): record for record in tool.answer(Records({tool.table: ours}), clock)}
        kept = [
            fits.pop(record["id"], record) for record in records if record["id"] not in changed or record["id"] in fits
        ]
        return [*kept, *fits.values()]

    def _one(self, table: str, found: Record) -> Record:
        record = self._now(table, found)
        if record is None:
            raise ToolFault("This run has deleted it.")
        self._seen.put(table, record)
        return record

    def _now(self, table: str, record: Record) -> Record | None:
        changes = self._changed.get(table, {}).get(record["id"], {})
        if changes is None:
            return None
        return {**record, **{name: value for name, value in changes.items() if name != "_made"}}
