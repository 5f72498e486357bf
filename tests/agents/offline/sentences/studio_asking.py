"""What a studio asks of its records."""

from tests.agents.offline.case import Case


def ask(message, *says, never=(), agents="task"):
    return Case(message, agents, says=says, never=tuple(never), world="studio_records")


def project(message, *says, never=()):
    return ask(message, *says, never=never, agents="project")


def milestone(message, *says, never=()):
    return ask(message, *says, never=never, agents="timeline")


def note(message, *says, never=()):
    return ask(message, *says, never=never, agents="note")


CASES = [
    ask("what is overdue?", "Fix payment timeout", never=["Redesign logo", "Migrate"]),
    ask("whats overdue in client portal", "Fix payment timeout"),
    ask("tasks due this week in Orion", "Migrate the API", never=["Write API docs", "Security audit"]),
    ask("high priority tasks assigned to Tom", "Migrate the API", "Fix payment timeout", never=["rent", "audit"]),
    ask("what did I finish?", "Send newsletter", never=["Migrate"]),
    ask("what did we finish last month?", "Redesign logo", "Send newsletter", never=["Migrate"]),
    ask("what's due today?", "Interview Sam", "Pay office rent", never=["timeout"]),
    ask("what do I have to do this week", "Review CVs"),
    ask("Show me everything Lena is working on", "Write API docs", "Fix payment timeout", never=["Migrate"]),
    ask("list unassigned tasks", "Interview Sam", "Pay office rent", never=["Migrate"]),
    ask("which tasks have no due date?", "Onboarding emails", never=["Migrate"]),
    ask("tasks without a project", "Pay office rent", "Send newsletter", never=["Migrate"]),
    ask("How many open tasks are there in Orion?", "3"),
    ask("how many tasks does Tom have", "2"),
    ask("who is working on the security audit?", "Maya"),
    ask("when is the API migration due?", "5 Jun"),
    ask("is Interview Sam done?", "No"),
    ask("is the logo redesign finished", "Yes"),
    ask("What should I do next?", "payment timeout"),
    ask("show all tasks sorted by priority", "Migrate the API", "Review CVs"),
    ask("What's on my plate today?", "Interview Sam", "Pay office rent"),
    ask("anything urgent?", "Migrate the API", "Fix payment timeout", never=["Review CVs"]),
    ask("list everything due before June 10", "Review CVs", "Migrate the API", never=["Write API docs", "audit"]),
    ask("tasks due between june 3 and june 12", "Review CVs", "Migrate the API", "Write API docs", never=["audit"]),
    ask("tasks that are in progress", "Migrate the API", never=["Review CVs"]),
    ask("show done tasks in client portal", "Redesign logo", never=["newsletter", "timeout"]),
    ask("What's the status of the payment timeout?", "high priority", "29 May"),
    ask("tell me about Review CVs", "Review CVs", "low priority"),
    ask("who has the most tasks?", "2"),
    ask("what percentage of tasks is done?", "20%"),
    ask("Do we have anything about rent?", "Pay office rent"),
    ask("find tasks mentioning API", "Migrate the API", "Write API docs", never=["Sam"]),
    ask("what's left to do in Hiring?", "Review CVs", "Interview Sam"),
    ask("What is Maya doing?", "Security audit"),
    ask("tasks for next week", "Write API docs", never=["Migrate", "audit"]),
    ask("what is due in the next 5 days", "Review CVs", "Migrate the API", never=["Write API docs"]),
    ask("list low priority tasks", "Review CVs", never=["Migrate"]),
    ask("do I have any meetings tomorrow?", "no"),
    ask("show me my tasks", "Onboarding emails", "Review CVs"),
    ask("what was due last week?", "Fix payment timeout"),
    ask("who is assigned to fix payment timeout", "Tom", "Lena"),
    ask("which tasks are blocked?", never=["I have changed"]),
    ask("summarize my day", "Interview Sam"),
    ask("any overdue tasks for Lena?", "Fix payment timeout"),
    ask("overdue tasks for Maya", "no"),
    # projects
    project("which project has most tasks?", "Orion", "3"),
    project("which project has the most overdue tasks?", "Client Portal", "1"),
    project("which project has the fewest open tasks?", "Client Portal", "Hiring"),
    project("how many tasks does each project have?", "Orion", "3", "Hiring", "2"),
    project("list my projects", "Orion", "Client Portal", "Hiring"),
    project("how is Orion doing?", "Orion", "3 tasks"),
    project("show archived projects", "Legacy CRM", never=["Orion"]),
    project("which projects are active?", "Orion", never=["Legacy CRM ("]),
    project("who is the client of Orion?", "Globex"),
    project("how many projects do I have?", "4"),
    project("what projects do we have for Globex?", "Orion", never=["Hiring"]),
    project("Give me an overview of Client Portal", "Client Portal", "3 tasks"),
    # milestones
    milestone("what is the next milestone?", "Beta", never=["General"]),
    milestone("when is the portal launch?", "15 Jul"),
    milestone("milestones of Orion", "Beta", "General availability", "Design freeze", never=["Portal launch"]),
    milestone("list upcoming milestones", "Beta", "Portal launch", never=["Design freeze"]),
    milestone("When do we reach general availability?", "1 Sep"),
    milestone("which milestones are in July?", "Portal launch", never=["Beta"]),
    milestone("have we passed any milestones?", "Design freeze"),
    milestone("how many days until the beta milestone?", "19 Jun"),
    # notes
    note("what notes do I have?", "Roadmap", "Orion kickoff", "Hiring plan"),
    note("What notes are there about Orion?", "Orion kickoff", never=["Roadmap", "Hiring plan"]),
    note("read me the roadmap note", "Q3: mobile app"),
    note("what does the hiring plan note say?", "Two engineers"),
    note("notes in Hiring", "Hiring plan", never=["Roadmap"]),
    note("find the note that mentions designer", "Hiring plan", never=["Roadmap"]),
    note("how many notes are there?", "3"),
    # beyond it
    ask("what's the weather in Mumbai?", "did not understand", "try"),
    ask("translate this to Hindi", "did not understand", "try"),
    ask("write me a poem", "did not understand", "try"),
    ask("who won the world cup?", "did not understand", "try"),
    ask("how much is 3 plus 4?", "did not understand", "try"),
    ask("what can you do?", "tasks", "notes"),
    ask("good morning!", "hello"),
    ask("thanks, that's all", "welcome"),
    ask("what's today's date?", "1 June 2026"),
]  # fmt: skip
