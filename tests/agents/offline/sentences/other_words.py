"""The same wishes in other words, at length, with lists, quotes and asides, for the other user and the studio."""

from tests.agents.offline.case import Case, change, comment, gone, milestone, note, task
from tests.agents.offline.other_records import at as there
from tests.agents.offline.studio_records import at

FRIDAY = at("2026-06-05")


def s(agents, message, *actions, **more):
    return Case(message, agents, list(actions), world="studio_records", **more)


def o(agents, message, *actions, **more):
    return Case(message, agents, list(actions), world="other_records", **more)


CASES = [
    s("task", "Hi there! Hope you're well. Could you add a task for Tom to check the invoices by Thursday? Best, Priya",
      task("Check the invoices", assignees=["Tom"], due_date=at("2026-06-04"))),
    s("task", "Add \"Refactor auth\" to Orion, high priority, due 2026-06-20, assigned to Tom",
      task("Refactor auth", project_id="p-orion", priority="high", due_date=at("2026-06-20"), assignees=["Tom"])),
    s("task", "task: Send \"Welcome\" mail to Jonas | due: tomorrow | priority: high",
      task("Send \"Welcome\" mail to Jonas", due_date=at("2026-06-02"), priority="high")),
    s("task", "Please create tasks for Tom: fix the header; fix the footer; test on mobile",
      task("Fix the header", assignees=["Tom"]), task("Fix the footer", assignees=["Tom"]),
      task("Test on mobile", assignees=["Tom"])),
    s("task", "create a task due in an hour to restart the worker", task("Restart the worker",
                                                                          due_date=at("2026-06-01 10:30"))),
    s("task", "add a task to review PR 118 by 17:30 today", task("Review PR 118", due_date=at("2026-06-01 17:30"))),
    s("task", "I'd like to be reminded to call mom on Sunday evening", task("Call mom", due_date=at("2026-06-07"))),
    s("task", "new high priority task in orion for tom due friday: patch openssl",
      task("Patch openssl", priority="high", project_id="p-orion", assignees=["Tom"], due_date=FRIDAY)),
    s("task", "Create task \"A/B test\" (Client Portal, due June 9, low)",
      task("A/B test", project_id="p-portal", due_date=at("2026-06-09"), priority="low")),
    s("task", "add a task pick up cake at 4pm", task("Pick up cake", due_date=at("2026-06-01 16:00"))),
    s("task", "Create a task and call it Budget 2027", task("Budget 2027")),
    s("task", "add task call the bank by the weekend", task("Call the bank", due_date=at("2026-06-07"))),
    s("task", "create a task Write spec, and another Write tests, both in Orion",
      task("Write spec", project_id="p-orion"), task("Write tests", project_id="p-orion")),
    # changed
    s("task", "the rent has been paid", change("t-rent", status="done")),
    s("task", "cross 'Review CVs' off my list", change("t-cv", status="done")),
    s("task", "All tasks in Hiring are done", change("t-cv", status="done"), change("t-sam", status="done")),
    s("task", "mark tasks Review CVs, Interview Sam and Pay office rent as done", change("t-cv", status="done"),
      change("t-sam", status="done"), change("t-rent", status="done")),
    s("task", "I'm working on the API docs now", change("t-docs", status="in_progress")),
    s("task", "undo the completion of Redesign logo", change("t-logo", status="todo")),
    s("task", "move Interview Sam one day later", change("t-sam", due_date=at("2026-06-02 17:00"))),
    s("task", "make Review CVs due tomorrow at noon", change("t-cv", due_date=at("2026-06-02 12:00"))),
    s("task", "could we do the security audit a week earlier?", change("t-audit", due_date=at("2026-06-23"))),
    s("task", "Review CVs can wait until next Monday", change("t-cv", due_date=at("2026-06-08"))),
    s("task", "set a due date for the onboarding emails: 12 June", change("t-mail", due_date=at("2026-06-12"))),
    s("task", "Lena should take over the onboarding emails", change("t-mail", assignees=["Lena"])),
    s("task", "assign all unassigned tasks to Maya", change("t-sam", assignees=["Maya"]),
      change("t-rent", assignees=["Maya"])),
    s("task", "make Tom the owner of the audit", change("t-audit", assignees=["Tom"])),
    s("task", "the audit isn't urgent", change("t-audit", priority="low")),
    s("task", "move all tasks from Hiring to Orion", change("t-cv", project_id="p-orion"),
      change("t-sam", project_id="p-orion")),
    s("task", "retitle Onboarding emails as 'Welcome emails'", change("t-mail", title="Welcome emails")),
    s("task", "correct the title of 'Review CVs' to 'Review CVs (backend)'", change("t-cv",
                                                                                 title="Review CVs (backend)")),
    s("task", "delete Review CVs and Interview Sam", gone("t-cv"), gone("t-sam")),
    s("task", "please delete the finished tasks from Client Portal", gone("t-logo")),
    s("task", "comment on the audit: \"Ask for last year's report\"", comment("t-audit", "Ask for last year's report",
                                                                        author="Priya Nair")),
    s("task", "add a comment to fix payment timeout - works on iOS now", comment("t-pay", "works on iOS now",
                                                                       author="Priya Nair")),
    s("task", "delete Tom's comment on Fix payment timeout", ("delete_record", "task_comments", {"id": "c-3"})),
    # unclear
    s("task", "move the API stuff to Friday", says=("Migrate the API", "Write API docs", "?")),
    s("task", "complete the unicorn task", says=("could not find",)),
    s("task", "mark it as done", says=("which",)),
    # asked
    s("task", "hey what do i have today", says=("Interview Sam", "rent")),
    s("task", "Which tasks does Maya still have to do?", says=("Security audit",), never=("logo",)),
    s("task", "list Tom's overdue tasks", says=("Fix payment timeout",), never=("Migrate",)),
    s("task", "what's the most urgent thing in Orion?", says=("Migrate the API",)),
    s("task", "show tasks ordered by due date", says=("Fix payment timeout",)),
    s("task", "are there any tasks without an assignee in Hiring?", says=("Interview Sam",), never=("rent",)),
    s("task", "what is everyone working on?", says=("Migrate the API",)),
    s("task", "how many tasks are left in Client Portal?", says=("2",)),
    s("task", "do I have anything due on June 12?", says=("Write API docs",)),
    s("task", "what tasks were completed in May?", says=("Redesign logo", "Send newsletter")),
    s("task", "which tasks are due in June", says=("Security audit", "Migrate the API"), never=("timeout",)),
    s("project", "What are my active projects?", says=("Orion", "Hiring"), never=("Legacy CRM (",)),
    s("project", "which project has the fewest tasks", says=("Hiring", "2")),
    s("project", "how many milestones does each project have?", says=("Orion: 3", "Client Portal: 1")),
    s("timeline", "What milestones are left this year?", says=("Beta", "Portal launch"), never=("Design freeze",)),
    s("note", "is there a note about hiring?", says=("Hiring plan",)),
    s("note", "show the orion kickoff", says=("Scope agreed",)),
    # the other user
    o("task", "Add 'Buy stamps' to Home for tomorrow", task("Buy stamps", project_id="p-home",
                                                            due_date=there("2027-03-13"))),
    o("task", "Mark the contract email as done", change("t-sarah", status="done")),
    o("task", "update docs is finished", change("t-docs", status="done")),
    o("task", "delete old backups is done", change("t-old", status="done")),
    o("task", "Move to new office is due July 15", change("t-move", due_date=there("2027-07-15"))),
    o("task", "set up ci: assign to Tom, due Monday", change("t-ci", assignees=["Tom"], due_date=there("2027-03-15"))),
    o("task", "what's overdue in Mobile App?", says=("Fix crash",), never=("Sarah",)),
    o("task", "which of Tom's tasks are high priority?", says=("Review PR #42",), never=("Update docs",)),
    o("task", "complete prepare budget", change("t-bud", status="done")),
    o("task", "Create a task to update docs for v2 by Friday in the Mobile App project",
      task("Update docs for v2", project_id="p-app", due_date=there("2027-03-19"))),
    o("project", "how's the Q4 Launch going?", says=("Q4 Launch", "3 tasks")),
    o("project", "which project has the most high priority tasks?", says=("Mobile App", "2")),
    o("timeline", "when's the alpha?", says=("31 Mar",)),
    o("timeline", "move Alpha to April 7", change("m-alpha", date=there("2027-04-07"))),
    o("timeline", "new milestone \"Beta\" for Mobile App on April 30",
      milestone("Beta", project_id="p-app", date=there("2027-04-30"))),
    o("note", "Make a note in Home: plumber comes on Tuesday",
      note("Plumber comes on Tuesday", content="plumber comes on Tuesday", project_id="p-home")),
    o("project", "close the Client Onboarding project", change("p-onb", status="archived")),
    o("task", "remind me to pay the electricity bill on the 1st of every month",
      task("Pay the electricity bill", due_date=there("2027-04-01"))),
]  # fmt: skip
