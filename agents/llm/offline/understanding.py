"""A message to the requests in it, with what one says of another put together."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from agents.llm.offline.clauses import Clause, split
from agents.llm.offline.conversation import Said
from agents.llm.offline.creating import TASK_FINDERS, collect
from agents.llm.offline.creation import Head, create_requests, read_head
from agents.llm.offline.followups import read_followup
from agents.llm.offline.intents import read_clause, read_command
from agents.llm.offline.kinds import kind_spoken_of
from agents.llm.offline.mentions import with_mentions
from agents.llm.offline.questions import read_question
from agents.llm.offline.reports import title_for
from agents.llm.offline.requests import Request, Target
from agents.llm.offline.scene import Scene
from agents.llm.offline.smalltalk import read_smalltalk
from agents.llm.offline.tables import words
from agents.llm.offline.tokens import tokenize
from agents.llm.offline.world import ProjectRef, World

_CLOSINGS = words("cheers best regards kind sincerely yours thanks love greetings")
_BAR = re.compile(r"(?<=\s)\|(?=\s)")
_SMILEY = re.compile(r"(?<=\s)[:;]-?[()DP](?=\s|$)")
_TITLED = ("task", "timeline", "note")


def understand_reply(message: str, history: Sequence[Said], world: World) -> list[Request]:
    followup = read_followup(message, history, world, understand) if history else None
    requests = understand(message, world) if followup is None else followup
    for request in requests:
        if request.target.pronoun and not request.kind and history:
            request.kind = kind_spoken_of(history, world)
    return requests


def understand(message: str, world: World) -> list[Request]:
    message = _BAR.sub(",", _SMILEY.sub(" ", message))
    scene = Scene(tokenize(message), message, world)
    small = read_smalltalk(scene)
    if small:
        return [small]
    requests: list[Request] = []
    for clause in split(scene):
        for request in _read(clause, requests):
            if not _joined(request, requests):
                requests.append(_linked(request, requests))
        _for_all(clause.scene, requests)
    return requests


def _read(clause: Clause, before: list[Request]) -> list[Request]:
    scene = clause.scene
    last = before[-1] if before else None
    if clause.verb:
        whole = with_mentions(_prefixed(clause.verb, scene))
        command = read_question(whole) if clause.verb == "list" else read_command(whole)
        if command:
            command.source = scene.text()
        return [command] if command else [Request("unknown", source=scene.text())]
    if clause.elliptic and last:
        return _elliptic(scene, last)
    more = _more_of(scene, last)
    if more is not None:
        return more
    found = read_clause(scene)
    if (
        last
        and clause.sentence
        and last.act == "create"
        and [r.act for r in found] == ["unknown"]
        and last.kind == "task"
    ):
        if scene.word(0) not in _CLOSINGS:
            last.fields.setdefault("description", scene.text().strip())
        return []
    return found


def _elliptic(scene: Scene, last: Request) -> list[Request]:
    head = read_head(scene, elliptic=True)
    if head is None:
        start = scene.skip(0, "to", "also")
        head = Head("", start)
    if not head.kind:
        head.kind = last.kind if last.act == "create" else "task"
    found = create_requests(scene, head)
    if last.act == "create" and last.kind == "project" and head.kind != "project":
        for request in found:
            request.fields.setdefault("project", ProjectRef("it"))
    for request in found:
        request.source = scene.text()
        if request.kind == "timeline" and last.fields.get("project"):
            request.fields.setdefault("project", last.fields["project"])
    return found


def _prefixed(verb: str, scene: Scene) -> Scene:
    return Scene([*tokenize(verb), *scene.tokens], scene.source, scene.world)


_MORE_OF_WORDS = words("have it is it's the should be and this a make please task set to that also has")


def _more_of(scene: Scene, last: Request | None) -> list[Request] | None:
    """A sentence that only names fields of the record before it: "Due Friday. High priority." """
    if not last or last.act != "create" or last.kind not in ("task", "timeline"):
        return None
    part = scene.part(0, len(scene), loose=True)
    fields, left, _ = collect(part, TASK_FINDERS)
    small = _MORE_OF_WORDS
    if fields and all(part.word(k) in small or part.is_mark(k) for k in left):
        last.fields |= fields
        return []
    return None


def _joined(request: Request, before: list[Request]) -> bool:
    """ "create X and assign it to Anna" makes one record; "mark X as done and make it urgent" one change."""
    last = before[-1] if before else None
    if not last or request.act != "update" or not request.target.pronoun or request.target.plural:
        return False
    if last.act == "create" and last.kind in _TITLED and not {"shift", "step", "join", "leave"} & request.fields.keys():
        last.fields |= request.fields
        return True
    if last.act == "create" and last.kind == "project" and request.fields.keys() == {"client_id"}:
        last.fields |= request.fields
        return True
    if request.kind == "project" and last.kind == "task" and not last.target.kind:
        last.kind = "project"
    if last.act == "update" and not {"shift", "step", "join", "leave", "length"} & request.fields.keys():
        last.fields |= request.fields
        return True
    return False


def _for_all(scene: Scene, requests: list[Request]) -> None:
    """ "…, both in Apollo": what the last one says holds for all that are made."""
    at = next((i for i, word in enumerate(scene.words) if i and word in ("both", "all") and scene.is_mark(i - 1)), None)
    if at is None:
        return
    fields, left, _ = collect(scene.part(at + 1, len(scene), loose=True), TASK_FINDERS)
    if all(
        scene.is_mark(at + 1 + k) or scene.words[at + 1 + k] in ("of", "them", "are", "should", "be", "these")
        for k in left
    ):
        for request in requests:
            if request.act == "create":
                request.fields = {**fields, **request.fields}
                if "title" in request.fields:
                    request.fields["title"] = request.fields["title"].removesuffix(f", {scene.words[at]}")


def _linked(request: Request, before: list[Request]) -> Request:
    """ "it" after something was spoken of in the same message."""
    project = request.fields.get("project")
    if isinstance(project, ProjectRef) and project == ProjectRef("it"):
        named = next((ref for earlier in reversed(before) if (ref := _project_of(earlier))), None)
        if named:
            request.fields["project"] = named
    made = next((r for r in reversed(before) if r.act == "create" and r.kind == "project"), None)
    if made and request.act == "create" and request.kind in _TITLED:
        name = made.fields.get("name")
        if name and not request.duty:
            request.fields.setdefault("project", ProjectRef(name))
    if request.kind == "note" and request.fields.get("about") == "previous" and not request.fields.get("title"):
        request.fields["about_title"] = title_for(before)
        ref = _project_of(before[-1]) if before else None
        if ref and ref.id:
            request.fields.setdefault("project", ref)
    target = request.target
    if target.pronoun and before:
        earlier = next((r for r in reversed(before) if r.act in ("update", "create", "read", "comment", "list")), None)
        if earlier:
            request.target = _same_target(earlier, target)
            request.kind = request.kind or earlier.kind
    return request


def _project_of(request: Request) -> ProjectRef | None:
    if request.kind == "project" and request.act == "create":
        name: Any = request.fields.get("name")
        return ProjectRef(name) if name else None
    if request.kind == "project" and request.target.named:
        return ProjectRef((request.target.names or [request.target.text])[0])
    ref = request.fields.get("project") or request.target.project
    return ref if isinstance(ref, ProjectRef) else None


def _same_target(earlier: Request, target: Target) -> Target:
    if earlier.act == "create":
        title = earlier.fields.get("title") or earlier.fields.get("name") or ""
        return Target(kind=earlier.kind, names=[title] if title else [], raw=title)
    return msgspec.structs.replace(earlier.target, plural=earlier.target.plural or target.plural)
