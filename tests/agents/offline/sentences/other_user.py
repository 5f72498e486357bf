"""Sentences of another user, written before the engine had met these records."""

from tests.agents.offline.case import Case, change, create, gone, milestone, note, project, task
from tests.agents.offline.other_records import at

TOMORROW, SUNDAY, MONDAY = at("2027-03-13"), at("2027-03-14"), at("2027-03-15")


def tasks(message, *actions, **more):
    return Case(message, "task", list(actions), world="other_records", **more)


def other(agents, message, *actions, **more):
    return Case(message, agents, list(actions), world="other_records", **more)


CASES = [
    tasks(
        "Create a task 'Draft press release' in Q4 Launch due next Friday with high priority",
        task("Draft press release", project_id="p-q4", due_date=at("2027-03-19"), priority="high"),
    ),
    tasks(
        "add a task to Mobile App: write release notes by Monday",
        task("Write release notes", project_id="p-app", due_date=MONDAY),
    ),
    tasks("remind me to drive home early on Friday", task("Drive home early", due_date=at("2027-03-19"))),
    tasks(
        "Create a task to paint the fence for Home on Sunday",
        task("Paint the fence", project_id="p-home", due_date=SUNDAY),
    ),
    tasks("Add buy paint to the Home project", task("Buy paint", project_id="p-home")),
    tasks("create a task to update the mobile app icons", task("Update the mobile app icons")),
    tasks(
        "Create a task to onboard Acme in client onboarding by end of month",
        task("Onboard Acme", project_id="p-onb", due_date=at("2027-03-31")),
    ),
    tasks("Create a task 'Sync' at 9 tomorrow", task("Sync", due_date=at("2027-03-13 09:00"))),
    tasks("Create a task 'Sync' due Monday at 9am", task("Sync", due_date=at("2027-03-15 09:00"))),
    tasks("Create a task 'Sync' due in 2 days", task("Sync", due_date=SUNDAY)),
    tasks("Create a task 'Sync' due in 48 hours", task("Sync", due_date=at("2027-03-14 17:45"))),
    tasks("Create a task 'Sync' due at 4pm", task("Sync", due_date=at("2027-03-13 16:00"))),
    tasks("Create a task 'Sync' due this Friday", task("Sync", due_date=at("2027-03-12"))),
    tasks("Create a task 'Sync' due end of the week", task("Sync", due_date=SUNDAY)),
    tasks("Create a task 'Sync' due end of quarter", task("Sync", due_date=at("2027-03-31"))),
    tasks("Create a task 'Sync' due on the 12th", task("Sync", due_date=at("2027-03-12"))),
    tasks("Create a task 'Sync' due the 10th of April", task("Sync", due_date=at("2027-04-10"))),
    tasks("Create a task 'Sync' due March 1st", task("Sync", due_date=at("2028-03-01"))),
    tasks("Create a task 'Sync' and assign it to Sarah and Tom", task("Sync", assignees=["Sarah Lee", "Tom"])),
    tasks("Create a task 'Sync' assigned to me", task("Sync", assignees=["lena@example.com"])),
    # changes
    tasks("complete Prepare budget", change("t-bud", status="done")),
    tasks("complete the budget presentation", change("t-pres", status="done")),
    tasks("complete budget", says=("Prepare budget", "Prepare budget presentation")),
    tasks("mark email Sarah about contract as done", change("t-sarah", status="done")),
    tasks("The investors email is done", change("t-inv", status="done")),
    tasks("delete Delete old backups", gone("t-old")),
    tasks("postpone Move to new office by a month", change("t-move", due_date=at("2027-07-30"))),
    tasks("move Move to new office to Home", change("t-move", project_id="p-home")),
    tasks("mark the PR review as in progress", change("t-pr", status="in_progress")),
    tasks("start Set up CI", change("t-ci", status="in_progress")),
    tasks("Fix crash on startup is done", change("t-crash", status="done")),
    tasks("rename Call mom to Call mom and dad", change("t-mom", title="Call mom and dad")),
    tasks("move Call mom to tomorrow", change("t-mom", due_date=TOMORROW)),
    tasks("push Plan team offsite back two weeks", change("t-off", due_date=at("2027-04-15"))),
    tasks("assign Set up CI to Tom and set it to high priority", change("t-ci", assignees=["Tom"], priority="high")),
    tasks("set the due date of Set up CI to March 20 at 10:00", change("t-ci", due_date=at("2027-03-20 10:00"))),
    tasks("complete all of Tom's tasks", change("t-docs", status="done"), change("t-pr", status="done")),
    tasks("move all overdue tasks to Monday", change("t-sarah", due_date=MONDAY), change("t-crash", due_date=MONDAY)),
    tasks(
        "Set all high priority tasks in Mobile App to in progress",
        change("t-pr", status="in_progress"),
        change("t-crash", status="in_progress"),
    ),
    tasks("delete everything in Home that is done", gone("t-bill")),
    tasks(
        "comment on Update docs: half of it is written",
        create("task_comments", task_id="t-docs", content="half of it is written", author="lena@example.com"),
    ),
    # questions
    tasks("what's due today?", says=("Email investors",), never=("Prepare budget", "Sarah")),
    tasks("what is due tomorrow", says=("Review PR #42",), never=("investors",)),
    tasks("What's overdue?", says=("crash", "Sarah"), never=("electricity", "investors")),
    tasks("list Tom's open tasks", says=("Update docs", "Review PR"), never=("crash",)),
    tasks("what's due this weekend?", says=("Review PR", "Call mom"), never=("budget",)),
    tasks("what's due next week?", says=("Prepare budget", "presentation"), never=("Call mom",)),
    tasks("what do I have to do at Home?", says=("Call mom",), never=("docs",)),
    tasks("show Q4 Launch tasks", says=("investors", "Prepare budget"), never=("docs",)),
    tasks("how many tasks are in Mobile App?", says=("4",)),
    tasks("which tasks have no project?", says=("offsite", "office", "Sarah"), never=("docs",)),
    tasks("when is the team offsite task due?", says=("1 Apr",)),
    # the others
    other(
        "timeline",
        "Add a milestone 'Beta' on April 15 to the mobile app",
        milestone("Beta", date=at("2027-04-15"), project_id="p-app"),
    ),
    other("timeline", "Move the Alpha milestone to April 7", change("m-alpha", date=at("2027-04-07"))),
    other("timeline", "delay v1.0 release by two weeks", change("m-v1", date=at("2027-05-28"))),
    other("timeline", "when is the launch party?", says=("10 Dec",)),
    other("timeline", "what's the next milestone for Mobile App?", says=("Alpha",), never=("v1.0",)),
    other("timeline", "delete Launch party", gone("m-party")),
    other(
        "note",
        "add '- Escape room' to Team offsite ideas",
        change("n-off", content="- Kayaking\n- Cooking class\n- Escape room"),
    ),
    other("note", "read 1:1 with Tom", says=("frontend",)),
    other(
        "note",
        "Write a note in Home titled 'Paint colours' with content 'Sage green'",
        note("Paint colours", content="Sage green", project_id="p-home"),
    ),
    other("note", "delete Design principles", gone("n-des")),
    other("note", "what does Design principles say?", says=("Less is more",)),
    other("project", "rename ops to Operations", change("p-ops", name="Operations")),
    other("project", "unarchive ops", change("p-ops", status="active")),
    other("project", "archive client onboarding", change("p-onb", status="archived")),
    other("project", "how is the Mobile App project going?", says=("4 tasks",)),
    other(
        "project task",
        "Create a project called Garden and a task 'Buy seeds' in it due Sunday",
        project("Garden"),
        task("Buy seeds", project_id="new1", due_date=SUNDAY),
    ),
]
