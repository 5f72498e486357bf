"""Wishes larger than a sentence: by what they are known, and the parts they come to, each a sentence for one agent."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from agents.llm.offline.steps import extract_tasks
from agents.llm.offline.wording import joined, quoted
from agents.llm.offline.world import World, records

MOST_PROJECTS = 3
FIRST_TASKS = ("Write down the goals", "Agree on who does what", "Plan the first weeks")


class Part(NamedTuple):
    step: str
    agent: str
    request: str


_TASKS = re.compile(r"\btasks?\b", re.I)
_SEVERAL = re.compile(r"\b(?:tasks?|milestones?|timeline|notes?)\b", re.I)
_KICK_OFF = re.compile(r"\b(?:kick(?:ing)?[ -]?off|set(?:ting)? up|onboard(?:ing)?)\b", re.I)
_PROJECT = re.compile(
    r"\bproject (?:called |named )?['\"]?([A-Z][\w&.-]*(?: [A-Z0-9][\w&.-]*)*)|\bthe ([A-Z]\w*) project\b"
)
_BARE = re.compile(r"\bprojects?\b", re.I), re.compile(r"\b(?:without|(?:has|have|with) no)\b", re.I), _TASKS
_WEEK = re.compile(r"\bweekly review\b|\b(?:review|plan|go through) (?:my|the|this) week\b", re.I)
_WRITE_DOWN = re.compile(r"\bwrite (?:it|that|this) (?:all )?down\b|\bnote\b|\bclean up\b", re.I)
_NOTES_TO_TASKS = re.compile(r"\bnotes?\b", re.I), re.compile(r"\b(?:into|to|as) tasks\b", re.I)
_TASKS_FROM_NOTES = (
    re.compile(r"\btasks\b", re.I),
    re.compile(r"\b(?:from|out of|of) (?:(?:all|my|the) ){0,2}notes\b", re.I),
)
_MAKES_ONE = re.compile(r"\s*(?:please )?(?:create|add|make) (?:an? |the )?(?:task|note|milestone)\b", re.I)


def parts_of(message: str, world: World) -> list[Part]:
    """Empty where the message is no such wish."""
    if _MAKES_ONE.match(message):
        return []
    return next((parts for recipe in _RECIPES if (parts := recipe(message, world))), [])


def _in_turn(message: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Whether they follow one another in a line. One pattern with `.*` between them would try every pair and triple."""
    return any(_all_in_turn(line, patterns) for line in message.split("\n"))


def _all_in_turn(line: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    end = 0
    for pattern in patterns:
        found = pattern.search(line, end)
        if not found:
            return False
        end = found.end()
    return True


def _weekly_review(message: str, world: World) -> list[Part]:
    if not (_WEEK.search(message) and _WRITE_DOWN.search(message)):
        return []
    return [
        Part("Look at the week", "task_agent", "Give me a weekly review"),
        Part("Write it down", "note_agent", "Write a weekly note"),
    ]


def _notes_to_tasks(message: str, world: World) -> list[Part]:
    if not (_in_turn(message, _NOTES_TO_TASKS) or _in_turn(message, _TASKS_FROM_NOTES)):
        return []
    titles = [quoted(str(task["title"])) for task in extract_tasks({}, world)]
    if not titles:
        return [Part("Look through the notes", "note_agent", "List my notes")]
    return [Part("Create what the notes ask for", "task_agent", f"Create the tasks {joined(titles)}")]


def _bare_projects(message: str, world: World) -> list[Part]:
    if not (_KICK_OFF.search(message) and _in_turn(message, _BARE)):
        return []
    busy = {task.get("project_id") for task in records(world.context, "recent_tasks")}
    bare = [
        project for project in world.projects if project.get("status") != "archived" and project.get("id") not in busy
    ]
    parts = [part for project in bare[:MOST_PROJECTS] for part in _first_steps(str(project["name"]))]
    return parts or [Part("Look for projects that have not begun", "project_agent", "List my projects")]


def _kick_off(message: str, world: World) -> list[Part]:
    name = _PROJECT.search(message)
    kinds = {word.casefold().rstrip("s") for word in _SEVERAL.findall(message)}
    if not (_KICK_OFF.search(message) and name and len(kinds) > 1) or re.search(r"['\"]", message):
        return []
    called = name[1] or name[2]
    first = Part("Create the project", "project_agent", f"Create a project called {called}")
    return [*([] if world.project_named(called) else [first]), *_first_steps(called)]


def _first_steps(project: str) -> list[Part]:
    tasks = joined([quoted(title) for title in FIRST_TASKS])
    return [
        Part(f"First tasks for {project}", "task_agent", f"Create the tasks {tasks} in {project}"),
        Part(
            f"A first milestone for {project}",
            "timeline_agent",
            f"Add a milestone 'First review' in 2 weeks to {project}",
        ),
        Part(
            f"A note on the start of {project}",
            "note_agent",
            f"Write a note 'Kick-off of {project}' in {project} about it",
        ),
    ]


_RECIPES: tuple[Callable[[str, World], list[Part]], ...] = (_weekly_review, _notes_to_tasks, _bare_projects, _kick_off)
