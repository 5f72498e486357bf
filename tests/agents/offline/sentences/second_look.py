"""More questions, and orders too large or too small to carry out."""

from tests.agents.offline.case import Case


def ask(message, *says, never=()):
    return Case(message, "task", says=says, never=tuple(never))


CASES = [
    ask("What's the plan for tomorrow?", "hero"),
    ask("Am I late with anything?", "yes", "Q1"),
    ask("Show me today's agenda", "invoice", never=["today's:"]),
    ask("show tasks that are due later than next Monday", "Q2", never=["Call Bob"]),
    ask("is there a task called Call Bob?", "yes", "Call Bob"),
    ask("is there a task called Yoga?", "no"),
    ask("when is the hero banner due and who is working on it?", "19 Nov", "Carla"),
    ask("give me the top 3 tasks by priority", "3", "login", "invoice", "beta", never=["Call Bob"]),
    ask("which tasks are due today or tomorrow?", "invoice", "hero", never=["Call Bob"]),
    ask("list done and in progress tasks", "Book flights", "Fix login bug", never=["Call Bob"]),
    ask("why is the invoice late?", "Send the invoice"),
    ask("what day is today?", "Wednesday, 18 November 2026"),
    ask("overdue", "2", "Q1", "login"),
    ask("how do I create a task?", "Create a high priority task"),
    ask("I'd like to know what is due tomorrow", "hero"),
    ask("can you tell me how many tasks I have?", "10"),
    ask("Delete everything", "delete all tasks", never=["deleted"]),
    ask("delete", "did not understand"),
    ask("can you delete a task?", "which task"),
    ask("do not archive Apollo", "changed nothing"),
    ask("please never delete the invoice task", "changed nothing"),
    ask("I don't want to delete Call Bob", "changed nothing"),
    ask("asdf qwer", "did not understand"),
    ask("tell me a joke", "did not understand"),
    Case("archive everything", "project", says=("archive all projects",)),
]
