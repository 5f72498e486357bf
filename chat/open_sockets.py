"""The sockets of this worker: one timer for all that pings the silent ones and cuts off who does not read."""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from adiuva.lines import Line

PING_AFTER = 30.0
CUT_AFTER = 10.0
TICK = 1.0
REMEMBERED = 1000


class Open(Protocol):
    loop: asyncio.AbstractEventLoop
    session_id: UUID
    line: Line
    quiet: int  # ticks without a frame
    behind: int  # what waited for the reader at the last tick
    stuck: int  # ticks in which he read nothing

    def ping(self) -> None: ...

    def too_slow(self) -> None: ...

    def session_ended(self) -> None: ...


class OpenSockets:
    def __init__(self) -> None:
        self._sockets: set[Open] = set()
        self._timers: dict[asyncio.AbstractEventLoop, asyncio.TimerHandle] = {}
        self._ended: deque[UUID] = deque(maxlen=REMEMBERED)

    def __len__(self) -> int:
        return len(self._sockets)

    def add(self, socket: Open) -> None:
        self._sockets.add(socket)
        if socket.loop not in self._timers:
            self._timers[socket.loop] = socket.loop.call_later(TICK, self._tick, socket.loop)
        if socket.session_id in self._ended:  # it ended while this one was on its way in
            socket.session_ended()

    def discard(self, socket: Open) -> None:
        self._sockets.discard(socket)

    def end_sessions(self, session_ids: Iterable[UUID]) -> None:
        """From any thread."""
        ended = set(session_ids)
        self._ended.extend(ended)
        for socket in list(self._sockets):
            if socket.session_id in ended:
                socket.loop.call_soon_threadsafe(socket.session_ended)

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        here = [socket for socket in self._sockets if socket.loop is loop]
        for socket in here:
            _look_at(socket)
        if here:
            self._timers[loop] = loop.call_later(TICK, self._tick, loop)
        else:
            del self._timers[loop]


def _look_at(socket: Open) -> None:
    line = socket.line
    if not line.ready:
        behind = line.behind
        socket.stuck = socket.stuck + 1 if behind >= socket.behind > 0 else 0
        socket.behind = behind
        if socket.stuck * TICK >= CUT_AFTER:
            socket.too_slow()
        return
    socket.stuck = socket.behind = 0
    socket.quiet = 0 if line.wrote else socket.quiet + 1
    line.wrote = False
    if socket.quiet * TICK >= PING_AFTER:
        socket.ping()


open_sockets = OpenSockets()
