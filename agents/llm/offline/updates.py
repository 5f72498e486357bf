"""A matched sentence pattern to a request with its changes."""

from typing import Any

from agents.llm.offline.creating import clean, sentence_case
from agents.llm.offline.lexicon import ALL_WORDS
from agents.llm.offline.lookup import named
from agents.llm.offline.requests import Request, Target
from agents.llm.offline.scene import Scene
from agents.llm.offline.tables import words
from agents.llm.offline.targets import read_target
from agents.llm.offline.world import records

_SLOT_FIELDS = {"status": "status", "priority": "priority", "date": "due", "people": "assignees",
"known": "assignees", "owner": "assignees", "project": "project",
                "length": "length"}  # fmt: skip
_WRONG_STARTS = words(
    "know see what which how when who where why is are do does did can could should show list any there anything if i"
    " we you there's what's who's to"
)


def build_request(scene: Scene, act: str, kind: str, fixed: dict[str, Any], slots: dict[str, Any]) -> Request | None:
    target = Target()
    if fixed.get("it"):
        target.pronoun = True
    if fixed.get("named"):
        target = Target(kind="project", names=[slots.pop("project").name])
    if scene.word(0) == "give" and scene.word(1) in ("me", "us") and "people" in slots:
        return None
    if "target" in slots:
        start, end = slots["target"]
        if not _may_be_target(scene, start, end, slots):
            return None
        target = read_target(scene.part(start, end))
        if not (
            target.named or target.all or target.pronoun or target.kind or target.filtered or target.nth or target.raw
        ):
            return None
    if target.kind == "comment" and act in ("update", "delete"):
        return None
    if fixed.get("note") and not _is_note(scene, target):
        return None
    if fixed.get("quoted") and not _text_is_quoted(scene, slots):
        return None
    if "project" in fixed:
        if target.kind == "timeline" or target.status or target.due or target.priority:
            return None
        target.project = target.project or slots.get("project")
    if fixed.get("some") and not (target.names or _names_a_task(scene, target.text)):
        return None
    if fixed.get("known") and _names_a_task(scene, target.text):
        target.kind = target.kind or "task"
    if fixed.get("known") and not (
        target.kind or (target.names and all(scene.world.has_title(n) for n in target.names))
    ):
        return None
    if fixed.get("existing") and not (target.names or target.kind):
        return None
    fields = {_SLOT_FIELDS[slot]: value for slot, value in slots.items() if slot in _SLOT_FIELDS}
    if "fields" in slots and _names_a_field(target.raw.casefold().split()):
        return None
    if fixed.get("many") and len(slots["fields"]) < 2:
        return None
    fields.pop(str(fixed.get("ignores", "")), None)
    fields |= slots.get("fields", {})
    fields |= {key: value for key, value in fixed.items() if key in _PLAIN}
    if _project_only(target):
        target.kind = "project"
    if target.kind == "project" and act == "update" and not _project_fits(fields, fixed):
        return None
    if act == "update" and kind == "project" and target.kind in ("task", "note", "timeline"):
        return None
    if not _texts(scene, fixed, slots, fields):
        return None
    if act == "update" and not fields:
        return None
    return Request(act, _kind(kind, target, fields), target, fields)  # type: ignore[arg-type]  # the table names acts


_PLAIN = words(
    "status priority due project assignees description is_approved step shift join leave forever replace on_top"
)


def _names_a_task(scene: Scene, text: str) -> bool:
    return bool(text) and len(named(records(scene.world.context, "recent_tasks"), text)) == 1


_FIELD_NAMES = words("title name description date deadline priority status assignee assignees client project as")


def _names_a_field(words: list[str]) -> bool:
    """ "set the client of X to …": what is changed was said already."""
    of_it = [word for word in words if word != "the"]
    return bool(of_it) and (of_it[-1] in _FIELD_NAMES or (of_it[0] in _FIELD_NAMES and of_it[1:2] == ["of"]))


def _is_note(scene: Scene, target: Target) -> bool:
    names = target.names or [target.text]
    return target.kind == "note" or (not target.kind and all(scene.world.is_note(name) for name in names))


def _project_only(target: Target) -> bool:
    """ "the Apollo project", and nothing else."""
    return bool(target.project) and not (target.named or target.all or target.plural or target.kind or target.status)


def _project_fits(fields: dict[str, Any], fixed: dict[str, Any]) -> bool:
    return bool({"status", "rename", "client"} & (fields.keys() | fixed.keys()))


def _texts(scene: Scene, fixed: dict[str, Any], slots: dict[str, Any], fields: dict[str, Any]) -> bool:
    """Puts the pattern's free text where it belongs."""
    if "text" not in slots:
        return True
    text = plain_text(scene, slots["text"])
    if not text:
        return False
    if fixed.get("rename"):
        fields["title"] = text
    elif fixed.get("describe"):
        fields["description"] = as_written(scene, slots["text"])
    elif fixed.get("client"):
        fields["client_id"] = text
    else:
        fields["content"] = as_written(scene, slots["text"])
    return True


def as_written(scene: Scene, bounds: tuple[int, int]) -> str:
    """Free text just as it stands in the message."""
    start, end = bounds
    if end == start + 1 and scene.is_quote(start):
        return scene.tokens[start].text
    return scene.source[scene.tokens[start].start : scene.tokens[end - 1].end].strip()


def plain_text(scene: Scene, bounds: tuple[int, int]) -> str:
    start, end = bounds
    if end == start + 1 and scene.is_quote(start):
        return scene.tokens[start].text
    return sentence_case(clean(scene.text(start, end)))


def _text_is_quoted(scene: Scene, slots: dict[str, Any]) -> bool:
    start, end = slots.get("text", (0, 0))
    return end == start + 1 and scene.is_quote(start)


def _may_be_target(scene: Scene, start: int, end: int, slots: dict[str, Any]) -> bool:
    if start == end:
        return False
    if start == 0 and scene.word(0) in _WRONG_STARTS:
        return False
    if scene.word(start) in ("me", "us") or (end - start > 1 and scene.word(end - 1) in ("that", "which")):
        return False
    return not (start == 0 and scene.word(0) in ALL_WORDS and end == 1 and "status" not in slots)


def _kind(kind: str, target: Target, fields: dict[str, Any]) -> str:
    if target.kind and target.kind != "comment":
        return target.kind
    if kind:
        return kind
    return "task" if {"priority", "assignees", "description"} & fields.keys() else ""
