"""Notes that are written from records: "a note with all overdue tasks", "the weekly summary"."""

from typing import Any

from agents.llm.offline.describing import describe_target
from agents.llm.offline.lexicon import NOUNS
from agents.llm.offline.requests import Request, Target
from agents.llm.offline.scene import Scene
from agents.llm.offline.tables import words
from agents.llm.offline.targets import read_target
from agents.llm.offline.world import ProjectRef

_LEADS = words("listing with about of on summarizing summarising containing covering for including")
_LISTED = {"task": "task", "timeline": "milestone"}
_INTO = ("in", "into", "as", "to")
_WEEKLY = words("review summary report update note status recap overview digest")
_WEEKS = (["my", "week"], ["the", "week"], ["this", "week"], ["my", "day"])
_VERBS = {"delete": "Deleted", "update": "Updated", "list": "", "create": "New"}
_STATUS_VERBS = {"done": "Completed", "todo": "Reopened", "in_progress": "Started", "archived": "Archived"}


_REPORTED_FILLERS = words("a the list summary overview of all every my our on")


def reported(rest: Scene) -> tuple[Target, int] | None:
    """Which records a note is to be about, and where the words that say so begin."""
    if any(token.is_quote for token in rest.tokens[2:]):
        return None
    for i, word in enumerate(rest.words[:12]):
        if word not in _LEADS:
            continue
        j = rest.skip(i + 1, *_REPORTED_FILLERS)
        target = read_target(rest.part(i + 1, len(rest)))
        if j < len(rest) and _is_list(target):
            return target, i
    return None


def _is_list(target: Target) -> bool:
    return target.kind in _LISTED and target.plural and not target.named and not target.topic


def report_requests(target: Target, title: str, project: ProjectRef | None = None) -> list[Request]:
    name = title or describe_target(target, _LISTED[target.kind])
    fields: dict[str, Any] = {"about": "previous", "title": name[:1].upper() + name[1:]}
    if place := project or target.project:
        fields |= {"project": place}
    return [Request("list", target.kind, target), Request("create", "note", fields=fields)]


_READ_INTO_NOTE_WORDS = words("summarize summarise put collect list write save gather document record")


def read_into_note(scene: Scene) -> list[Request]:
    """ "summarize the overdue tasks in a note", "put all open tasks into a new note"."""
    if scene.word(0) not in _READ_INTO_NOTE_WORDS:
        return []
    for i in range(2, len(scene)):
        k = scene.skip(i + 1, "a", "new", "single", "short")
        if scene.word(i) in _INTO and k > i + 1 and NOUNS.get(scene.word(k)) == "note":
            target = read_target(scene.part(1, i))
            if _is_list(target):
                named = next((token.text for token in scene.tokens[k:] if token.is_quote), "")
                return report_requests(target, named)
    return []


_READ_WEEKLY_WORDS = words("show read list delete find rename open")
_PLANNING = words("plan organize organise review summarize summarise recap")
_READ_WEEKLY_WORDS_2 = words(
    "summarize summarise recap plan organize organise review do give show make run prepare weekly start"
)


def read_weekly(scene: Scene) -> list[Request]:
    """The weekly summary: as a note where one is asked for, else as the answer."""
    words = scene.words
    if any(NOUNS.get(word) == "task" for word in words[:4]):
        return []
    weekly = any(word == "weekly" and scene.word(i + 1) in _WEEKLY for i, word in enumerate(words[:8]))
    weekly = weekly or (
        any(word in _WEEKLY for word in words[:5])
        and any(
            scene.has(i, "of", "the", "week") or scene.has(i, "of", "my", "week") or scene.has(i, "of", "this", "week")
            for i in range(min(8, len(words)))
        )
    )
    weekly = weekly or (words[0] in _PLANNING and words[1:3] in _WEEKS)
    if not weekly or any(token.is_quote for token in scene.tokens) or NOUNS.get(scene.words[-1]) == "task":
        return []
    as_note = any(NOUNS.get(word) == "note" for word in words) or words[0] in ("write", "create", "generate", "draft")
    if as_note and scene.word(0) not in _READ_WEEKLY_WORDS:
        return [Request("create", "note", fields={"about": "week"})]
    return [Request("review", "task")] if words[0] in _READ_WEEKLY_WORDS_2 else []


def title_for(before: list[Request]) -> str:
    """What a note "about it" is called, when "it" was done to many."""
    last = next((request for request in reversed(before) if request.kind != "note"), None)
    if not last or not (last.target.all or last.target.plural) or last.target.named:
        return ""
    verb = _STATUS_VERBS.get(str(last.fields.get("status")), _VERBS.get(last.act, ""))
    what = describe_target(last.target, {"task": "task", "timeline": "milestone"}.get(last.kind, last.kind))
    text = f"{verb} {what}".strip()
    return text[:1].upper() + text[1:]
