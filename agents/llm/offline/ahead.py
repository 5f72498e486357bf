"""Records that the request did not bring are read before a sentence that names some of them is understood."""

from collections.abc import Sequence
from typing import Any

from agents.llm.offline.dates import read_day
from agents.llm.offline.desk import Desk, Say, Waiting, rows
from agents.llm.offline.lexicon import DETERMINERS, NOUNS, PEOPLE_PRONOUNS, PRIORITIES, PRONOUNS
from agents.llm.offline.requests import TALK, Request
from agents.llm.offline.scene import Scene
from agents.llm.offline.tables import words
from agents.llm.offline.tokens import tokenize
from agents.llm.offline.words import MONTHS, WEEKDAYS
from agents.llm.offline.world import ProjectRef, records

_LISTS = {
    "projects": "list_all_projects", "recent_tasks": "list_tasks", "timelines": "list_timelines", "notes": "list_notes",
}  # fmt: skip
_BEFORE_NAMES = words("( , in to for of about under into within inside onto from on with project")
_BEFORE_PLACES = words("in under into within inside")
_NO_NAMES = (
    DETERMINERS | PRONOUNS | PEOPLE_PRONOUNS | set(NOUNS) | set(PRIORITIES) | set(MONTHS) | set(WEEKDAYS)
    | words("progress done a an hand")
)  # fmt: skip


def read_ahead(desk: Desk, requests: Sequence[Request]) -> dict[str, Any]:
    """By the keys of a context; raises Waiting while a list is not there."""
    wanted = _wanted(desk, requests)
    found, waiting = {}, False
    for key, tool in _LISTS.items():
        if key not in wanted or records(desk.context, key) or not desk.can(tool):
            continue
        try:
            found[key] = rows(desk.read(tool))
        except Waiting:
            waiting = True
        except Say:  # whoever needs it will hear why
            continue
    if waiting:
        raise Waiting
    return found


def _wanted(desk: Desk, requests: Sequence[Request]) -> set[str]:
    scene = Scene(tokenize(desk.turn.message), desk.turn.message, desk.world)
    asking = [request for request in requests if request.act not in TALK]
    if not asking:
        return set()
    if any(_of_all(request) for request in asking):
        return set(_LISTS)
    if all(request.act == "create" for request in asking):
        placed = any(_in_a_project(request) for request in asking) or _names_a_place(scene)
        people = any(request.fields.get("assignees") for request in asking) or _is_for_somebody(scene)
        return {"projects", "recent_tasks"} if people else {"projects"} if placed else set()
    return set(_LISTS) if _names_a_record(scene) else set()


def _of_all(request: Request) -> bool:
    unclear = request.guess or request.act in ("unknown", "review")
    return unclear or request.fields.get("about") == "week" or request.target.project == ProjectRef("it")


def _in_a_project(request: Request) -> bool:
    return request.kind == "timeline" or "project" in request.fields


def _names_a_place(scene: Scene) -> bool:
    for i, word in enumerate(scene.words):
        j = scene.skip(i + 1, "the", "my", "our", "project")
        if word in _BEFORE_NAMES and (scene.is_quote(j) or _is_name(scene, j)):
            return True
        if (word in _BEFORE_PLACES and _may_be_a_name(scene, j)) or word.startswith(("#", "@")):
            return True
        if i and _is_name(scene, i) and NOUNS.get(scene.word(i + 1)):
            return True
    return False


def _is_for_somebody(scene: Scene) -> bool:
    return any(word == "for" and _may_be_a_name(scene, i + 1) for i, word in enumerate(scene.words))


def _names_a_record(scene: Scene) -> bool:
    return any(scene.is_quote(i) or (i and _is_name(scene, i)) for i in range(len(scene))) or _names_a_place(scene)


def _is_name(scene: Scene, i: int) -> bool:
    return i < len(scene) and scene.tokens[i].is_capital and scene.words[i] not in _NO_NAMES


def _may_be_a_name(scene: Scene, i: int) -> bool:
    """In small letters too, as long as it is no day."""
    if i >= len(scene) or not scene.tokens[i].is_word or scene.words[i] in _NO_NAMES or scene.words[i].isdecimal():
        return False
    return not read_day(scene.words, i, scene.world.calendar) and not read_day(scene.words, i - 1, scene.world.calendar)
