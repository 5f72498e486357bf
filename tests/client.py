"""A client that drives the whole ASGI application, edge included, without a network."""

import asyncio
import json
from typing import Any

from asgiref.sync import async_to_sync


class Answer:
    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes):
        self.status = status
        self.headers = {name.decode().lower(): value.decode() for name, value in headers}
        self.body = body

    def json(self) -> Any:
        return json.loads(self.body)

    def __repr__(self) -> str:
        return f"<{self.status} {self.body[:500]!r}>"


class Client:
    def __init__(self, token: str = "", address: str = "127.0.0.1"):
        self.token, self.address = token, address

    def signed_in(self, token: str) -> "Client":
        return Client(token, self.address)

    def get(self, path: str, **options: Any) -> Answer:
        return self.request("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> Answer:
        return self.request("POST", path, json=json, **options)

    def patch(self, path: str, json: Any = None, **options: Any) -> Answer:
        return self.request("PATCH", path, json=json, **options)

    def delete(self, path: str, json: Any = None, **options: Any) -> Answer:
        return self.request("DELETE", path, json=json, **options)

    def request(self, method: str, path: str, **options: Any) -> Answer:
        import adiuva.asgi  # noqa: F401 - sets Django up, which takes its time, before there is a loop

        return async_to_sync(self.arequest)(method, path, **options)

    async def arequest(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        from adiuva.asgi import application

        path = path if path.startswith(("/api", "/metrics", "/admin", "/static")) else f"/api/v1{path}"
        given = {"host": "testserver", **{k.lower(): v for k, v in (headers or {}).items()}}
        if json is not None:
            body = _dump(json)
            given.setdefault("content-type", "application/json")
        if self.token:
            given.setdefault("authorization", f"Bearer {self.token}")
        body = body or b""
        given.setdefault("content-length", str(len(body)))
        raw, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "path": raw,
            "raw_path": raw.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "scheme": "http",
            "headers": [(k.encode(), v.encode()) for k, v in given.items()],
            "client": (self.address, 50000),
            "server": ("testserver", 80),
        }
        incoming = [{"type": "http.request", "body": body, "more_body": False}]
        sent: list[Any] = []

        async def receive() -> Any:
            if incoming:
                return incoming.pop()
            return await asyncio.Future()

        async def send(message: Any) -> None:
            sent.append(message)

        await application(scope, receive, send)
        await _books_kept()
        content = b"".join(m.get("body", b"") for m in sent[1:])
        assert not (content and sent[0]["status"] == 204), f"a server breaks off at a body after 204: {content!r}"
        return Answer(sent[0]["status"], sent[0]["headers"], content)


async def _books_kept() -> None:
    """A run keeps its books after its answer; the loop of a test's request must not end before."""
    runs = [task for task in asyncio.all_tasks() if task.get_name().startswith("run ")]
    if runs:
        await asyncio.wait(runs, timeout=5)


def _dump(value: Any) -> bytes:
    return json.dumps(value).encode()
