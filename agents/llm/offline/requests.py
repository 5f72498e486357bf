"""What a message asks for, as data: one Request a wish, about records that a Target describes."""

from typing import Any, Literal

import msgspec

from agents.llm.offline.world import ProjectRef

Act = Literal[
    "create",
    "update",
    "delete",
    "list",
    "read",
    "append",
    "comment",
    "list_comments",
    "delete_comment",
    "greet",
    "thank",
    "help",
    "refrain",
    "unknown",
    "undo",
    "clock",
    "review",
    "tally",
]


TALK = ("greet", "thank", "help", "refrain", "undo", "clock")


class Due(msgspec.Struct, frozen=True):
    """Which due dates are meant: overdue, none, any, or between two moments (ms, both included)."""

    how: Literal["between", "overdue", "none", "any"]
    first: int = 0
    last: int = 0
    words: str = ""  # "this week", for the answer


class Target(msgspec.Struct):
    """Which records: by name, by what they are, or by having been spoken of."""

    kind: str = ""  # of record; empty where the words do not say
    names: list[str] = []  # quoted, or known titles that stand in the sentence
    text: str = ""  # words left over: part of a title
    raw: str = ""  # the whole phrase, should it be a title itself
    all: bool = False
    pronoun: bool = False
    plural: bool = False
    nth: int = 0  # 1 the first, -1 the last
    project: ProjectRef | None = None
    no_project: bool = False
    status: frozenset[str] | None = None
    priority: str = ""
    assignees: list[str] = []
    unassigned: bool = False
    due: Due | None = None
    topic: str = ""
    suggested: bool | None = None
    archived: bool | None = None
    limit: int = 0
    order: str = ""  # due_date, priority, status, title

    @property
    def filtered(self) -> bool:
        return bool(
            self.project
            or self.no_project
            or self.status
            or self.priority
            or self.assignees
            or self.unassigned
            or self.due
            or self.topic
            or self.suggested is not None
            or self.archived is not None
        )

    @property
    def named(self) -> bool:
        return bool(self.names or self.text)


class Request(msgspec.Struct):
    act: Act
    kind: str = ""  # task, project, timeline, note; empty where only the records can tell
    target: Target = msgspec.field(default_factory=Target)
    fields: dict[str, Any] = {}  # of the new record, or the changes
    source: str = ""
    duty: bool = False  # "remind me to …": of the user's own, wherever it stands
    guess: bool = False  # a new task, for want of a better reading
    question: str = ""  # of a list: "" show, "count", "when", "exists", "next"; of a tally: "most", "least", "each"
