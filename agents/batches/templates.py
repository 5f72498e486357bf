"""The ready-made batches."""

from collections.abc import Mapping

import msgspec


class Step(msgspec.Struct, frozen=True):
    agent: str
    instruction: str


class Template(msgspec.Struct, frozen=True):
    name: str
    title: str
    description: str
    schedule: str
    steps: tuple[Step, ...]


TEMPLATES: Mapping[str, Template] = {
    template.name: template
    for template in (
        Template(
            "weekly_review",
            "Weekly review",
            "Looks at what was done this week, what is overdue and what comes next, and writes it into a note.",
            "0 16 * * FRI",
            (
                Step("task_agent", "Give me a weekly review"),
                Step("note_agent", "Write a weekly note"),
            ),
        ),
        Template(
            "overdue_sweep",
            "Overdue sweep",
            "Gives everything overdue a high priority, so that it comes first, and writes down what that was.",
            "0 8 * * MON-FRI",
            (
                Step("task_agent", "Mark all overdue tasks as high priority"),
                Step("note_agent", "Write a note 'Overdue' about it"),
            ),
        ),
        Template(
            "notes_to_tasks",
            "Notes to tasks",
            "Makes tasks of the action items in the notes that have none yet.",
            "0 18 * * MON-FRI",
            (
                Step(
                    "deep_agent",
                    "Turn the open action items of my notes into tasks, except those that are tasks already",
                ),
            ),
        ),
        Template(
            "project_kickoff",
            "Project kick-off",
            "Gives projects that have no tasks yet their first tasks, a milestone and a note.",
            "0 9 * * MON",
            (
                Step(
                    "deep_agent",
                    "Kick off each project that has no tasks yet: first tasks, a milestone in two weeks, a note on it",
                ),
            ),
        ),
    )
}
