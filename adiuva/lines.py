"""The writing end of a WebSocket: frames go out by plain calls, and nobody waits for a reader that does not read."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

EXTENSION = "adiuva.line"  # where a server that has a line of its own offers it
FULL = 64
GRACE = 2.0  # for a close frame that a stuck reader may still take

Send = Callable[[Any], Awaitable[None]]


class Line(Protocol):
    on_ready: Callable[[], None]
    on_shutdown: Callable[[Callable[[], None]], None] | None  # told to leave; calls what it is given when it is done
    wrote: bool  # whoever looks may set it back

    @property
    def ready(self) -> bool:
        """False while the reader is behind; once he has caught up, on_ready is called."""
        ...

    @property
    def behind(self) -> int:
        """How much waits for him."""
        ...

    def write(self, frame: bytes) -> None:
        """A text frame. Whatever is written to a socket that is gone is gone too."""
        ...

    def abort(self) -> None:
        """Cuts the connection."""
        ...


def nothing() -> None:
    pass


class AsgiLine:
    """Over any ASGI server: a task that sends what has piled up."""

    def __init__(self, send: Send) -> None:
        self.on_ready: Callable[[], None] = nothing
        self.on_shutdown: Callable[[Callable[[], None]], None] | None = None
        self.wrote = False
        self._send = send
        self._frames: deque[bytes] = deque()
        self._task: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        return len(self._frames) < FULL

    @property
    def behind(self) -> int:
        return len(self._frames)

    def write(self, frame: bytes) -> None:
        self.wrote = True
        self._frames.append(frame)
        if self._task is None:
            self._task = asyncio.create_task(self._drain())

    def abort(self) -> None:
        self._frames.clear()
        if self._task:
            self._task.cancel()

    async def flushed(self) -> None:
        if self._task:
            await asyncio.wait([self._task])

    async def _drain(self) -> None:
        was_full = False
        try:
            while self._frames:
                was_full = was_full or not self.ready
                await self._send({"type": "websocket.send", "text": self._frames[0].decode()})
                self._frames.popleft()
        except Exception:  # the socket is gone; its consumer hears of it by itself
            self._frames.clear()
        finally:
            self._task = None
        if was_full:
            self.on_ready()


def line_of(scope: Any, send: Send) -> Line:
    line: Line = scope.get("extensions", {}).get(EXTENSION) or AsgiLine(send)
    return line


async def hang_up(line: Line, send: Send, code: int, reason: str = "") -> None:
    """Closes with this code where the reader takes it, else cuts the connection."""
    try:
        async with asyncio.timeout(GRACE):
            if isinstance(line, AsgiLine):
                await line.flushed()
            await send({"type": "websocket.close", "code": code, "reason": reason})
    except TimeoutError:
        line.abort()
    except Exception:  # gone already
        with contextlib.suppress(Exception):
            line.abort()
