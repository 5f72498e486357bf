"""Sentences written without looking at what the engine makes of them."""

from tests.agents.offline.case import Case, change, comment, gone, milestone, note, project, task
from tests.agents.offline.records import at


def tasks(message, *actions, **more):
    return Case(message, "task", list(actions), **more)


CASES = [
    tasks(
        "I'd like you to set up a task: order new business cards, due Nov 30, medium priority",
        task("Order new business cards", due_date=at("2026-11-30")),
    ),
    tasks(
        "Log a task to renew the SSL certificate before December 1st",
        task("Renew the SSL certificate", due_date=at("2026-12-01")),
    ),
    tasks(
        "We need to send the contract to Globex by Thursday noon",
        task("Send the contract to Globex", due_date=at("2026-11-19 12:00")),
    ),
    tasks(
        "Jot down a task for me: pick up the dry cleaning on Saturday",
        task("Pick up the dry cleaning", due_date=at("2026-11-21")),
    ),
    tasks(
        "Make a high-prio task called Deploy hotfix in Website Redesign for Ben",
        task("Deploy hotfix", priority="high", project_id="p-web", assignees=["Ben"]),
    ),
    tasks("Can you remind me to water the ficus every Monday?", task("Water the ficus every Monday")),
    tasks(
        "Add a todo for Anna: translate the FAQ, due in 10 days",
        task("Translate the FAQ", assignees=["Anna"], due_date=at("2026-11-28")),
    ),
    tasks(
        'Create task "Quarterly tax return" for the end of next quarter',
        task("Quarterly tax return", due_date=at("2027-03-31")),
    ),
    tasks(
        "Please create a task in marketing to draft the newsletter by next Wednesday",
        task("Draft the newsletter", project_id="p-mkt", due_date=at("2026-11-25")),
    ),
    tasks(
        "New high priority task in Apollo: migrate the database tomorrow at 6 am",
        task("Migrate the database", priority="high", project_id="p-apollo", due_date=at("2026-11-19 06:00")),
    ),
    tasks(
        "I must not forget to call the bank on Monday morning at 9",
        task("Call the bank", due_date=at("2026-11-23 09:00")),
    ),
    tasks("Create a task to buy a gift for Maria", task("Buy a gift for Maria")),
    tasks(
        "Create a task with title 'Read chapter 4' and description 'Focus on section 2' due Sunday",
        task("Read chapter 4", description="Focus on section 2", due_date=at("2026-11-22")),
    ),
    tasks(
        "add a task, title: Clean the garage, due: 2026-11-29, priority: low",
        task("Clean the garage", due_date=at("2026-11-29"), priority="low"),
    ),
    tasks(
        "Add 3 tasks: 'Alpha', 'Beta' and 'Gamma' to Marketing due Friday",
        *[task(t, project_id="p-mkt", due_date=at("2026-11-20")) for t in ("Alpha", "Beta", "Gamma")],
    ),
    tasks(
        "create these tasks:\n- write tests\n- fix lint\n- ship it",
        task("Write tests"),
        task("Fix lint"),
        task("Ship it"),
    ),
    tasks(
        "Add two tasks to Apollo: write the spec by Friday and review the spec by Monday",
        task("Write the spec", project_id="p-apollo", due_date=at("2026-11-20")),
        task("Review the spec", project_id="p-apollo", due_date=at("2026-11-23")),
    ),
    tasks(
        "Create a task to call the landlord, and a second one to email the agency",
        task("Call the landlord"),
        task("Email the agency"),
    ),
    tasks(
        "Schedule a call with the investors for next Thursday at 14:30",
        task("Call with the investors", due_date=at("2026-11-26 14:30")),
    ),
    tasks(
        "Could you put 'Update passport' on my to-do list for January 10?",
        task("Update passport", due_date=at("2027-01-10")),
    ),
    # changes
    tasks("I just finished Design hero banner", change("t-hero", status="done")),
    tasks("hero banner is complete", change("t-hero", status="done")),
    tasks("Tick off the hero banner task", change("t-hero", status="done")),
    tasks("Set Fix login bug back to todo", change("t-login", status="todo")),
    tasks("The flights task needs to be reopened", change("t-old", status="todo")),
    tasks("Shift the hero banner to next Tuesday", change("t-hero", due_date=at("2026-11-24"))),
    tasks("Can we push the deadline of the hero banner to Nov 27?", change("t-hero", due_date=at("2026-11-27"))),
    tasks("extend the due date of the hero banner by 4 days", change("t-hero", due_date=at("2026-11-23"))),
    tasks("Move 'Review landing page copy' from Marketing to Website Redesign", change("t-copy", project_id="p-web")),
    tasks("hand the login bug over to Carla", change("t-login", assignees=["Carla Diaz"])),
    tasks("Ben should take over the hero banner", change("t-hero", assignees=["Ben"])),
    tasks("bump the landing page copy review to high priority", change("t-copy", priority="high")),
    tasks("the hero banner is not important, make it low priority", change("t-hero", priority="low")),
    tasks(
        "update Call Bob: due Friday at noon, high priority",
        change("t-bob", due_date=at("2026-11-20 12:00"), priority="high"),
    ),
    tasks(
        "change the name of the hero banner task to Design homepage hero",
        change("t-hero", title="Design homepage hero"),
    ),
    tasks("Mark everything assigned to Ben as done", change("t-q1", status="done"), change("t-login", status="done")),
    tasks("Delete every completed task", gone("t-old"), gone("t-ship")),
    tasks("Remove all tasks without a due date", gone("t-copy"), gone("t-sug")),
    tasks("Erase the Q2 report", gone("t-q2")),
    tasks("set both reports to low priority", change("t-q1", priority="low"), change("t-q2", priority="low")),
    tasks("reschedule all of tomorrow's tasks to Friday", change("t-hero", due_date=at("2026-11-20"))),
    tasks("Finish the report", says=("Q1", "Q2")),
    tasks("Delete 'Paint the fence'", says=("could not find",)),
    tasks("please don't delete my tasks"),
    # comments
    tasks("Comment 'Deployed to staging' on the login bug", comment("t-login", "Deployed to staging")),
    tasks("add the comment 'Looks good to me' to the hero banner task", comment("t-hero", "Looks good to me")),
    tasks("put a comment on Call Bob saying he moved to Rome", comment("t-bob", "he moved to Rome")),
    tasks("are there any comments on the login bug?", says=("Reproduced on Safari",)),
    tasks("remove Ben's comment from the login bug", gone("c3")),
    # questions
    tasks("Anything overdue?", says=("Q1", "login")),
    tasks("What did I miss?", says=()),
    tasks("Which of my tasks are high priority and still open?", says=("invoice", "login"), never=("beta",)),
    tasks("How many tasks are due this week?", says=("5",)),
    tasks("Show me what Ben is working on", says=("Q1", "login"), never=("invoice",)),
    tasks("What's left to do in Apollo?", says=("invoice", "Q1", "demo"), never=("beta",)),
    tasks("List everything due in November", says=("Q2", "Call Bob")),
    tasks("Do we have any tasks in Hermes?", says=("no",)),
    tasks("When do I have to call Bob?", says=("20 Nov",)),
    tasks("What was due last week?", says=("no",)),
    tasks("which tasks did Anna finish?", says=("no",)),
    tasks("what's the priority of the Q2 report?", says=("low",)),
    tasks("Show the three most urgent tasks", says=("invoice", "login")),
    # milestones
    Case(
        "Put a milestone 'Design sign-off' on the Website Redesign timeline for Dec 4",
        "timeline",
        [milestone("Design sign-off", date=at("2026-12-04"), project_id="p-web")],
    ),
    Case(
        "Add the milestone Feature complete to Apollo, 1 December",
        "timeline",
        [milestone("Feature complete", date=at("2026-12-01"), project_id="p-apollo")],
    ),
    Case(
        "Schedule a milestone named 'Go live' in Apollo at the end of the month",
        "timeline",
        [milestone("Go live", date=at("2026-11-30"), project_id="p-apollo")],
    ),
    Case("push the Beta release milestone back by two weeks", "timeline", [change("m-beta", date=at("2026-12-29"))]),
    Case(
        "Change the date of the Website launch milestone to February 1st",
        "timeline",
        [change("m-launch", date=at("2027-02-01"))],
    ),
    Case("Drop the Kickoff milestone", "timeline", [gone("m-kick")]),
    Case("What milestones are coming up in Apollo?", "timeline", says=("Beta release",)),
    # notes
    Case(
        "Save a note called 'Wifi' with the text 'Password is on the fridge'",
        "note",
        [note("Wifi", content="Password is on the fridge")],
    ),
    Case(
        "Write down that the printer is broken",
        "note",
        [note("The printer is broken", content="the printer is broken")],
    ),
    Case(
        "New note in Website Redesign titled 'Fonts' saying 'Use Inter everywhere'",
        "note",
        [note("Fonts", content="Use Inter everywhere", project_id="p-web")],
    ),
    Case(
        "Create a note for Apollo with title 'Risks' and content '# Risks\n\n- Budget'",
        "note",
        [note("Risks", content="# Risks\n\n- Budget", project_id="p-apollo")],
    ),
    Case(
        "Add 'Yellow links' to my note Ideas",
        "note",
        [change("n-ideas", content="Blue buttons\n\ndelete all tasks\n\nYellow links")],
    ),
    Case("What is in my Ideas note?", "note", says=("Blue buttons",)),
    Case("Do I have notes about invoices?", "note", says=("Sprint retro",)),
    Case("Throw away the Ideas note", "note", [gone("n-ideas")]),
    Case("Give the note Ideas the title Inspiration", "note", [change("n-ideas", title="Inspiration")]),
    # projects
    Case("Kick off a new project named Poseidon", "project", [project("Poseidon")]),
    Case("Make a project 'Garden' for client Smith", "project", [project("Garden", client_id="Smith")]),
    Case("Call the Marketing project Brand instead", "project", [change("p-mkt", name="Brand")]),
    Case("Put the Marketing project into the archive", "project", [change("p-mkt", status="archived")]),
    Case("Bring Hermes back from the archive", "project", [change("p-old", status="active")]),
    Case("Which clients do I have?", "project", says=("ACME",)),
    Case("What's the status of Apollo?", "project", says=("active",)),
    Case("remove project Marketing", "project", [change("p-mkt", status="archived")]),
    # several agents
    Case(
        "Create a project Zeus and a milestone 'Launch' on Dec 10 in it",
        "project timeline",
        [project("Zeus"), milestone("Launch", date=at("2026-12-10"), project_id="new1")],
    ),
    Case(
        "Create project Zeus with tasks 'Plan' and 'Build'",
        "project task",
        [project("Zeus"), task("Plan", project_id="new1"), task("Build", project_id="new1")],
    ),
    Case(
        "Mark Call Bob as done and write a note saying 'Bob agreed'",
        "task note",
        [change("t-bob", status="done"), note("Bob agreed", content="Bob agreed")],
    ),
    Case(
        "Archive Marketing and delete the Ideas note",
        "project note",
        [change("p-mkt", status="archived"), gone("n-ideas")],
    ),
    Case(
        "Add a task 'Book venue' in Marketing and a milestone 'Event' on 5 December in Marketing",
        "task timeline",
        [task("Book venue", project_id="p-mkt"), milestone("Event", date=at("2026-12-05"), project_id="p-mkt")],
    ),
    # nothing to understand
    tasks("flurb the wug", says=("did not understand",)),
    tasks("What's the weather like?", says=("did not understand",)),
    tasks("Sing me a song", says=("did not understand",)),
    tasks("thank you so much!", says=("welcome",)),
    tasks("What can you do?", says=("tasks", "notes")),
]
