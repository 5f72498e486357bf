"""What the events of an agent or a run add up to."""

from dataclasses import dataclass, field

from agents.answers import PlanAction
from agents.events import ActionMade, RunEvent, TextDelta


@dataclass
class Collected:
    texts: list[str] = field(default_factory=list)
    actions: list[PlanAction] = field(default_factory=list)

    def add(self, event: RunEvent) -> None:
        if type(event) is TextDelta:
            self.texts.append(event.text)
        elif type(event) is ActionMade:
            self.actions.append(event.action)

    @property
    def text(self) -> str:
        return "".join(self.texts)
