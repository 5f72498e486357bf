"""What kind of record a request is about, where its words do not say."""

from collections.abc import Sequence

from agents.llm.offline.conversation import Said
from agents.llm.offline.lookup import in_text, named
from agents.llm.offline.names import plain
from agents.llm.offline.requests import Request
from agents.llm.offline.world import World, records

_TABLES = {"task": "recent_tasks", "project": "projects", "timeline": "timelines", "note": "notes"}


def kind_spoken_of(history: Sequence[Said], world: World) -> str:
    """The kind of the record that was named last."""
    for said in reversed(history):
        for kind, key in _TABLES.items():
            if in_text(records(world.context, key), said.text):
                return kind
    return ""


def kind_of(request: Request, world: World) -> str:
    """By the words; else by whose title it is, exactly or nearly; empty where nobody can say."""
    if request.kind:
        return request.kind
    target = request.target
    names = target.names or [text for text in (target.text, target.raw) if text]
    for name in names:
        for kind, key in _TABLES.items():
            if any(
                plain(str(r.get("title") or r.get("name") or "")) == plain(name) for r in records(world.context, key)
            ):
                return kind
    for name in names[:1]:
        for kind, key in _TABLES.items():
            if named(records(world.context, key), name):
                return kind
    return "project" if target.project and not target.named and not target.all else ""
