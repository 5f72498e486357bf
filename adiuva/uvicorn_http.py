"""uvicorn's HTTP protocol, which refuses what is not HTTP the way everything else is refused."""

import uuid

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from adiuva.edge import headers_of_a_refusal
from adiuva.errors import Problem


class HttpProtocol(HttpToolsProtocol):
    def send_400_response(self, msg: str) -> None:
        request_id = uuid.uuid4().hex
        body = Problem("malformed", "This is not a request by the rules of HTTP.").encoded(request_id)
        headers = [
            *headers_of_a_refusal(request_id),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        lines = [b"HTTP/1.1 400 Bad Request", *(name + b": " + value for name, value in headers)]
        self.transport.write(b"\r\n".join([*lines, b"", body]))
        self.transport.close()
