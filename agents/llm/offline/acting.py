"""A turn of an agent: its requests worked on, then either what to call next or what to say."""

from collections.abc import Callable

import msgspec

from agents.llm.messages import ToolCall
from agents.llm.offline.acts import comments, listing, notes, projects, tallies, tasks, timelines
from agents.llm.offline.acts.common import created_before
from agents.llm.offline.acts.talk import elsewhere, talk
from agents.llm.offline.ahead import read_ahead
from agents.llm.offline.calendar import Calendar
from agents.llm.offline.conversation import Turn
from agents.llm.offline.desk import Desk, Say, Waiting
from agents.llm.offline.kinds import kind_of
from agents.llm.offline.requests import TALK, Request
from agents.llm.offline.understanding import understand_reply
from agents.llm.offline.world import World, records

Act = Callable[[Desk, Request], str]

_ACTS: dict[tuple[str, str], Act] = {
    ("create", "task"): tasks.create_task, ("update", "task"): tasks.update_task, ("delete", "task"): tasks.delete_task,
    ("comment", "task"): comments.add_comment, ("list_comments", "task"): comments.list_comments,
    ("delete_comment", "task"): comments.delete_comment,
    ("create", "timeline"): timelines.create_timeline, ("update", "timeline"): timelines.update_timeline,
    ("delete", "timeline"): timelines.delete_timeline,
    ("create", "project"): projects.create_project, ("update", "project"): projects.update_project,
    ("delete", "project"): projects.delete_project,
    ("create", "note"): notes.create_note, ("update", "note"): notes.update_note, ("delete", "note"): notes.delete_note,
    ("tally", "project"): tallies.tally, ("tally", "task"): tallies.tally,
    ("review", "task"): notes.weekly_review, ("append", "note"): notes.append_note, ("read", "note"): notes.read_note,
    **{("list", kind): listing.list_records for kind in ("task", "timeline", "note", "project")},
}  # fmt: skip
_LISTS = {"task": "list_tasks", "project": "list_all_projects", "timeline": "list_timelines", "note": "list_notes"}


class Step(msgspec.Struct, frozen=True):
    calls: tuple[ToolCall, ...] = ()
    text: str = ""


def world_of(turn: Turn) -> World:
    context = turn.context
    made = created_before(context, "projects")
    if made:
        context = {**context, "projects": [*records(context, "projects"), *made]}
    now = context.get("now")
    zone = context.get("timezone")
    clock = Calendar.at(now if isinstance(now, (int, float)) else None, zone if isinstance(zone, str) else "")
    return World(context, clock)


def next_step(turn: Turn) -> Step:
    desk = Desk(turn, world_of(turn))
    kinds = _kinds(desk)
    requests = understand_reply(turn.message, turn.history, desk.world)
    try:
        known = read_ahead(desk, requests)
    except Waiting:
        return Step(tuple(desk.reads.values()))
    if any(known.values()):
        turn.context = {**turn.context, **known}
        desk = Desk(turn, world_of(turn))
        requests = understand_reply(turn.message, turn.history, desk.world)
    said, waiting = _work(desk, requests, kinds)
    if desk.reads:
        return Step(tuple(desk.reads.values()))
    if desk.writes:
        return Step(tuple(desk.writes))
    if waiting:
        return Step(text="I could not finish this.")
    return Step(text="\n".join(said) or elsewhere(kinds))


def _kinds(desk: Desk) -> list[str]:
    """What an agent may change is its own; the rest it only reads."""
    own = [kind for kind in _LISTS if any(desk.can(f"{verb}_{kind}") for verb in ("create", "update", "delete"))]
    return own or [kind for kind in _LISTS if desk.can(_LISTS[kind])]


def _work(desk: Desk, requests: list[Request], kinds: list[str]) -> tuple[list[str], bool]:
    said: list[str] = []
    waiting = False
    several = len({kind_of(request, desk.world) for request in requests} - {""}) > 1
    for request in requests:
        if request.act in ("greet", "thank") and len(requests) > 1:
            continue
        if request.act == "unknown" or request.act in TALK:
            if not (request.act == "unknown" and (several or said)) or len(requests) == 1:
                said.append(talk(desk, request, kinds))
            continue
        if (
            request.act == "list"
            and not request.target.names
            and not kind_of(request, desk.world)
            and request.target.named
        ):
            request.act = "unknown"
            said.append(talk(desk, request, kinds))
            continue
        request.kind = _own_kind(desk, request, kinds)
        act = _ACTS.get((request.act, request.kind))
        if request.kind not in kinds or act is None:
            continue
        try:
            said.append(act(desk, request))
        except Waiting:
            waiting = True
        except Say as answer:
            said.append(answer.text)
    return said, waiting


def _own_kind(desk: Desk, request: Request, kinds: list[str]) -> str:
    """The kind that was said; else the only one this agent has, or the one whose records have that name."""
    if request.kind:
        return request.kind
    if len(kinds) == 1:
        return kinds[0]
    return kind_of(request, desk.world) or "task"
