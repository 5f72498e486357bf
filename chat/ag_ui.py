"""The speech of AG-UI: one event a frame."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import UNSET

from adiuva.errors import Problem
from agents import events as run
from chat import frames

SUBPROTOCOL = "ag-ui.v1"


class AgUi:
    name = SUBPROTOCOL
    known_as = frames.AG_UI

    def __init__(self, run_id: str = "") -> None:
        self.run_id = run_id

    def say(self, first_seq: int, events: Sequence[run.RunEvent], request_id: str) -> list[bytes]:
        run_id = self.run_id
        return [encoded(event, run_id, seq, request_id) for seq, event in enumerate(events, first_seq)]

    def refuse(self, problem: Problem, request_id: str) -> bytes:
        body = frames.body(problem, request_id)
        return frames.encode(frames.RunError(run_id="", seq=0, message=problem.detail, code=problem.code, problem=body))


def encoded(event: run.RunEvent, run_id: str, seq: int, request_id: str) -> bytes:
    if type(event) is run.TextDelta:
        return frames.encode(frames.TextContent(run_id=run_id, seq=seq, message_id=event.message_id, delta=event.text))
    kind, fields = _FRAMES[type(event)]
    ids = {"thread_id": run_id} if kind in _WITH_THREAD else {}
    return frames.encode(kind(run_id=run_id, seq=seq, **ids, **fields(event, request_id)))


def _json(value: Any) -> str:
    return frames.encode(value).decode()


def _finished(event: run.RunFinished, _: str) -> dict[str, Any]:
    return {"result": event.result, "usage": event.usage, "cancelled": True if event.cancelled else UNSET}


def _failed(event: run.RunFailed, request_id: str) -> dict[str, Any]:
    problem = event.problem
    body = frames.body(problem, request_id)
    return {"message": problem.detail, "code": problem.code, "problem": body, "usage": event.usage}


_WITH_THREAD = (frames.RunStarted, frames.RunFinished)
Fields = Callable[[Any, str], dict[str, Any]]
_FRAMES: dict[type, tuple[type[frames.Event], Fields]] = {
    run.RunStarted: (frames.RunStarted, lambda e, _: {}),
    run.StepStarted: (frames.StepStarted, lambda e, _: {"step_name": e.name}),
    run.StepFinished: (frames.StepFinished, lambda e, _: {"step_name": e.name}),
    run.TextStarted: (frames.TextStart, lambda e, _: {"message_id": e.message_id}),
    run.TextEnded: (frames.TextEnd, lambda e, _: {"message_id": e.message_id}),
    run.ToolCallStarted: (frames.ToolCallStart, lambda e, _: {"tool_call_id": e.call_id, "tool_call_name": e.name}),
    run.ToolCallArgs: (frames.ToolCallArgs, lambda e, _: {"tool_call_id": e.call_id, "delta": _json(e.args)}),
    run.ToolCallEnded: (frames.ToolCallEnd, lambda e, _: {"tool_call_id": e.call_id}),
    run.ToolCallResult: (
        frames.ToolCallResult,
        lambda e, _: {"message_id": f"{e.call_id}-result", "tool_call_id": e.call_id, "content": _json(e.result)},
    ),
    run.ActionMade: (frames.Custom, lambda e, _: {"value": e.action}),
    run.RunFinished: (frames.RunFinished, _finished),
    run.RunFailed: (frames.RunError, _failed),
}
