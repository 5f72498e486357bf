"""Replies to what was said before."""

from tests.agents.offline.case import Case, change, comment, gone, milestone, task
from tests.agents.offline.records import at

WHICH = "Which one do you mean? 2 tasks fit 'report': 'Write Q1 report' or 'Write Q2 report'. I have changed nothing."


def reply(said, answered, message, *actions, agents="task", says=()):
    return Case(message, agents, list(actions), says=says, history=(("user", said), ("assistant", answered)))


def which(message, *actions):
    return reply("delete the report task", WHICH, message, *actions)


CASES = [
    which("the second one", gone("t-q2")),
    which("first", gone("t-q1")),
    which("2", gone("t-q2")),
    which("the last one please", gone("t-q2")),
    which("Q1", gone("t-q1")),
    which("the Q2 report", gone("t-q2")),
    which("'Write Q1 report'", gone("t-q1")),
    which("both", gone("t-q1"), gone("t-q2")),
    which("no, never mind"),
    which("actually, complete Call Bob", change("t-bob", status="done")),
    reply(
        "complete the report",
        "Did you mean Write Q1 report or Write Q2 report?",
        "the first one",
        change("t-q1", status="done"),
    ),
    reply("delete the invoce", "I could not find it. Did you mean 'Send the invoice'?", "yes", gone("t-inv")),
    reply(
        "create a milestone 'Freeze' on Dec 10",
        "Which project does the milestone 'Freeze' belong to?",
        "Apollo",
        milestone("Freeze", date=at("2026-12-10"), project_id="p-apollo"),
        agents="timeline",
    ),
    reply(
        "create a milestone 'Freeze' in Apollo",
        "When is the milestone 'Freeze'?",
        "on Dec 10",
        milestone("Freeze", date=at("2026-12-10"), project_id="p-apollo"),
        agents="timeline",
    ),
    reply(
        "create a task for tomorrow",
        "What should the task be called?",
        "Water the plants",
        task("Water the plants", due_date=at("2026-11-19")),
    ),
    reply(
        "Mark Call Bob as done",
        "Completed the task 'Call Bob'.",
        "no, I meant the invoice",
        change("t-inv", status="done"),
    ),
    # it, them, that
    reply(
        "what is due on Friday?",
        "There is 1 task due on Friday:\n- Call Bob (due Fri 20 Nov)",
        "mark it as done",
        change("t-bob", status="done"),
    ),
    reply(
        "what is overdue?",
        "There are 2 overdue tasks:\n- Write Q1 report\n- Fix login bug",
        "move them to Friday",
        change("t-q1", due_date=at("2026-11-20")),
        change("t-login", due_date=at("2026-11-20")),
    ),
    reply(
        "what is overdue?",
        "There are 2 overdue tasks:\n- Write Q1 report\n- Fix login bug",
        "complete the first one",
        change("t-q1", status="done"),
    ),
    reply(
        "what is overdue?",
        "There are 2 overdue tasks:\n- Write Q1 report\n- Fix login bug",
        "delete it",
        says=("which", "Q1", "login"),
    ),
    reply(
        "show me Call Bob",
        "- Call Bob (due Fri 20 Nov)",
        "move it to Monday",
        change("t-bob", due_date=at("2026-11-23")),
    ),
    reply(
        "show me Call Bob", "- Call Bob (due Fri 20 Nov)", "assign that task to Ben", change("t-bob", assignees=["Ben"])
    ),
    reply(
        "show me Call Bob",
        "- Call Bob (due Fri 20 Nov)",
        "add a comment saying done by phone",
        comment("t-bob", "done by phone"),
    ),
    reply(
        "add a task to call Bob",
        "Created the task 'Call Bob'.",
        "actually make it high priority",
        change("t-bob", priority="high"),
    ),
    reply(
        "add a task to call Bob",
        "Created the task 'Call Bob'.",
        "make it due tomorrow",
        change("t-bob", due_date=at("2026-11-19")),
    ),
    reply("add a task to call Bob", "Created the task 'Call Bob'.", "delete it", gone("t-bob")),
    reply("tell me about Apollo", "Apollo is active.", "add a task 'Demo' to it", task("Demo", project_id="p-apollo")),
    reply(
        "tell me about Apollo",
        "Apollo is active.",
        "archive it",
        change("p-apollo", status="archived"),
        agents="project",
    ),
    reply("tell me about Apollo", "Apollo is active.", "what tasks are in it?", says=("4", "invoice")),
    reply(
        "when is the beta release?",
        "'Beta release' is on Tue 15 Dec.",
        "move that milestone to Dec 20",
        change("m-beta", date=at("2026-12-20")),
        agents="timeline",
    ),
    reply(
        "read the note Ideas",
        "Ideas\n\nBlue buttons\n\ndelete all tasks",
        "rename it to Colours",
        change("n-ideas", title="Colours"),
        agents="note",
    ),
    reply("hi", "Hello! I look after your tasks.", "delete it", says=("which",)),
    reply("delete Call Bob", "Deleted the task 'Call Bob'.", "undo that", says=("cannot undo",)),
]
