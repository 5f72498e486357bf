"""What happens in a run, in order. Every door encodes these and nothing else."""

from typing import Any

import msgspec

from adiuva.errors import Problem
from agents.answers import ChatResponse, InputRequired, PlanAction, Usage
from plans.plan import ExecutionPlan


class RunStarted(msgspec.Struct, frozen=True):
    run_id: str


class StepStarted(msgspec.Struct, frozen=True):
    """An agent begins its part; its name is the step's."""

    name: str


class StepFinished(msgspec.Struct, frozen=True):
    name: str


class TextStarted(msgspec.Struct, frozen=True):
    message_id: str


class TextDelta(msgspec.Struct, frozen=True, gc=False):
    """All deltas of a run, joined, are its answer."""

    message_id: str
    text: str


class TextEnded(msgspec.Struct, frozen=True):
    message_id: str


class ToolCallStarted(msgspec.Struct, frozen=True):
    call_id: str
    name: str


class ToolCallArgs(msgspec.Struct, frozen=True):
    """Whole and checked, in one event."""

    call_id: str
    args: dict[str, Any]


class ToolCallEnded(msgspec.Struct, frozen=True):
    call_id: str


class ToolCallResult(msgspec.Struct, frozen=True):
    """The client's own records, or `{"error": …}`."""

    call_id: str
    result: Any


class ActionMade(msgspec.Struct, frozen=True):
    action: PlanAction


class RunFinished(msgspec.Struct, frozen=True):
    """The last event of a run that came to an end or was cancelled."""

    result: ChatResponse | ExecutionPlan | InputRequired
    usage: Usage
    cancelled: bool = False


class RunFailed(msgspec.Struct, frozen=True):
    """The last event of a run that broke off, with what there was until then."""

    problem: Problem
    response: str
    actions: list[PlanAction]
    usage: Usage


RunEvent = (
    RunStarted
    | StepStarted
    | StepFinished
    | TextStarted
    | TextDelta
    | TextEnded
    | ToolCallStarted
    | ToolCallArgs
    | ToolCallEnded
    | ToolCallResult
    | ActionMade
    | RunFinished
    | RunFailed
)
End = RunFinished | RunFailed
