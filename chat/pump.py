"""Carries a run's events to one socket: woken at most once a turn of the loop, and what piled up goes together."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from adiuva.errors import Problem
from adiuva.lines import Line
from agents.events import RunEvent
from agents.runs.buffer import EventBuffer, Wake

AT_ONCE = 512


class Source(Protocol):
    """A run, here or on another worker."""

    id: str
    events: EventBuffer

    def attach(self, wake: Wake) -> None: ...

    def detach(self, wake: Wake) -> None: ...

    def cancel(self) -> None: ...


class Speech(Protocol):
    def say(self, first_seq: int, events: Sequence[RunEvent], request_id: str) -> list[bytes]: ...


class Pump:
    """`over` is called once, after the last frame, or with the problem why there will be none."""

    def __init__(
        self,
        run: Source,
        speech: Speech,
        line: Line,
        *,
        over: Callable[[Problem | None], None],
        after: int = 0,
        request_id: str = "",
    ) -> None:
        run.events.after(after, 0)  # refuses a number it does not have
        self.run = run
        self._speech, self._line, self._over = speech, line, over
        self._request_id = request_id
        self._seq = after
        self._woken = False
        self._stopped = False
        self._call_soon = asyncio.get_running_loop().call_soon
        line.on_ready = self.wake
        run.attach(self.wake)
        self.wake()

    def wake(self) -> None:
        if not self._woken:
            self._woken = True
            self._call_soon(self._carry)

    def stop(self) -> None:
        if not self._stopped:
            self._stopped = True
            self.run.detach(self.wake)

    def _carry(self) -> None:
        self._woken = False
        line = self._line
        if self._stopped or not line.ready:
            return
        log = self.run.events
        try:
            events = log.after(self._seq, AT_ONCE)
        except Problem as gone:  # the reader was so slow that what he needs next is not kept any more
            self._end(gone)
            return
        for frame in self._speech.say(self._seq + 1, events, self._request_id):
            line.write(frame)
        self._seq += len(events)
        if self._seq < log.last:
            self.wake()
        elif log.closed:
            self._end(None)

    def _end(self, problem: Problem | None) -> None:
        self.stop()
        self._over(problem)
