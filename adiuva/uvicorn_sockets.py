"""uvicorn's WebSocket protocol with a line: a frame is written at once, by a plain call.

Through ASGI a frame costs a dict, two coroutines and three objects; here it costs its header.
"""

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from adiuva.lifespan import leave
from adiuva.lines import EXTENSION, nothing

TEXT = 0x81  # a whole text frame
SHORT, MEDIUM = 126, 1 << 16
_HEADS = [bytes((TEXT, size)) for size in range(SHORT)]


def text_frame(payload: bytes) -> bytes:
    size = len(payload)
    if size < SHORT:
        return _HEADS[size] + payload
    if size < MEDIUM:
        return bytes((TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((TEXT, 127)) + size.to_bytes(8, "big") + payload


class UvicornLine:
    __slots__ = ("_protocol", "on_ready", "on_shutdown", "ready", "wrote")

    def __init__(self, protocol: "SocketProtocol") -> None:
        self.ready = True
        self.on_ready: Callable[[], None] = nothing
        self.on_shutdown: Callable[[Callable[[], None]], None] | None = None
        self.wrote = False
        self._protocol = protocol

    @property
    def behind(self) -> int:
        return self._protocol.transport.get_write_buffer_size()

    def write(self, frame: bytes) -> None:
        self.wrote = True
        protocol = self._protocol
        if protocol.handshake_complete and not protocol.close_sent and not protocol.disconnected:
            protocol.transport.write(text_frame(frame))

    def abort(self) -> None:
        self._protocol.transport.abort()


class SocketProtocol(WebSocketsSansIOProtocol):
    line: UvicornLine | None = None

    def handle_connect(self, event: Any) -> None:
        super().handle_connect(event)
        if self.handshake_initiated and not self.close_sent:
            self.line = UvicornLine(self)
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[EXTENSION] = self.line

    def pause_writing(self) -> None:
        super().pause_writing()
        if self.line:
            self.line.ready = False

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.line:
            self.line.ready = True
            self.line.on_ready()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.line = None

    def shutdown(self) -> None:
        """On SIGTERM: who is in the middle of an answer says when he is done."""
        leave()
        if self.line and self.line.on_shutdown and self.handshake_complete and not self.close_sent:
            self.line.on_shutdown(super().shutdown)
        else:
            super().shutdown()
