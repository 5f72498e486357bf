"""The user's records as a desktop app keeps them: SQLite, read by tools, changed by actions that count once each."""

import json
import sqlite3
from datetime import UTC, datetime, time
from typing import Any

COLUMNS = {
    "projects": ("id", "name", "client_id", "status"),
    "tasks": (
        *("id", "title", "description", "status", "priority", "due_date", "project_id", "assignees"),
        *("is_ai_suggested", "is_approved"),
    ),
    "task_comments": ("id", "task_id", "author", "content", "created_at"),
    "timelines": ("id", "project_id", "title", "date", "is_ai_suggested", "is_approved"),
    "notes": ("id", "title", "content", "project_id"),
}
FLAGS = {"is_ai_suggested", "is_approved"}
OPENING = 200


class Refused(Exception):
    def __init__(self, code: str, detail: str) -> None:
        self.code, self.detail = code, detail


class Store:
    def __init__(self, path: str = ":memory:") -> None:
        self.rows = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.rows.row_factory = sqlite3.Row
        for table, columns in COLUMNS.items():
            self.rows.execute(f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(columns)}, PRIMARY KEY (id))")
        self.rows.execute("CREATE TABLE IF NOT EXISTS applied (id PRIMARY KEY, at)")
        self.rows.execute("CREATE TABLE IF NOT EXISTS effects (id)")  # one row each time an action did something

    def fill(self, **tables: list[dict[str, Any]]) -> "Store":
        for table, records in tables.items():
            for record in records:
                self._insert(table, record)
        return self

    def all(self, table: str, where: str = "", *given: Any) -> list[dict[str, Any]]:
        found = self.rows.execute(f"SELECT * FROM {table} {where}", given)
        return [_record(dict(row)) for row in found]

    def get(self, table: str, record_id: str) -> dict[str, Any]:
        found = self.all(table, "WHERE id = ?", record_id)
        if not found:
            raise Refused("not_found", f"There is no record {record_id!r} in {table}.")
        return found[0]

    @property
    def effects(self) -> list[str]:
        return [row[0] for row in self.rows.execute("SELECT id FROM effects ORDER BY rowid")]

    def apply(self, action: dict[str, Any]) -> bool:
        """Whether it did something: not if it came before."""
        self.rows.execute("BEGIN IMMEDIATE")
        try:
            if self.rows.execute("SELECT 1 FROM applied WHERE id = ?", (action["id"],)).fetchone():
                self.rows.execute("COMMIT")
                return False
            self._change(action)
            self.rows.execute("INSERT INTO applied VALUES (?, ?)", (action["id"], datetime.now(UTC).isoformat()))
            self.rows.execute("INSERT INTO effects VALUES (?)", (action["id"],))
            self.rows.execute("COMMIT")
        except BaseException:
            self.rows.execute("ROLLBACK")
            raise
        return True

    def read(self, tool: str, args: dict[str, Any]) -> Any:
        try:
            how = READS[tool]
        except KeyError:
            raise Refused("unknown_tool", f"This device has no {tool}.") from None
        return how(self, **args)

    def _change(self, action: dict[str, Any]) -> None:
        kind, table, data = action["type"], action.get("table"), action.get("data") or {}
        if table not in COLUMNS:
            raise Refused("rejected", f"There is no table {table!r}.")
        if kind == "create_record":
            self._insert(table, data)
            return
        self.get(table, data["id"])
        if kind == "delete_record":
            self.rows.execute(f"DELETE FROM {table} WHERE id = ?", (data["id"],))
            return
        changes = {name: _value(value) for name, value in data.items() if name != "id"}
        words = ", ".join(f"{name} = ?" for name in changes)
        self.rows.execute(f"UPDATE {table} SET {words} WHERE id = ?", (*changes.values(), data["id"]))

    def _insert(self, table: str, record: dict[str, Any]) -> None:
        given = {name: _value(record.get(name)) for name in COLUMNS[table]}
        places = ", ".join("?" for _ in given)
        try:
            self.rows.execute(f"INSERT INTO {table} VALUES ({places})", tuple(given.values()))
        except sqlite3.IntegrityError:
            raise Refused("rejected", "There is a record of this id already.") from None

    def list_tasks(
        self,
        project_id: str | None = None,
        status: str | None = None,
        search: str | None = None,
        order_by: str | None = None,
    ) -> list[dict[str, Any]]:
        found = [
            task
            for task in self.all("tasks")
            if project_id in (None, task.get("project_id"))
            and status in (None, task["status"])
            and all(
                word in f"{task['title']} {task.get('description') or ''}".casefold()
                for word in (search or "").casefold().split()
            )
        ]
        return sorted(found, key=lambda task: str(task.get(order_by) or "")) if order_by else found

    def list_tasks_due_today(self) -> list[dict[str, Any]]:
        today = datetime.now(UTC).date()
        first, last = (datetime.combine(today, at, UTC).timestamp() * 1000 for at in (time.min, time.max))
        return self.all("tasks", "WHERE due_date BETWEEN ? AND ? AND status != 'done'", first, last)

    def list_task_comments(self, task_id: str) -> list[dict[str, Any]]:
        return self.all("task_comments", "WHERE task_id = ?", task_id)

    def list_projects(self, client_id: str | None = None, include_archived: bool = False) -> list[dict[str, Any]]:
        return [
            project
            for project in self.all("projects")
            if client_id in (None, project.get("client_id")) and (include_archived or project["status"] != "archived")
        ]

    def list_all_projects(self) -> list[dict[str, Any]]:
        return self.all("projects")

    def get_project(self, id: str) -> dict[str, Any]:  # noqa: A002 - the tool's own word
        return self.get("projects", id)

    def list_timelines(self, project_id: str | None = None) -> list[dict[str, Any]]:
        found = self.all("timelines", "ORDER BY date")
        return [one for one in found if project_id in (None, one["project_id"])]

    def list_notes(self, project_id: str | None = None) -> list[dict[str, Any]]:
        found = [note for note in self.all("notes") if project_id in (None, note.get("project_id"))]
        return [{**note, "content": (note["content"] or "")[:OPENING]} for note in found]

    def get_note(self, id: str) -> dict[str, Any]:  # noqa: A002 - the tool's own word
        return self.get("notes", id)


READS = {
    name: getattr(Store, name)
    for name in (
        *("list_tasks", "list_tasks_due_today", "list_task_comments", "list_projects", "list_all_projects"),
        *("get_project", "list_timelines", "list_notes", "get_note"),
    )
}


def _value(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list | dict) else value


def _record(row: dict[str, Any]) -> dict[str, Any]:
    if "assignees" in row:
        row["assignees"] = json.loads(row["assignees"] or "[]")
    row |= {name: bool(row[name]) for name in FLAGS & row.keys()}
    return {name: value for name, value in row.items() if value is not None}
