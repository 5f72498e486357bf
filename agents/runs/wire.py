"""Run events as bytes between workers."""

from typing import Any

import msgspec

from adiuva.errors import Problem
from agents.answers import ChatResponse
from agents.events import (
    ActionMade,
    RunEvent,
    RunFailed,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
    TextDelta,
    TextEnded,
    TextStarted,
    ToolCallArgs,
    ToolCallEnded,
    ToolCallResult,
    ToolCallStarted,
)
from plans.plan import ExecutionPlan

KINDS = (
    RunStarted,
    StepStarted,
    StepFinished,
    TextStarted,
    TextDelta,
    TextEnded,
    ToolCallStarted,
    ToolCallArgs,
    ToolCallEnded,
    ToolCallResult,
    ActionMade,
    RunFinished,
    RunFailed,
)
_NUMBER = {kind: number for number, kind in enumerate(KINDS)}


def packed(events: list[RunEvent]) -> bytes:
    return _encode([(_NUMBER[type(event)], msgspec.structs.astuple(event)) for event in events])


def unpacked(data: bytes) -> list[RunEvent]:
    return [_made(KINDS[number], fields) for number, fields in _decode(data)]


def _made(kind: type[RunEvent], fields: list[Any]) -> RunEvent:
    if kind is RunFinished:
        result, *rest = fields
        shape: Any = ChatResponse if "response" in result else ExecutionPlan
        return RunFinished(msgspec.convert(result, shape), *_as(RunFinished, rest, skip=1))
    return kind(*_as(kind, fields))


def _as(kind: type[RunEvent], fields: list[Any], skip: int = 0) -> list[Any]:
    types = [field.type for field in msgspec.structs.fields(kind)][skip:]
    return [msgspec.convert(value, type_, dec_hook=_problem) for value, type_ in zip(fields, types, strict=True)]


def _plain(value: Any) -> Any:
    if isinstance(value, Problem):
        return {"code": value.code, "detail": value.detail, "errors": value.errors, "extra": value.extra}
    return str(value)


def _problem(_: type, value: Any) -> Problem:
    return Problem(value["code"], value["detail"], errors=value["errors"], **value["extra"])


_encode = msgspec.msgpack.Encoder(enc_hook=_plain).encode
_decode = msgspec.msgpack.Decoder(list[tuple[int, list[Any]]]).decode
