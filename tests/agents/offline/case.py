"""How a sentence and what must come of it are written down."""

from dataclasses import dataclass, field


@dataclass
class Case:
    message: str
    agents: str  # "task", "project task"
    actions: list = field(default_factory=list)
    says: tuple = ()  # pieces of the answer
    never: tuple = ()  # pieces that must not be in it
    history: tuple = ()  # (role, text)
    world: str = "records"  # the module with the records it speaks of

    @property
    def agent_names(self):
        return [f"{name}_agent" for name in self.agents.split()]


def create(table, **data):
    return ("create_record", table, data)


def task(title, **data):
    return create("tasks", title=title, **data)


def milestone(title, **data):
    return create("timelines", title=title, **data)


def note(title, **data):
    return create("notes", title=title, **data)


def project(name, **data):
    return create("projects", name=name, **data)


def comment(task_id, content, **data):
    return create("task_comments", task_id=task_id, content=content, **data)


TABLES = {"t": "tasks", "p": "projects", "m": "timelines", "n": "notes", "c": "task_comments"}


def change(record, **data):
    return ("update_record", TABLES[record[0]], {"id": record, **data})


def gone(record):
    return ("delete_record", TABLES[record[0]], {"id": record})


# What the tools add to a new record where nothing else was said.
DEFAULTS = {
    "tasks": {"status": "todo", "priority": "medium", "assignees": [], "is_ai_suggested": False, "is_approved": True},
    "timelines": {"is_ai_suggested": False, "is_approved": True},
    "projects": {"status": "active"},
    "task_comments": {"author": "Mia Keller"},
}


def as_expected(actions):
    """Actions without what no sentence says: defaults, the time; new ids as "new1", "new2" in their order."""
    ids = {}
    found = []
    for kind, table, data in actions:
        if kind == "create_record":
            ids[data["id"]] = f"new{len(ids) + 1}"
            said = {key: value for key, value in data.items() if DEFAULTS.get(table, {}).get(key, ...) != value}
            data = {key: value for key, value in said.items() if key not in ("id", "created_at")}
        found.append(
            (
                kind,
                table,
                {key: ids.get(value, value) if isinstance(value, str) else value for key, value in data.items()},
            )
        )
    return found
