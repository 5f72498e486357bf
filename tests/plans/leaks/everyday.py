"""Ordinary answers in the very words the prompts are made of: tasks, projects, timelines, notes, dates, lists."""

from collections.abc import Iterator
from random import Random

KINDS = ("tasks", "projects", "timelines", "milestones", "notes", "comments", "deadlines", "priorities")
OPENINGS = (
    "I can help you with your", "Here is an overview of your", "You asked about your", "I went through all of your",
    "Happy to help with your",
    "This is a summary of the", "I looked at the open and overdue", "We should talk about the",
)  # fmt: skip
FACTS = (
    "Two tasks are overdue and three are due this week.",
    "The task was created with high priority and a due date of Friday.",
    "The project has three open tasks, two of them overdue, and its next milestone is on Monday.",
    "It has a title, a description, a priority, a due date and two assignees.",
    "The title, the description, the priority, the due date and the project are as you wanted them.",
    "The milestone falls on a weekend, so you may want to move it to the Monday after.",
    "The project is archived; I can bring it back if you like.",
    "Deleting it cannot be undone. Shall I delete it anyway?",
    "There are several projects of that name: which one do you mean?",
    "A list of the tasks of the project, the most urgent first, is below.",
    "I could not find a note with that title.",
    "The status of the task is now in progress; before that it was todo.",
    "Here is what happened in the last seven days, where things stand, and what comes next.",
    "I added a note to the project with the decisions of the meeting and the open questions.",
    "The plan has a kickoff, a design review, a delivery and a launch, each with a date.",
    "A launch, a review, a delivery and a deadline of the project are on the timeline.",
    "Tell me the date, the time and the people, and I create the task.",
    "Please create a task to write the release notes before the end of the month.",
    "Kick off the project and set up what it needs: tasks, milestones and a first note.",
    "The notes of the project are in order of date, the newest first.",
    "If you want, I can also plan next week with you and move what is not urgent.",
    "No task is due today. Tomorrow there are two, both with medium priority.",
    "The first task is done, the second one is in progress, the third one has not been started.",
    "I sorted them by priority: high, medium, low.",
    "I cannot share how I work, but I am glad to help you with your projects.",
    "Your message is about several things: a task, a note and a new date for the milestone.",
    "The dates are in your timezone, and the week begins on Monday.",
    "The client wants the report by the end of the month.",
    "Yes, the second one. Make it Friday.",
)  # fmt: skip
WEEK = ("Done", "In progress", "Overdue", "Coming up", "Notes and decisions")
LINES = ("Nothing.", "Invoice sent", "Call the venue", "- Two tasks", "Book flights (Apollo), Friday", "")


def _overview(chance: Random) -> str:
    kinds = chance.sample(KINDS, chance.randrange(2, 6)) if chance.random() < 0.6 else [*KINDS[:3], "notes"]
    return f"{chance.choice(OPENINGS)} {', '.join(kinds[:-1])} and {kinds[-1]}. {chance.choice(FACTS)}"


def _facts(chance: Random) -> str:
    return " ".join(chance.sample(FACTS, chance.randrange(2, 7)))


def _week(chance: Random) -> str:
    sections = "\n".join(f"## {title}\n{chance.choice(LINES)}" for title in WEEK)
    return f"# Week of 3 August\n{chance.choice(FACTS)}\n{sections}"


def _bullets(chance: Random) -> str:
    return "\n".join((f"{chance.choice(OPENINGS)} {chance.choice(KINDS)}:", *(f"- {fact}" for fact in FACTS[:9])))


MAKERS = (_overview, _facts, _week, _bullets)


def everyday(count: int, seed: int = 11) -> Iterator[str]:
    chance = Random(seed)
    for i in range(count):
        yield MAKERS[i % len(MAKERS)](chance)
