"""The client's records as far as a run knows them: what the request brought, and what the run changed since."""

from typing import Any

from agents.answers import PlanAction
from agents.requests import ChatContext

Record = dict[str, Any]

# Where a context holds a table, and what a record of it is called by.
CONTEXT_KEYS = {
    "tasks": "recent_tasks",
    "projects": "projects",
    "timelines": "timelines",
    "notes": "notes",
    "task_comments": "task_comments",
}
NAMED_BY = {"tasks": "title", "projects": "name", "timelines": "title", "notes": "title", "task_comments": "content"}


class Records:
    def __init__(self, tables: dict[str, list[Record]]) -> None:
        self._tables = {
            table: {str(record.get("id", f"#{n}")): record for n, record in enumerate(records)}
            for table, records in tables.items()
        }

    @classmethod
    def of(cls, context: ChatContext) -> "Records":
        given = {**vars(context), **(context.model_extra or {})}
        return cls({table: _dicts(given.get(key)) for table, key in CONTEXT_KEYS.items()})

    def all(self, table: str) -> list[Record]:
        return list(self._tables.get(table, {}).values())

    def get(self, table: str, record_id: str) -> Record | None:
        return self._tables.get(table, {}).get(record_id)

    def knows_id(self, table: str, record_id: str) -> bool:
        """Also one that only other records name."""
        field = f"{table.removesuffix('s').removeprefix('task_')}_id"
        others = (record for records in self._tables.values() for record in records.values())
        return record_id in self._tables.get(table, {}) or any(record.get(field) == record_id for record in others)

    def put(self, table: str, record: Record) -> None:
        self._tables.setdefault(table, {})[str(record["id"])] = record

    def apply(self, action: PlanAction) -> None:
        if not isinstance(action.data, dict) or not isinstance(action.table, str):
            return
        table, record_id = self._tables.setdefault(action.table, {}), str(action.data["id"])
        match action.type:
            case "create_record" | "update_record":
                table[record_id] = {**table.get(record_id, {}), **action.data}
            case "delete_record":
                table.pop(record_id, None)


def matching(records: list[Record], **wanted: Any) -> list[Record]:
    """Those whose fields have the wanted values; None wants nothing."""
    asked = {field: value for field, value in wanted.items() if value is not None}
    return [record for record in records if all(record.get(field) == value for field, value in asked.items())]


def containing(records: list[Record], search: str | None, *fields: str) -> list[Record]:
    words = (search or "").casefold().split()
    return [record for record in records if _has_all(record, words, fields)]


def _has_all(record: Record, words: list[str], fields: tuple[str, ...]) -> bool:
    text = " ".join(str(record.get(field, "")) for field in fields).casefold()
    return all(word in text for word in words)


def _dicts(value: Any) -> list[Record]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
