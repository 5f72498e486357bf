"""Answers to questions: what there is, how much of it, when it is."""

import contextlib
from collections.abc import Callable
from typing import Any

import msgspec

from agents.llm.offline.acts.common import learn_projects, scope
from agents.llm.offline.acts.projects import all_projects, by_name
from agents.llm.offline.describing import describe_target, lines
from agents.llm.offline.desk import Desk, Say, Waiting, rows
from agents.llm.offline.lookup import NOUN, Record, about, date_of, in_text, is_open, keep, named, title_of
from agents.llm.offline.names import plain
from agents.llm.offline.requests import Request, Target
from agents.llm.offline.wording import STATUS_WORDS, day, joined, plural, quoted
from agents.llm.offline.world import records

_PRIORITY_ORDER = {"high": 0, "medium": 1, "low": 2}


def list_records(desk: Desk, request: Request) -> str:
    kind = request.kind
    target = request.target
    if kind == "project":
        return list_projects(desk, request)
    found = _fetch_and_place(desk, request)
    if request.question == "percent" and kind == "task":
        return _share(desk, request, found)
    asked = target if kind == "task" else msgspec.structs.replace(target, status=None)
    fitting = [record for record in found if keep(record, asked, desk.calendar, desk.world.my_names)]
    if target.topic:
        project = desk.world.project_named(target.topic)
        fitting = [
            record
            for record in fitting
            if (project and record.get("project_id") == project.id)
            or about(_with_text(desk, record, kind), target.topic)
        ]
    if kind == "timeline" and target.status:
        today, ahead = desk.calendar.start_ms(desk.calendar.today), "todo" in target.status
        fitting = [milestone for milestone in fitting if ((date_of(milestone) or 0) >= today) == ahead]
    if target.pronoun:
        fitting = _spoken_of(desk, fitting)
    if target.named:
        return _named_answer(desk, request, fitting, found)
    if kind == "task" and _open_only(request):
        fitting = [task for task in fitting if is_open(task)]
    if request.question == "next" and (kind == "timeline" or "deadline" in request.source):
        fitting = [
            record for record in fitting if (date_of(record) or 0) >= desk.calendar.start_ms(desk.calendar.today)
        ]
    return answer(desk, request, _ordered(request, fitting), NOUN[kind])


def _share(desk: Desk, request: Request, found: list[Record]) -> str:
    """How much of something is done."""
    target = request.target
    wanted = target.status or frozenset({"done"})
    target.status = None
    whole = [task for task in found if keep(task, target, desk.calendar, desk.world.my_names)]
    part = sum(task.get("status", "todo") in wanted for task in whole)
    if not whole:
        return f"There are no {describe_target(target, 'task')}."
    words = "open" if len(wanted) > 1 else STATUS_WORDS[next(iter(wanted))]
    what = describe_target(target, "task")
    return f"{round(100 * part / len(whole))}% of the {what} are {words}: {part} of {len(whole)}."


def _fetch_and_place(desk: Desk, request: Request) -> list[Record]:
    """The records, and where they belong; both are asked for at once where the request brought neither."""
    try:
        found = fetch(desk, request)
    except Waiting:
        if not any(records(desk.context, key) for key in ("projects", "recent_tasks", "timelines", "notes")):
            with contextlib.suppress(Waiting, Say):
                desk.list("list_all_projects", "projects")
        raise
    learn_projects(desk, found)
    return found


def fetch(desk: Desk, request: Request) -> list[Record]:
    target = request.target
    if request.kind == "task":
        if _plain_today(desk, target) and desk.can("list_tasks_due_today") and not request.question:
            return rows(desk.read("list_tasks_due_today"))
        status = (
            next(iter(target.status))
            if request.question not in ("percent", "exists") and target.status and len(target.status) == 1
            else None
        )
        order = target.order or ("due_date" if target.due and not status else None)
        return desk.list("list_tasks", "recent_tasks", project_id=scope(desk, target), status=status, order_by=order)
    tool, key = ("list_timelines", "timelines") if request.kind == "timeline" else ("list_notes", "notes")
    return desk.list(tool, key, project_id=scope(desk, target))


def _plain_today(desk: Desk, target: Target) -> bool:
    due = target.due
    today = due is not None and due.how == "between" and due.words == "today"
    return today and not (target.project or target.status or target.named or target.topic)


def _open_only(request: Request) -> bool:
    """Where a due date is asked for, what is done is not meant; neither is it in "what should I do next"."""
    target = request.target
    if target.status:
        return False
    return (
        bool(target.due)
        or request.question == "next"
        or (request.question == "" and bool(target.priority) and not target.kind)
    )


def _ordered(request: Request, found: list[Record]) -> list[Record]:
    key = _ORDERS.get(request.target.order, _rank)
    ordered = sorted(found, key=key) if request.kind != "note" or request.target.order else found
    if request.target.limit:
        return ordered[: request.target.limit]
    if request.question == "next" and not request.target.plural:
        return ordered[:1]
    if request.target.nth and ordered:
        place = request.target.nth - 1 if request.target.nth > 0 else request.target.nth
        return [ordered[place]] if -len(ordered) <= place < len(ordered) else []
    return ordered


def _rank(record: Record) -> tuple[float, int, str]:
    date = date_of(record)
    return (
        date if date is not None else float("inf"),
        _PRIORITY_ORDER.get(str(record.get("priority")), 3),
        title_of(record),
    )


_STATUS_ORDER = {"in_progress": 0, "todo": 1, "done": 2}
_ORDERS: dict[str, Callable[[Record], Any]] = {
    "priority": lambda record: (_PRIORITY_ORDER.get(str(record.get("priority")), 3), _rank(record)),
    "title": lambda record: title_of(record).casefold(),
    "status": lambda record: (_STATUS_ORDER.get(str(record.get("status")), 3), _rank(record)),
}


def answer(desk: Desk, request: Request, found: list[Record], noun: str) -> str:
    target = request.target
    what = describe_target(target, noun)
    one = _singular(what, noun)
    if not found:
        if request.question == "exists":
            return f"No, there are no {what}."
        return f"Nothing is overdue{_place(target)}." if _just_overdue(target) else f"There are no {what}."
    listed = lines(found, request.kind, desk.world, project=not target.project)
    count = len(found)
    head = {"exists": "Yes: there", "next": "Next there"}.get(request.question, "There")
    if count == 1:
        said = f"{head} is 1 {one}:\n{listed}" if request.question != "next" else f"Next {one}:\n{listed}"
    else:
        said = f"{head} are {count} {what}:\n{listed}"
    return said


def _singular(what: str, noun: str) -> str:
    return what.replace(f"{noun}s", noun, 1)


def _place(target: Target) -> str:
    return f" in {target.project.name}" if target.project else ""


def _just_overdue(target: Target) -> bool:
    return bool(
        target.due and target.due.how == "overdue" and not (target.priority or target.assignees or target.status)
    )


def _spoken_of(desk: Desk, found: list[Record]) -> list[Record]:
    for said in reversed(desk.turn.history):
        spoken = in_text(found, said.text)
        if spoken:
            return spoken
    return found


def _with_text(desk: Desk, record: Record, kind: str) -> Record:
    """A note of the list may be cut short; the context may have all of it."""
    if kind != "note":
        return record
    known = next((note for note in records(desk.context, "notes") if note.get("id") == record.get("id")), None)
    return known or record


def _named_answer(desk: Desk, request: Request, fitting: list[Record], found: list[Record]) -> str:
    target = request.target
    names = target.names or [target.text]
    noun = NOUN[request.kind]
    matches = [record for name in names for record in named(fitting, name)]
    if not matches and target.raw:
        matches = named(found, target.raw)
    if not matches and not target.names:
        matches = [record for record in fitting if about(_with_text(desk, record, request.kind), names[0])]
    happened = request.source.casefold().startswith(("did ", "has ", "have ")) and request.kind == "task"
    if request.question == "exists" and (target.status or happened) and not target.plural:
        matches = [record for name in names for record in named(found, name)]
        if len(matches) == 1:
            return _yes_or_no(desk, request, matches[0])
    if not matches and not target.plural:
        matches = [record for name in names for record in named(found, name)]
    asks = request.source.casefold().startswith(("is there", "do i have", "do we have", "have i", "are there"))
    if not matches:
        return f"{'No, ' if asks else ''}I found no {noun} called {quoted(names[0])}."
    if len(matches) == 1 and not target.plural:
        return f"{'Yes:' + chr(10) if asks else ''}{_details(desk, request, matches[0])}"
    return answer(desk, request, _ordered(request, matches), noun)


def _yes_or_no(desk: Desk, request: Request, record: Record) -> str:
    status = str(record.get("status") or "todo")
    yes = status in (request.target.status or {"done"})
    return f"{'Yes' if yes else 'No'}, {quoted(title_of(record))} is {STATUS_WORDS.get(status, status)}."


def _details(desk: Desk, request: Request, record: Record) -> str:
    date = date_of(record)
    title = quoted(title_of(record))
    if request.question == "when":
        verb = "is due" if request.kind == "task" else "is on"
        return f"{title} {verb} {day(date, desk.calendar)}." if date is not None else f"{title} has no date."
    if request.question == "who":
        people = [str(name) for name in record.get("assignees") or []]
        return f"{title} is assigned to {joined(people)}." if people else f"{title} is assigned to nobody."
    said = lines([record], request.kind, desk.world)
    text = str(record.get("description") or record.get("content") or "").strip()
    return f"{said}\n\n{text}" if text else said


def list_projects(desk: Desk, request: Request) -> str:
    target = by_name(request.target)
    found = all_projects(desk)
    if target.pronoun:
        found = _spoken_of(desk, found)
        if len(found) == 1:
            return project_details(desk, found[0])
    if target.named:
        matches = [project for name in target.names or [target.text] for project in named(found, name)]
        if not matches:
            matches = [
                p for p in found if plain(str(p.get("client_id") or "")) == plain((target.names or [target.text])[0])
            ]
            if matches:
                return f"{plural(len(matches), 'project')}:\n{lines(matches, 'project', desk.world)}"
            return f"I found no project called {quoted((target.names or [target.text])[0])}."
        return "\n\n".join(project_details(desk, project) for project in matches)
    archived = [project for project in found if project.get("status") == "archived"]
    active = [project for project in found if project.get("status") != "archived"]
    if target.archived:
        shown, noun = archived, "archived project"
    elif target.status and "done" not in target.status:
        shown, noun = active, "active project"
    elif (
        "all" in request.source.casefold().split()
        or "archived" in request.source.casefold()
        or request.question == "count"
    ):
        shown, noun = found, "project"
    else:
        shown, noun = active, "active project" if archived else "project"
    if not shown:
        return f"There are no {noun}s."
    hidden = plural(len(archived), "archived project")
    more = f"\n({hidden} not shown.)" if shown is active and archived else ""
    verb = "is" if len(shown) == 1 else "are"
    return f"There {verb} {plural(len(shown), noun)}:\n{lines(shown, 'project', desk.world)}{more}"


def project_details(desk: Desk, project: Record) -> str:
    """The project with what the context holds of it, counted."""
    inside = {
        key: [record for record in records(desk.context, key) if record.get("project_id") == project.get("id")]
        for key in ("recent_tasks", "timelines", "notes")
    }
    tasks = inside["recent_tasks"]
    now = desk.calendar.now_ms
    done = sum(task.get("status") == "done" for task in tasks)
    late = sum(is_open(task) and (date_of(task) or now) < now for task in tasks)
    said = [f"{project.get('name')} is {project.get('status') or 'active'}."]
    if project.get("client_id"):
        said.append(f"Client: {project['client_id']}.")
    progress = f" ({len(tasks) - done} open, {done} done{f', {late} overdue' if late else ''})" if tasks else ""
    counts = [
        f"{plural(len(tasks), 'task')}{progress}",
        plural(len(inside["timelines"]), "milestone"),
        plural(len(inside["notes"]), "note"),
    ]
    said.append(f"It has {joined(counts)}.")
    ahead = sorted((m for m in inside["timelines"] if (date_of(m) or 0) >= now), key=_rank)
    if ahead:
        said.append(f"Next milestone: {title_of(ahead[0])}, {day(date_of(ahead[0]) or 0, desk.calendar)}.")
    return " ".join(said)
