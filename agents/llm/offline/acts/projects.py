"""Projects: made, renamed, archived, brought back, deleted."""

from typing import Any

from agents.llm.offline.acts.common import asked_title, each, report
from agents.llm.offline.desk import Desk, Say
from agents.llm.offline.lookup import Record, choose, title_of
from agents.llm.offline.requests import Request, Target
from agents.llm.offline.wording import joined, quoted

_STATUS = {"done": "archived", "archived": "archived", "active": "active", "todo": "active", "in_progress": "active"}


def create_project(desk: Desk, request: Request) -> str:
    name = asked_title(request, "project")
    arguments: dict[str, Any] = {"name": name}
    if request.fields.get("client_id"):
        arguments["client_id"] = request.fields["client_id"]
    done = desk.write("create_project", **arguments)
    if done.error:
        return f"I could not create the project {quoted(name)}: {done.error}"
    client = f" for the client {arguments['client_id']}" if "client_id" in arguments else ""
    return f"Created the project {quoted(name)}{client}."


def all_projects(desk: Desk) -> list[Record]:
    return desk.list("list_all_projects", "projects")


def by_name(target: Target) -> Target:
    """A project spoken of as "the Apollo project" or "everything in Apollo" is itself the target."""
    if not target.project:
        return target
    others = target.names or ([target.text] if target.text else [])
    named = [] if target.project.name == "it" else [target.project.name]
    return Target(kind="project", names=[*others, *named], pronoun=not (others or named))


def chosen(desk: Desk, request: Request) -> list[Record]:
    target = by_name(request.target)
    found = desk.world.projects if _known(desk, target) else all_projects(desk)
    if target.status and target.status & {"todo", "in_progress"}:
        target.status, target.archived = None, False
    if target.archived is not None:
        found = [project for project in found if (project.get("status") == "archived") == target.archived]
        target.archived = None
    wanted = request.fields.get("status")
    destroys = "archive" if wanted == "archived" or request.act == "delete" else ""
    return choose(
        desk, found, target, "project", destroys=destroys, prefer=lambda project: project.get("status") != wanted
    )


def _known(desk: Desk, target: Target) -> bool:
    names = target.names or ([target.text] if target.text else [])
    return bool(names) and all(_exactly(desk, name) for name in names)


def _exactly(desk: Desk, name: str) -> bool:
    return any(
        str(project["name"]).casefold() == name.casefold() and project.get("id") for project in desk.world.projects
    )


def update_project(desk: Desk, request: Request) -> str:
    fields = request.fields
    changes: dict[str, Any] = {}
    if "title" in fields:
        changes["name"] = fields["title"]
    if "status" in fields:
        changes["status"] = _STATUS.get(str(fields["status"]), "active")
    if "client_id" in fields:
        changes["client_id"] = fields["client_id"]
    if not changes:
        raise Say("A project has a name, a client and a status (active or archived): those I can change.")
    found = chosen(desk, request)
    if len(found) == 1 and changes.keys() == {"status"} and found[0].get("status") == changes["status"]:
        return f"The project {quoted(title_of(found[0]))} is {changes['status']} already."
    if len(found) > 1 and "status" in changes:
        found = [project for project in found if project.get("status") != changes["status"]]
    done = each(desk, found, "update_project", lambda project: changes)
    return report(done, *_said(changes)) or f"All of them are {changes.get('status')} already."


def _said(changes: dict[str, Any]) -> tuple[str, str, str]:
    if changes.get("status"):
        return ("Archived" if changes["status"] == "archived" else "Brought back"), "project", ""
    if "name" in changes:
        return "Renamed", "project", f" to {quoted(changes['name'])}"
    return "Updated", "project", f": client {changes['client_id']}"


def delete_project(desk: Desk, request: Request) -> str:
    """Archives, unless the user insists on deleting for good."""
    found = chosen(desk, request)
    if request.fields.get("forever"):
        return report(each(desk, found, "delete_project", lambda project: {}), "Permanently deleted", "project")
    fresh = [project for project in found if project.get("status") != "archived"]
    if not fresh:
        names = joined([quoted(title_of(project)) for project in found])
        raise Say(f'{names} is archived already. Say "permanently delete {title_of(found[0])}" to remove it for good.')
    done = each(desk, fresh, "update_project", lambda project: {"status": "archived"})
    said = report(
        done, "Archived", "project", " instead of deleting it, so that nothing is lost" if len(fresh) == 1 else ""
    )
    return f'{said} Say "permanently delete {title_of(fresh[0])}" to remove it for good.'
