"""Answers that touch no record."""

from agents.llm.offline.desk import Desk
from agents.llm.offline.requests import Request

_EXAMPLES = {
    "task": ("\"Create a high priority task 'Send the invoice' due tomorrow in Apollo\"", "\"What is overdue?\"",
             "\"Mark 'Send the invoice' as done\""),
    "project": ('"Create a project called Zeus"', '"Archive Apollo"', '"How is Apollo doing?"'),
    "timeline": ("\"Add a milestone 'Beta release' on 15 December to Apollo\"", '"What is the next milestone?"'),
    "note": ("\"Write a note 'Kickoff' in Apollo saying we start on Monday\"", '"Read me the kickoff note"'),
}  # fmt: skip
_TOPICS = {"task": "tasks and comments", "project": "projects", "timeline": "milestones", "note": "notes"}


def talk(desk: Desk, request: Request, kinds: list[str]) -> str:
    match request.act:
        case "greet":
            return f"Hello! I look after your {_all_topics()}. {_try(kinds)}"
        case "thank":
            return "You are welcome."
        case "refrain":
            return "All right, I have changed nothing."
        case "clock":
            now = desk.calendar.now
            return f"It is {now:%A}, {now.day} {now:%B %Y}, {now:%H:%M}."
        case "undo":
            return "I cannot undo what was done, but I can change it back: tell me what to change."
        case "help":
            return (
                f"I look after your {_all_topics()}: I can list, create, change and delete them. {_try(list(_TOPICS))}"
            )
    return not_understood(request.source, kinds)


def not_understood(text: str, kinds: list[str]) -> str:
    said = text.strip()
    about = f' "{said[:100]}{"…" if len(said) > 100 else ""}"' if said else " that"
    return f"I did not understand{about}, so I have changed nothing. {_try(kinds)}"


def elsewhere(kinds: list[str]) -> str:
    topics = " and ".join(_TOPICS[kind] for kind in kinds)
    return f"I look after {topics or 'nothing'} here, and found nothing to do with that in your message. {_try(kinds)}"


def _all_topics() -> str:
    return "tasks, projects, milestones and notes"


def _try(kinds: list[str]) -> str:
    examples = [example for kind in kinds or ["task"] for example in _EXAMPLES[kind][: 3 if len(kinds) == 1 else 1]]
    return f"Try, for example: {', '.join(examples)}."
