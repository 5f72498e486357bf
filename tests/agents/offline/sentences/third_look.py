"""Several fields at once, people and projects that might be taken for each other."""

from tests.agents.offline.case import Case, change, milestone, task
from tests.agents.offline.records import at

MONDAY, FRIDAY = at("2026-11-23"), at("2026-11-20")


def one(message, *actions, **more):
    return Case(message, "task", list(actions), **more)


CASES = [
    one("Set Call Bob as high priority and due on Monday", change("t-bob", priority="high", due_date=MONDAY)),
    one("Please change the due date for Call Bob from Friday to Monday", change("t-bob", due_date=MONDAY)),
    one("Move Call Bob from Friday to Monday", change("t-bob", due_date=MONDAY)),
    one("Change the status of the login bug from in progress to done", change("t-login", status="done")),
    one('Update task "Call Bob": set status to done', change("t-bob", status="done")),
    one(
        'Please update the task "Call Bob" so that it is due tomorrow and has high priority',
        change("t-bob", due_date=at("2026-11-19"), priority="high"),
    ),
    one("Task 'Call Bob' should be assigned to Ben", change("t-bob", assignees=["Ben"])),
    one("Call Bob needs to be done by Monday", change("t-bob", due_date=MONDAY)),
    one("add a due date to the landing page task: Friday", change("t-copy", due_date=FRIDAY)),
    one("Add high priority to Call Bob", change("t-bob", priority="high")),
    one("Assign Anna and Ben to Call Bob", change("t-bob", assignees=["Anna", "Ben"])),
    one("Take Anna off the invoice task", change("t-inv", assignees=[])),
    one("complete call bob and send the invoice", change("t-bob", status="done"), change("t-inv", status="done")),
    one("Create a task 'Clean up' for Apollo", task("Clean up", project_id="p-apollo")),
    one("Create a task 'Clean up' for Apolo", task("Clean up", project_id="p-apollo")),
    one("Create a task 'Clean up' for Zoe", task("Clean up", assignees=["Zoe"])),
    one("create a task 'Clean up' in project Zeus", says=("no project called 'Zeus'", "Apollo")),
    Case(
        "Archive the Apollo and Marketing projects",
        "project",
        [change("p-apollo", status="archived"), change("p-mkt", status="archived")],
    ),
    Case(
        "Suggest a milestone for Apollo: 'Security audit' on December 20",
        "timeline",
        [
            milestone(
                "Security audit",
                date=at("2026-12-20"),
                project_id="p-apollo",
                is_ai_suggested=True,
                is_approved=False,
            )
        ],
    ),
]
