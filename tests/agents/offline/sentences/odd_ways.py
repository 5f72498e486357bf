"""Sentences that took a second look: lists in a line, words in odd places, questions with a twist."""

from tests.agents.offline.case import Case, note, task
from tests.agents.offline.records import at


def one(message, *actions, **more):
    return Case(message, "task", list(actions), **more)


CASES = [
    one("Need to finish slides by Thursday EOD", task("Finish slides", due_date=at("2026-11-19"))),
    one(
        "Can you add a task to my list to renew my passport before the end of the year?",
        task("Renew my passport", due_date=at("2026-12-31")),
    ),
    one('create a task "Plan sprint" due 12.12.', task("Plan sprint", due_date=at("2026-12-12"))),
    one(
        "Create tasks: 1. Write docs 2. Review docs 3. Publish docs",
        task("Write docs"),
        task("Review docs"),
        task("Publish docs"),
    ),
    one(
        "create two tasks: one to call Bob on Monday and one to email Sue",
        task("Call Bob", due_date=at("2026-11-23")),
        task("Email Sue"),
    ),
    one(
        "Add the following tasks to Apollo: design logo (high priority), write copy (due Friday), print flyers",
        task("Design logo", priority="high", project_id="p-apollo"),
        task("Write copy", due_date=at("2026-11-20"), project_id="p-apollo"),
        task("Print flyers", project_id="p-apollo"),
    ),
    one(
        "Have Ben review the contract by Monday",
        task("Review the contract", assignees=["Ben"], due_date=at("2026-11-23")),
    ),
    one("task for tomorrow - buy groceries", task("Buy groceries", due_date=at("2026-11-19"))),
    one("create task 'A', 'B', 'C'", task("A"), task("B"), task("C")),
    one("what percentage of Apollo's tasks are done?", says=("25%", "1 of 4")),
    one("is Book flights done?", says=("yes",)),
    one("is Call Bob done?", says=("no",)),
    one("What's next?", says=("Q1",)),
    one("create a task", says=("called",)),
    Case("give me a weekly review", "task", says=("Week of 16 November 2026", "Overdue", "Fix login bug")),
    Case(
        "create a note about the overdue tasks",
        "task note",
        [
            note(
                "Overdue tasks",
                content="# Overdue tasks\n\nWednesday, 18 November 2026\n\nThere are 2 overdue tasks:\n"
                "- Write Q1 report (medium priority, due Mon 16 Nov, in Apollo, for Ben)\n- Fix login bug (in "
                "progress, high priority, due yesterday, Tue 17 Nov, in Website Redesign, for Anna and Ben)\n",
            )
        ],
    ),
]
