"""uvicorn's HTTP protocol: it refuses what is not HTTP as everything else is refused, and waits for no reader."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from adiuva.edge import refused
from adiuva.errors import Problem
from adiuva.lifespan import leave

READER_PATIENCE = 10.0  # for one who takes nothing while more is ready for him


class HttpProtocol(HttpToolsProtocol):
    _cut: asyncio.TimerHandle | None = None

    def send_400_response(self, msg: str) -> None:
        headers, body = refused(Problem("malformed", "This is not a request by the rules of HTTP."))
        lines = [b"HTTP/1.1 400 Bad Request", *(name + b": " + value for name, value in headers)]
        self.transport.write(b"\r\n".join([*lines, b"", body]))
        self.transport.close()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._cut = asyncio.get_running_loop().call_later(READER_PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._uncut()

    def shutdown(self) -> None:
        super().shutdown()
        leave()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._uncut()

    def _uncut(self) -> None:
        if self._cut:
            self._cut.cancel()
            self._cut = None
