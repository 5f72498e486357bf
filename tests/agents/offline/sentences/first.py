"""The sentences everybody tries first."""

from tests.agents.offline.case import Case, change, comment, gone, milestone, note, project, task
from tests.agents.offline.records import at

CASES = [
    Case(
        "Create a high priority task 'Send the invoice' due tomorrow in Apollo",
        "task",
        [task("Send the invoice", priority="high", due_date=at("2026-11-19"), project_id="p-apollo")],
        says=("Send the invoice", "high priority", "tomorrow", "Apollo"),
    ),
    Case(
        "Could you please create a task to call Bob tomorrow and another to email Sue on Friday?",
        "task",
        [task("Call Bob", due_date=at("2026-11-19")), task("Email Sue", due_date=at("2026-11-20"))],
    ),
    Case(
        "add tasks: buy milk, call mum and fix the door",
        "task",
        [task("Buy milk"), task("Call mum"), task("Fix the door")],
    ),
    Case(
        "create project Zeus and add a task 'Kickoff' to it",
        "project task",
        [project("Zeus"), task("Kickoff", project_id="new1")],
    ),
    Case(
        "what is overdue?", "task", says=("2", "Write Q1 report", "Fix login bug"), never=("Call Bob", "Book flights")
    ),
    Case(
        "tasks due this week in Apollo",
        "task",
        says=("Send the invoice", "Write Q1 report"),
        never=("Call Bob", "beta"),
    ),
    Case("what's due today", "task", says=("Send the invoice",), never=("Ship the beta", "Call Bob")),
    Case("how many tasks are done", "task", says=("2",)),
    Case("Mark the invoice task as done", "task", [change("t-inv", status="done")]),
    Case("move everything due today to tomorrow", "task", [change("t-inv", due_date=at("2026-11-19"))]),
    Case("delete all done tasks", "task", [gone("t-old"), gone("t-ship")]),
    Case("delete the report task", "task", says=("Write Q1 report", "Write Q2 report", "?")),
    Case("delete the yoga task", "task", says=("could not find",)),
    Case("Postpone Call Bob to Monday", "task", [change("t-bob", due_date=at("2026-11-23"))]),
    Case("rename 'Call Bob' to 'Call Robert'", "task", [change("t-bob", title="Call Robert")]),
    Case("assign the invoice task to Anna and Ben", "task", [change("t-inv", assignees=["Anna", "Ben"])]),
    Case("Add a comment to 'Call Bob': He is away until Friday", "task", [comment("t-bob", "He is away until Friday")]),
    Case(
        "Add a milestone 'Beta release' on 15 December to Apollo",
        "timeline",
        [milestone("Beta release", date=at("2026-12-15"), project_id="p-apollo")],
    ),
    Case(
        "write a note titled 'Plan' with content 'First this, then that' in Apollo",
        "note",
        [note("Plan", content="First this, then that", project_id="p-apollo")],
    ),
    Case(
        "Remind me to call the dentist tomorrow at 3pm",
        "task",
        [task("Call the dentist", due_date=at("2026-11-19 15:00"))],
    ),
    Case("archive Apollo", "project", [change("p-apollo", status="archived")]),
    Case("Don't delete anything", "task"),
    Case("hi", "task", says=("hello",)),
]
