"""A studio's milestones, notes and projects, and wishes that take more than one agent."""

from tests.agents.offline.case import Case, change, gone, milestone, note, project, task
from tests.agents.offline.studio_records import at

FRIDAY = at("2026-06-05")


def c(agents, message, *actions, **more):
    return Case(message, agents, list(actions), world="studio_records", **more)


CASES = [
    c("timeline", "Add a milestone 'Release candidate' to Orion on 10 August",
      milestone("Release candidate", project_id="p-orion", date=at("2026-08-10"))),
    c("timeline", "create milestone pilot customers for Client Portal due June 26",
      milestone("Pilot customers", project_id="p-portal", date=at("2026-06-26"))),
    c("timeline", "new milestone in Hiring: all offers signed by end of June",
      milestone("All offers signed", project_id="p-hire", date=at("2026-06-30"))),
    c("timeline", "Set a milestone called Code freeze for next Friday in Orion",
      milestone("Code freeze", project_id="p-orion", date=at("2026-06-12"))),
    c("timeline", "add a milestone 'Launch' on 1 October", says=("which project",)),
    c("timeline", "add a milestone 'Go live' to Orion", says=("when",)),
    c("timeline", "move the beta milestone to June 26", change("m-beta", date=at("2026-06-26"))),
    c("timeline", "Postpone the Portal launch by a week", change("m-portal", date=at("2026-07-22"))),
    c("timeline", "rename the milestone Beta to Public beta", change("m-beta", title="Public beta")),
    c("timeline", "delete the design freeze milestone", gone("m-freeze")),
    c("timeline", "Push General availability to mid September", change("m-ga", date=at("2026-09-15"))),
    c("timeline", "move the milestone 'Portal launch' to Orion", change("m-portal", project_id="p-orion")),
    c("timeline", "cancel the portal launch milestone", gone("m-portal")),
    # notes
    c("note", "write a note called 'Standup' saying Tom is out until Thursday",
      note("Standup", content="Tom is out until Thursday")),
    c("note", "Add a note to Orion titled 'Risks' with content '# Risks\n\n- Auth service is late\n- No designer'",
      note("Risks", content="# Risks\n\n- Auth service is late\n- No designer", project_id="p-orion")),
    c("note", "create a note 'Shopping' with bullets: pens, paper and ink",
      note("Shopping", content="- Pens\n- Paper\n- Ink")),
    c("note", "note: the alarm code changed to 4711", note("The alarm code changed to 4711",
                                                           content="the alarm code changed to 4711")),
    c("note", "Take a note in Client Portal: Customers want dark mode",
      note("Customers want dark mode", content="Customers want dark mode", project_id="p-portal")),
    c("note", "New note 'Interview questions' in Hiring:\n1. Why us?\n2. Favourite project?",
      note("Interview questions", content="1. Why us?\n2. Favourite project?", project_id="p-hire")),
    c("note", "append 'Budget: 20k' to the hiring plan note",
      change("n-hire", content="Two engineers, one designer\n\nBudget: 20k")),
    c("note", "add a line to the Roadmap note: Q4: desktop app",
      change("n-road", content="Q3: mobile app\n\nQ4: desktop app")),
    c("note", "rename the note Roadmap to 'Roadmap 2026'", change("n-road", title="Roadmap 2026")),
    c("note", "delete the note 'Hiring plan'", gone("n-hire")),
    c("note", "move the roadmap note to Orion", change("n-road", project_id="p-orion")),
    c("note", "replace the content of the Roadmap note with 'Nothing planned'",
      change("n-road", content="Nothing planned")),
    c("note", "delete the budget note", says=("could not find",)),
    # projects
    c("project", "Create a project called Atlas", project("Atlas")),
    c("project", "start a new project named 'Office move' for client Globex",
      project("Office move", client_id="Globex")),
    c("project", "new project: Summer party", project("Summer party")),
    c("project", "archive the Hiring project", change("p-hire", status="archived")),
    c("project", "Rename Client Portal to Customer Hub", change("p-portal", name="Customer Hub")),
    c("project", "unarchive Legacy CRM", change("p-crm", status="active")),
    c("project", "restore the legacy crm project", change("p-crm", status="active")),
    c("project", "We are done with Orion, archive it", change("p-orion", status="archived")),
    c("project", "delete the project Hiring", change("p-hire", status="archived"), says=("permanently",)),
    c("project", "permanently delete Legacy CRM", gone("p-crm")),
    c("project", "set the client of Hiring to Initech", change("p-hire", client_id="Initech")),
    c("project", "archive project Zebra", says=("could not find",)),
    # several at once
    c("project task", "Create a project Atlas with tasks 'Find venue' and 'Book band'",
      project("Atlas"), task("Find venue", project_id="new1"), task("Book band", project_id="new1")),
    c("project timeline", "create project Atlas and add a milestone 'Kickoff' on June 15",
      project("Atlas"), milestone("Kickoff", project_id="new1", date=at("2026-06-15"))),
    c("task timeline", "Add a task 'Write tests' to Orion and a milestone 'Tests green' on June 12",
      task("Write tests", project_id="p-orion"),
      milestone("Tests green", project_id="p-orion", date=at("2026-06-12"))),
    c("task note", "Create a task to call Globex tomorrow and a note 'Globex' saying they want a discount",
      task("Call Globex", due_date=at("2026-06-02")), note("Globex", content="they want a discount")),
    c("task project", "mark Interview Sam as done and archive Hiring",
      change("t-sam", status="done"), change("p-hire", status="archived")),
    c("project", "Archive Orion and Hiring", change("p-orion", status="archived"), change("p-hire", status="archived")),
    c("task project", "what's overdue and which projects do I have?", says=("Fix payment timeout", "Orion")),
    c("task", "hi! create a task 'Order cake' for Friday. thanks a lot :)", task("Order cake", due_date=FRIDAY)),
]  # fmt: skip
