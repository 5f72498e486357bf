"""How many records each project or each person has."""

from collections import Counter

from agents.llm.offline.acts.listing import fetch
from agents.llm.offline.acts.projects import all_projects
from agents.llm.offline.describing import describe_target
from agents.llm.offline.desk import Desk
from agents.llm.offline.lookup import NOUN, Record, is_open, keep, title_of
from agents.llm.offline.requests import Request
from agents.llm.offline.wording import joined

_RANKS = {"most": "most", "least": "fewest"}
_SHOWN = 12


def tally(desk: Desk, request: Request) -> str:
    kind = request.target.kind
    counted = Request("list", kind, request.target)
    found = [
        record
        for record in fetch(desk, counted)
        if keep(record, request.target, desk.calendar, desk.world.my_names)
        and (kind != "task" or not request.target.due or is_open(record))
    ]
    counts = by_project(desk, found) if request.kind == "project" else by_person(found)
    what = describe_target(request.target, NOUN[kind])
    if not any(counts.values()):
        return f"There are no {what}."
    ordered = counts.most_common() if request.question != "least" else counts.most_common()[::-1]
    listed = "\n".join(f"- {name}: {count}" for name, count in ordered[:_SHOWN])
    if request.question == "each":
        owner = "project" if request.kind == "project" else "person"
        return f"{what[:1].upper()}{what[1:]} of each {owner}:\n{listed}"
    best = ordered[0][1]
    names = [name for name, count in ordered if count == best]
    verb = "has" if len(names) == 1 else "have"
    return f"{joined(names)} {verb} the {_RANKS[request.question]} {what}: {best}.\n{listed}"


def by_project(desk: Desk, found: list[Record]) -> Counter[str]:
    active = [project for project in all_projects(desk) if project.get("status") != "archived"]
    inside = Counter(str(record.get("project_id")) for record in found)
    return Counter({title_of(project): inside[str(project.get("id"))] for project in active})


def by_person(found: list[Record]) -> Counter[str]:
    return Counter(str(name) for record in found for name in record.get("assignees") or [])
