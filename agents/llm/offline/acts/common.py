"""What the acts share: projects by name, bulk writes, the sentence about them."""

from collections.abc import Callable, Sequence
from typing import Any

from agents.llm.offline.calendar import Calendar, Moment, Span, add_days
from agents.llm.offline.desk import Desk, Done, Say
from agents.llm.offline.lookup import Record, in_text, title_of
from agents.llm.offline.reading import shift
from agents.llm.offline.requests import Request, Target
from agents.llm.offline.wording import joined, plural, quoted
from agents.llm.offline.world import ProjectRef, World, records


def project_id(desk: Desk, ref: ProjectRef | None) -> str | None:
    """The id of a project; its name as written where only the host can know it."""
    if ref is None:
        return None
    if ref.name == "it" and not ref.id:
        return _project_spoken_of(desk)
    known = desk.world.project_named(ref.name) if not ref.id else None
    return ref.id or (known.id if known else "") or ref.name


def scope(desk: Desk, target: Target) -> str | None:
    """The project to look in. What only looked like one belongs to the title that is asked for."""
    ref = target.project
    unknown = ref is not None and not ref.id and ref.name != "it" and desk.world.projects
    if unknown and ref and not desk.world.project_named(ref.name) and not created(desk, "projects"):
        if not target.named:
            raise Say(f"I could not find a project called {quoted(ref.name)}.")
        target.project = None
        target.text, target.names = target.raw, []
    found = project_id(desk, target.project)
    if ref is not None and ref.name == "it" and found:
        target.project = ProjectRef(desk.world.project_name(found) or found, found)
    return found


def learn_projects(desk: Desk, found: Sequence[Record]) -> None:
    """The names of the projects that records are in, where the request did not bring them."""
    if desk.world.projects or not any(record.get("project_id") for record in found):
        return
    listed = desk.list("list_all_projects", "projects")
    desk.world = World({**desk.world.context, "projects": listed}, desk.calendar)


def _project_spoken_of(desk: Desk) -> str:
    made = created(desk, "projects")
    if made:
        return str(made[-1]["id"])
    for said in reversed(desk.turn.history):
        spoken = in_text(desk.world.projects, said.text)
        if spoken:
            return str(spoken[-1].get("id") or spoken[-1]["name"])
    if len(desk.world.projects) == 1:
        return str(desk.world.projects[0].get("id") or desk.world.projects[0]["name"])
    raise Say("Which project do you mean? Please name it.")


def created(desk: Desk, table: str) -> list[Record]:
    """The records that agents before this one made in the same run."""
    return created_before(desk.context, table)


def created_before(context: dict[str, Any], table: str) -> list[Record]:
    return [
        action["data"]
        for result in records(context, "previous_results")
        for action in records(result, "actions")
        if action.get("table") == table
        and action.get("type") == "create_record"
        and isinstance(action.get("data"), dict)
    ]


def due_ms(desk: Desk, fields: dict[str, Any]) -> int | None:
    moment = fields.get("due")
    return desk.calendar.due(moment) if isinstance(moment, Moment) else None


def shifted(date: float | None, length: tuple[float, str], sign: int, calendar: Calendar) -> int:
    """A date moved by so many days, its time of day kept; a record without a date counts from today."""
    number, unit = length
    if date is None:
        day = shift(calendar.today, number * sign, unit)
        return calendar.end_ms(day)
    at = calendar.local(date)
    if unit in ("hour", "minute"):
        return round(date + sign * number * (3_600_000 if unit == "hour" else 60_000))
    day = shift(at.date(), number * sign, unit) if unit != "workday" or sign > 0 else add_days(at.date(), -int(number))
    return calendar.due(Moment(Span.day(day), at.time()))


def each(
    desk: Desk, found: Sequence[Record], tool: str, changes: Callable[[Record], dict[str, Any]]
) -> list[tuple[Record, Done]]:
    """One write a record."""
    return [(record, desk.write(tool, record_id=str(record.get("id", "")), **changes(record))) for record in found]


def report(done: Sequence[tuple[Record, Done]], verb: str, noun: str, tail: str = "") -> str:
    """ "Completed 3 tasks: …", or what went wrong."""
    good = [record for record, outcome in done if not outcome.error and not outcome.skipped]
    failed = [(record, outcome.error) for record, outcome in done if outcome.error]
    skipped = sum(outcome.skipped for _, outcome in done)
    said = []
    if len(good) == 1:
        said.append(f"{verb} the {noun} {quoted(title_of(good[0]))}{tail}.")
    elif good:
        listed = "\n".join(f"- {title_of(record)}" for record in good)
        said.append(f"{verb} {plural(len(good), noun)}{tail}:\n{listed}")
    if failed:
        names = joined([quoted(title_of(record)) for record, _ in failed[:5]])
        said.append(f"That did not work for {names}: {failed[0][1]}")
    if skipped:
        said.append(
            f"{plural(skipped, noun)} are left: I change {len(done) - skipped} at a time. Ask again for the rest."
        )
    return "\n".join(said)


def asked_title(request: Request, noun: str) -> str:
    title = str(request.fields.get("title") or request.fields.get("name") or "").strip()
    if not title:
        raise Say(f'What should the {noun} be called? For example: "{_EXAMPLES[noun]}"')
    return title[:500]


_EXAMPLES = {
    "task": "Create a task 'Send the invoice' due tomorrow",
    "milestone": "Add a milestone 'Beta release' on 15 December to Apollo",
    "note": "Write a note 'Kickoff' saying we start on Monday",
    "project": "Create a project called Zeus",
}
