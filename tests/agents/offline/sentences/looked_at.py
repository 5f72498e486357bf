"""Sentences that were looked at one by one and hold now."""

from tests.agents.offline.case import Case, change, comment, gone, milestone, note, project, task
from tests.agents.offline.records import at


def one(message, *actions, **more):
    return Case(message, "task", list(actions), **more)


def of(agents, message, *actions, **more):
    return Case(message, agents, list(actions), **more)


LOGS = "Review logs"
FRIDAY, TOMORROW = at("2026-11-20"), at("2026-11-19")

CASES = [
    one(
        "I'd like a task for reviewing the contract, due on the 30th, with Ben as the assignee",
        task("Reviewing the contract", assignees=["Ben"], due_date=at("2026-11-30")),
    ),
    one(
        "Create a task to email bob@acme.com about the contract by tomorrow 2pm and tag it high priority",
        task("Email bob@acme.com about the contract", priority="high", due_date=at("2026-11-19 14:00")),
    ),
    one("can u add a task 2 call mom tmrw", task("Call mom", due_date=TOMORROW)),
    one(
        "Task: Review logs; Priority: high; Due: tomorrow; Project: Apollo",
        task(LOGS, priority="high", due_date=TOMORROW, project_id="p-apollo"),
    ),
    one(
        'Create a task with the following details: title "Review logs", priority high, due date 2026-11-30, '
        "project Apollo, assignee Anna",
        task(LOGS, priority="high", due_date=at("2026-11-30"), project_id="p-apollo", assignees=["Anna"]),
    ),
    one("Can I get a task created for reviewing logs tomorrow?", task("Reviewing logs", due_date=TOMORROW)),
    one("Let's add a task for the team to review logs", task(LOGS)),
    one("There should be a task to review logs by Friday", task(LOGS, due_date=FRIDAY)),
    one("Please remember that I have to review logs on Friday", task(LOGS, due_date=FRIDAY)),
    one(
        "Review logs by Friday, high priority, in Apollo",
        task(LOGS, due_date=FRIDAY, priority="high", project_id="p-apollo"),
    ),
    one(
        "Could we add 'Review logs' under Apollo please? It should be due Friday and it's quite urgent.",
        task(LOGS, due_date=FRIDAY, priority="high", project_id="p-apollo"),
    ),
    one('new task "Review logs" tomorrow high', task(LOGS, due_date=TOMORROW, priority="high")),
    one(
        "Create a task to review logs. Description: check the errors from last night. Due Friday.",
        task(LOGS, due_date=FRIDAY, description="check the errors from last night"),
    ),
    one("Create a task to finish the high priority bugs", task("Finish the high priority bugs")),
    one("Create a task to read 'War and Peace' by Sunday", task("Read 'War and Peace'", due_date=at("2026-11-22"))),
    one("Buy milk", task("Buy milk")),
    # changes
    one(
        "Set every unassigned task to low priority",
        change("t-bob", priority="low"),
        change("t-q2", priority="low"),
        change("t-copy", priority="low"),
        change("t-sug", priority="low"),
    ),
    one(
        "Move all tasks from Website Redesign to Apollo",
        change("t-login", project_id="p-apollo"),
        change("t-hero", project_id="p-apollo"),
    ),
    one(
        "Reassign all of Ben's tasks to Anna", change("t-q1", assignees=["Anna"]), change("t-login", assignees=["Anna"])
    ),
    one("Un-assign Ben from the login bug", change("t-login", assignees=["Anna"])),
    one('Change "Call Bob" to "Call Bob Smith"', change("t-bob", title="Call Bob Smith")),
    one("The login bug is fixed", change("t-login", status="done")),
    one("I've already called Bob", change("t-bob", status="done")),
    one("Carla finished the hero banner", change("t-hero", status="done")),
    one("The Q2 report can wait until next month", change("t-q2", due_date=at("2026-12-31"))),
    one("invoice done", change("t-inv", status="done")),
    one("Reopen the flights task and assign it to Anna", change("t-old", status="todo", assignees=["Anna"])),
    one(
        "Please add this comment to the login bug: it also happens on Firefox",
        comment("t-login", "it also happens on Firefox"),
    ),
    one('Reply to Ben\'s comment on the login bug with "Thanks"', comment("t-login", "Thanks")),
    one("Who commented on the invoice?", says=("Anna", "Mia Keller")),
    one("which suggestions are waiting for approval?", says=("Prepare demo data",)),
    # milestones
    of("timeline", "List all upcoming milestones", says=("Beta release", "Website launch"), never=("Kickoff",)),
    of("timeline", "How long until the beta release?", says=("15 Dec",)),
    of(
        "timeline", "Change the Kickoff milestone's title to Project kickoff", change("m-kick", title="Project kickoff")
    ),
    of(
        "timeline",
        "Create milestones for Apollo: design done on Dec 1, build done on Dec 10 and test done on Dec 20",
        *[
            milestone(title, date=at(day), project_id="p-apollo")
            for title, day in (("Design done", "2026-12-01"), ("Build done", "2026-12-10"), ("Test done", "2026-12-20"))
        ],
    ),
    of(
        "timeline",
        "Set up a milestone: 'Soft launch', Marketing, 2026-12-12",
        milestone("Soft launch", date=at("2026-12-12"), project_id="p-mkt"),
    ),
    # notes
    of("note", "Note for Apollo: budget is 20k", note("Budget is 20k", content="budget is 20k", project_id="p-apollo")),
    of(
        "note",
        "Make a note in Marketing about the campaign ideas: use TikTok and podcasts",
        note("Campaign ideas", content="use TikTok and podcasts", project_id="p-mkt"),
    ),
    of(
        "note",
        "Add a bullet 'Bring snacks' to the Kickoff meeting note",
        change("n-kick", content="# Kickoff meeting\n\n- Budget approved\n- Start on Monday\n- Bring snacks"),
    ),
    of("note", "Link the Ideas note to the Website Redesign project", change("n-ideas", project_id="p-web")),
    of("note", "What did I write about the kickoff?", says=("Kickoff meeting",)),
    of("note", "Search my notes for invoices", says=("Sprint retro",)),
    # projects
    of("project", "Give me a status report on Apollo", says=("4 tasks", "ACME")),
    of("project", "What projects does ACME have?", says=("Apollo",), never=("Marketing",)),
    of("project", "Set Marketing's client to Initech", change("p-mkt", client_id="Initech")),
    of("project", "Move Hermes out of the archive", change("p-old", status="active")),
    of("project", "Delete Hermes for good", gone("p-old")),
    of("project", 'Create a project "Orion" for ACME', project("Orion", client_id="ACME")),
    of("project", "create a project Orion and assign it to client ACME", project("Orion", client_id="ACME")),
]
