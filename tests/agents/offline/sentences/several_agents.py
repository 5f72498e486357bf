"""One message, several agents."""

from tests.agents.offline.case import Case, change, comment, gone, milestone, note, project, task
from tests.agents.offline.records import at

TODAY = "Wednesday, 18 November 2026"

CASES = [
    Case(
        "complete all overdue tasks in Apollo and write a note about it",
        "task note",
        [
            change("t-q1", status="done"),
            note(
                "Completed overdue tasks in Apollo",
                project_id="p-apollo",
                content=f"# Completed overdue tasks in Apollo\n\n{TODAY}\n\nCompleted the task 'Write Q1 report'.\n",
            ),
        ],
    ),
    Case(
        "Mark all tasks in Marketing as done, then write a note summarizing what was done",
        "task note",
        [
            change("t-q2", status="done"),
            change("t-copy", status="done"),
            note(
                "Completed tasks in Marketing",
                project_id="p-mkt",
                content=f"# Completed tasks in Marketing\n\n{TODAY}\n\nCompleted 2 tasks:\n- Write Q2 report\n"
                "- Review landing page copy\n",
            ),
        ],
    ),
    Case(
        "create project Zeus with a task 'Kickoff', a milestone 'Beta' on Dec 3 and a note 'Ideas'",
        "project task timeline note",
        [
            project("Zeus"),
            task("Kickoff", project_id="new1"),
            milestone("Beta", date=at("2026-12-03"), project_id="new1"),
            note("Ideas", content="# Ideas\n", project_id="new1"),
        ],
    ),
    Case(
        "Create a project called Zeus and add three tasks to it: plan, build and ship",
        "project task",
        [project("Zeus"), *[task(name, project_id="new1") for name in ("Plan", "Build", "Ship")]],
    ),
    Case(
        "create a new project Zeus for client ACME, then add a high priority task 'Hire a designer' due Friday to it",
        "project task",
        [
            project("Zeus", client_id="ACME"),
            task("Hire a designer", priority="high", due_date=at("2026-11-20"), project_id="new1"),
        ],
    ),
    Case("Create a project Zeus and remind me to buy milk", "project task", [project("Zeus"), task("Buy milk")]),
    Case("list my projects and the overdue tasks", "project task", says=("Apollo", "Write Q1 report")),
    Case(
        "Move Call Bob to Apollo and add a comment saying moved as discussed",
        "task",
        [change("t-bob", project_id="p-apollo"), comment("t-bob", "moved as discussed")],
    ),
    Case(
        "Create a task 'A' due Friday and a task 'B' due Monday, both in Apollo",
        "task",
        [
            task("A", due_date=at("2026-11-20"), project_id="p-apollo"),
            task("B", due_date=at("2026-11-23"), project_id="p-apollo"),
        ],
    ),
    Case("Delete the Ideas note and complete Call Bob", "note task", [gone("n-ideas"), change("t-bob", status="done")]),
    Case(
        "Put all open tasks of Marketing into a note called 'Hot list'",
        "task note",
        [
            note(
                "Hot list",
                project_id="p-mkt",
                content=f"# Hot list\n\n{TODAY}\n\nThere are 2 open tasks in Marketing:\n"
                "- Write Q2 report (low priority, due Wed 25 Nov)\n- Review landing page copy (low priority)\n",
            )
        ],
    ),
    Case(
        "Add a milestone 'Demo day' on December 1 to Apollo and a task 'Prepare demo' due November 27 in Apollo",
        "timeline task",
        [
            milestone("Demo day", date=at("2026-12-01"), project_id="p-apollo"),
            task("Prepare demo", due_date=at("2026-11-27"), project_id="p-apollo"),
        ],
    ),
    Case(
        "Rename Apollo to Artemis and archive Marketing",
        "project",
        [change("p-apollo", name="Artemis"), change("p-mkt", status="archived")],
    ),
    Case(
        "Take a note that Bob is ill, and postpone Call Bob to Monday",
        "note task",
        [note("Bob is ill", content="Bob is ill"), change("t-bob", due_date=at("2026-11-23"))],
    ),
]
