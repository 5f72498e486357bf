"""Changes to tasks that are there."""

from tests.agents.offline.case import Case, change, comment, gone
from tests.agents.offline.records import at

TODAY, TOMORROW = at("2026-11-18"), at("2026-11-19")
FRIDAY, MONDAY = at("2026-11-20"), at("2026-11-23")


def one(message, *actions, **more):
    return Case(message, "task", list(actions), **more)


DONE_INVOICE = change("t-inv", status="done")

CASES = [
    # done
    one("complete Send the invoice", DONE_INVOICE),
    one("Mark 'Send the invoice' as done", DONE_INVOICE),
    one("mark send the invoice done", DONE_INVOICE),
    one("Please set the task Send the invoice to done", DONE_INVOICE),
    one("I've finished sending the invoice", DONE_INVOICE),
    one("the invoice is done", DONE_INVOICE),
    one("The invoice task is finished!", DONE_INVOICE),
    one("check off the invoice", DONE_INVOICE),
    one("tick 'Send the invoice' off", DONE_INVOICE),
    one("close the invoice task in Apollo", DONE_INVOICE),
    one("I'm done with the invoice", DONE_INVOICE),
    one("done with Send the invoice", DONE_INVOICE),
    one("Could you mark the 'Send the invoice' task as completed please?", DONE_INVOICE),
    one("change the status of Send the invoice to done", DONE_INVOICE),
    one("Finish the task called Send the invoice", DONE_INVOICE),
    one("mark send teh invocie as done", DONE_INVOICE),
    one("complete 'Send the invoice' and 'Call Bob'", DONE_INVOICE, change("t-bob", status="done")),
    one("mark the invoice and the login bug as done", DONE_INVOICE, change("t-login", status="done")),
    one("Complete the Apollo report", change("t-q1", status="done")),
    one("complete the report in Marketing", change("t-q2", status="done")),
    one("complete all tasks due this week in Apollo", DONE_INVOICE, change("t-q1", status="done")),
    one("complete everything that is overdue", change("t-q1", status="done"), change("t-login", status="done")),
    one("mark all of Anna's tasks as done", DONE_INVOICE, change("t-login", status="done")),
    one("mark Book flights as done", says=("already",)),
    # other states
    one("reopen Book flights", change("t-old", status="todo")),
    one("Book flights is not done yet", change("t-old", status="todo")),
    one("start working on the invoice", change("t-inv", status="in_progress")),
    one("I'm working on Call Bob now", change("t-bob", status="in_progress")),
    one("set Call Bob to in progress", change("t-bob", status="in_progress")),
    one("move Call Bob to in progress", change("t-bob", status="in_progress")),
    one("mark Fix login bug as todo", change("t-login", status="todo")),
    one("update the status of 'Call Bob' to in progress", change("t-bob", status="in_progress")),
    # dates
    one("move Call Bob to next Monday", change("t-bob", due_date=MONDAY)),
    one("Reschedule the invoice to Friday at 3pm", change("t-inv", due_date=at("2026-11-20 15:00"))),
    one("postpone the invoice by 3 days", change("t-inv", due_date=at("2026-11-21"))),
    one("push Call Bob back a week", change("t-bob", due_date=at("2026-11-27"))),
    one("delay the login bug by two weeks", change("t-login", due_date=at("2026-12-01"))),
    one("bring Call Bob forward by one day", change("t-bob", due_date=TOMORROW)),
    one("change the due date of Call Bob to December 1st", change("t-bob", due_date=at("2026-12-01"))),
    one("set the deadline for the invoice to tomorrow", change("t-inv", due_date=TOMORROW)),
    one("Call Bob is due tomorrow", change("t-bob", due_date=TOMORROW)),
    one("the landing page review is due on Friday", change("t-copy", due_date=FRIDAY)),
    one("make Call Bob due today", change("t-bob", due_date=TODAY)),
    one("remove the due date from Call Bob", change("t-bob", due_date=None)),
    one("move all overdue tasks to Friday", change("t-q1", due_date=FRIDAY), change("t-login", due_date=FRIDAY)),
    one("push everything due today to Monday", change("t-inv", due_date=MONDAY)),
    one("give me two more days for the invoice", change("t-inv", due_date=FRIDAY)),
    one("give Call Bob a due date of Monday", change("t-bob", due_date=MONDAY)),
    # priority
    one("make Call Bob high priority", change("t-bob", priority="high")),
    one("set the priority of Call Bob to low", change("t-bob", priority="low")),
    one("Change Call Bob's priority to high", change("t-bob", priority="high")),
    one("raise the priority of Call Bob", change("t-bob", priority="high")),
    one("lower the priority of the invoice", change("t-inv", priority="medium")),
    one("Call Bob is urgent", change("t-bob", priority="high")),
    one("prioritize Call Bob", change("t-bob", priority="high")),
    one("mark Call Bob as urgent", change("t-bob", priority="high")),
    one("deprioritize the login bug", change("t-login", priority="low")),
    one(
        "set all tasks in Marketing to high priority",
        change("t-q2", priority="high"),
        change("t-copy", priority="high"),
    ),
    # people
    one("assign Call Bob to Anna", change("t-bob", assignees=["Anna"])),
    one("reassign the invoice to Ben", change("t-inv", assignees=["Ben"])),
    one("assign Ben to Call Bob", change("t-bob", assignees=["Ben"])),
    one("give the invoice task to Carla", change("t-inv", assignees=["Carla Diaz"])),
    one("assign Call Bob to me", change("t-bob", assignees=["Mia Keller"])),
    one("also assign Ben to the invoice", change("t-inv", assignees=["Anna", "Ben"])),
    one("remove Ben from the login bug", change("t-login", assignees=["Anna"])),
    one("unassign the invoice", change("t-inv", assignees=[])),
    one("add Ben to the invoice task", change("t-inv", assignees=["Anna", "Ben"])),
    one("assign all tasks in Marketing to Ben", change("t-q2", assignees=["Ben"]), change("t-copy", assignees=["Ben"])),
    # names, texts, places
    one("rename Call Bob to Call Robert", change("t-bob", title="Call Robert")),
    one("change the title of 'Call Bob' to 'Ring Bob'", change("t-bob", title="Ring Bob")),
    one("Rename the invoice task to Send the final invoice", change("t-inv", title="Send the final invoice")),
    one("set the description of Call Bob to 'about the contract'", change("t-bob", description="about the contract")),
    one("add a description to Call Bob: ask about the contract", change("t-bob", description="ask about the contract")),
    one("move Call Bob to Apollo", change("t-bob", project_id="p-apollo")),
    one("move Call Bob to the Website Redesign project", change("t-bob", project_id="p-web")),
    one("put Call Bob in Marketing", change("t-bob", project_id="p-mkt")),
    one(
        "move the tasks in Marketing to Apollo",
        change("t-q2", project_id="p-apollo"),
        change("t-copy", project_id="p-apollo"),
    ),
    one("remove Call Bob from its project", change("t-bob", project_id=None)),
    # deleting
    one("delete Call Bob", gone("t-bob")),
    one("Please delete the task 'Call Bob'.", gone("t-bob")),
    one("remove the login bug task", gone("t-login")),
    one("get rid of Book flights", gone("t-old")),
    one("delete the landing page task", gone("t-copy")),
    one("I no longer need the flights task", gone("t-old")),
    one("delete all completed tasks", gone("t-old"), gone("t-ship")),
    one("clear all done tasks in Apollo", gone("t-ship")),
    one("delete the tasks Call Bob and Book flights", gone("t-bob"), gone("t-old")),
    one("cancel the Call Bob task", gone("t-bob")),
    one("delete Write", says=("Write Q1 report", "Write Q2 report")),
    one("delete 'Report'", says=("Write Q1 report", "Write Q2 report")),
    one("complete the report", says=("Q1", "Q2", "?")),
    one("complete the dentist task", says=("could not find",)),
    one("delete the task Send the invoices to everyone in Rome", says=("could not find",)),
    # several at once
    one(
        "mark Call Bob as done and make the invoice low priority",
        change("t-bob", status="done"),
        change("t-inv", priority="low"),
    ),
    one("Complete Call Bob, then delete Book flights", change("t-bob", status="done"), gone("t-old")),
    one("move Call Bob to Monday and assign it to Anna", change("t-bob", due_date=MONDAY, assignees=["Anna"])),
    one(
        "Move 'Call Bob' to Monday and 'Send the invoice' to Friday",
        change("t-bob", due_date=MONDAY),
        change("t-inv", due_date=FRIDAY),
    ),
    # comments
    one("comment on Call Bob: he is on holiday", comment("t-bob", "he is on holiday")),
    one("Add a comment 'Called twice' to Call Bob", comment("t-bob", "Called twice")),
    one(
        "add a comment to the invoice task saying that it was sent yesterday", comment("t-inv", "it was sent yesterday")
    ),
    one("leave a comment on 'Call Bob' that says 'No answer'", comment("t-bob", "No answer")),
    one("post 'Ping?' on Call Bob", comment("t-bob", "Ping?")),
    one("show the comments on the invoice", says=("Waiting for the PO number", "Sent a reminder", "Anna")),
    one("what are the comments on Send the invoice?", says=("Waiting for the PO number",)),
    one("what did people say about the login bug?", says=("Reproduced on Safari",)),
    one("list comments for Call Bob", says=("no comments",)),
    one("delete the last comment on the invoice", gone("c2")),
    one("delete Anna's comment on the invoice", gone("c1")),
    one("delete my comment on the invoice", gone("c2")),
    one("delete the comment about the PO number on the invoice", gone("c1")),
    one("remove all comments from the invoice", gone("c1"), gone("c2")),
    one("delete the comment on the login bug", gone("c3")),
    # suggestions
    one("approve the suggested tasks", change("t-sug", is_approved=True)),
    one("approve Prepare demo data", change("t-sug", is_approved=True)),
    # nothing at all
    one("don't complete the invoice"),
    one("do not delete Call Bob"),
    one("never mind"),
]
