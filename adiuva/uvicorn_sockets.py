"""uvicorn's WebSocket protocol with a line: a frame is written at once, by a plain call.

Through ASGI a frame costs a dict, two coroutines and three objects; here it costs its header.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.datastructures import Headers
from websockets.http11 import Response

from adiuva.edge import refused
from adiuva.errors import Problem
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


REFUSALS = {
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.INTERNAL_SERVER_ERROR: "internal",
}


def refusal(status: HTTPStatus | int, text: str) -> Response:
    """What is answered where no socket comes about; the text is an exception's, and stays here."""
    code = REFUSALS.get(HTTPStatus(status), "malformed")
    problem = Problem(code, "This does not open a WebSocket." if code == "malformed" else "")
    headers, body = refused(problem)
    answered = HTTPStatus(problem.kind.status)
    named = Headers([(name.decode(), value.decode()) for name, value in headers])
    return Response(answered.value, answered.phrase, named, body)


class SocketProtocol(WebSocketsSansIOProtocol):
    line: UvicornLine | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conn.reject = refusal  # type: ignore[method-assign]  # its own says the text

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.handshake_exc and not self.handshake_initiated:  # it was never a request: nobody else answers
            self.handshake_initiated = self.close_sent = True
            said = b"".join(self.conn.data_to_send())
            self.transport.write(said or refusal(HTTPStatus.BAD_REQUEST, "").serialize())
            self.transport.close()

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
