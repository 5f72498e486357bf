"""One device on one socket, without I/O: what it is asked, in which order, and what its frames answer.

It keeps an errand until its answer or its time is over, and keeps no answer: who did not get one asks again, and the
device answers what it knows.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

import msgspec
from msgspec import UNSET

from agents.devices import frames
from agents.devices.errands import Answer, Apply, Errand
from agents.devices.frames import ActionsAck, DeviceError, ToolResult

IN_FLIGHT = 64
RESULT_BYTES = 1024 * 1024
APPLIED = msgspec.Raw(b"true")


class Held(NamedTuple):
    errand: Errand
    sender: str  # the worker that waits for the answer
    until: float


class Replied(NamedTuple):
    sender: str
    answer: Answer


class DeviceLink:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._in_flight: dict[str, Held] = {}
        self._waiting: dict[str, Held] = {}

    @property
    def in_flight(self) -> int:
        return len(self._in_flight)

    def ask(self, errand: Errand, sender: str, left: float) -> list[bytes]:
        """The frames to send now. One that is on its way is not sent again on the same socket."""
        self._drop_late()
        if errand.id not in self._in_flight and errand.id not in self._waiting:
            self._waiting[errand.id] = Held(errand, sender, self._clock() + left)
        return self._next()

    def hear(self, said: ToolResult | ActionsAck) -> tuple[list[Replied], list[bytes]]:
        """What was answered, and the frames to send now; an answer to nothing that is asked here is late, no fault."""
        self._drop_late()
        answers = [_result(said)] if isinstance(said, ToolResult) else _acknowledged(said)
        replies = [
            Replied(self._in_flight.pop(answer.id).sender, answer) for answer in answers if self._awaits(answer, said)
        ]
        return replies, self._next()

    def leave(self) -> list[Held]:
        """The device is gone: what is left undone."""
        self._drop_late()
        undone = [*self._in_flight.values(), *self._waiting.values()]
        self._in_flight, self._waiting = {}, {}
        return undone

    def _awaits(self, answer: Answer, said: ToolResult | ActionsAck) -> bool:
        held = self._in_flight.get(answer.id)
        return held is not None and isinstance(held.errand, Apply) == isinstance(said, ActionsAck)

    def _next(self) -> list[bytes]:
        now, sent = self._clock(), []
        while self._waiting and len(self._in_flight) < IN_FLIGHT:
            id_ = next(iter(self._waiting))
            held = self._in_flight[id_] = self._waiting.pop(id_)
            sent.append(_frame(held, now))
        return sent

    def _drop_late(self) -> None:
        now = self._clock()
        for kept in (self._in_flight, self._waiting):
            for id_ in [id_ for id_, held in kept.items() if held.until <= now]:
                del kept[id_]


def _frame(held: Held, now: float) -> bytes:
    errand = held.errand
    if isinstance(errand, Apply):
        return frames.encode(frames.Actions(errand.run_id, [errand.action]))
    left = round((held.until - now) * 1000)
    return frames.encode(frames.ToolCall(errand.id, errand.tool, errand.args, left, errand.run_id))


def _result(said: ToolResult) -> Answer:
    if said.error is not UNSET:
        return Answer(said.call_id, error=said.error)
    if said.result is UNSET:
        return Answer(said.call_id, error=DeviceError("invalid", "The device gave neither a result nor an error."))
    if len(said.result) > RESULT_BYTES:
        detail = f"The result has more than {RESULT_BYTES} bytes. Ask for less."
        return Answer(said.call_id, error=DeviceError("too_large", detail))
    return Answer(said.call_id, said.result)


def _acknowledged(said: ActionsAck) -> list[Answer]:
    applied = [Answer(id_, APPLIED) for id_ in said.applied]
    return applied + [Answer(no.id, error=DeviceError("rejected", no.reason)) for no in said.rejected]
