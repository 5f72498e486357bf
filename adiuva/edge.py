"""The outermost ring: request ids, CORS, the size and depth of bodies, security headers, the access log, crashes.

Everything that answers stands behind it, also what answers for unknown paths and for refusals.
"""

import asyncio
import re
import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from django.http.request import split_domain_port, validate_host

from adiuva.config import config
from adiuva.errors import Problem
from adiuva.observability import access_log, context
from adiuva.observability.metrics import HTTP_REQUESTS, HTTP_SECONDS

log = structlog.get_logger("adiuva.access")

MAX_BODY = 2 * 1024 * 1024
MAX_DEPTH = 64
DRAINED = 32 * 1024 * 1024
HEALTH = ("/api/v1/health", "/metrics")
BODY_PATIENCE = 60.0  # for all of it
EXPOSED = "X-Request-ID, RateLimit, RateLimit-Policy, Retry-After"
ALLOWED_HEADERS = "Authorization, Content-Type, X-Request-ID, Idempotency-Key, X-Provider-Key, Last-Event-ID"

Headers = list[tuple[bytes, bytes]]

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,128}")
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NOT_BRACKETS = bytes(b for b in range(256) if b not in b"[]{}")

_SECURITY: Headers = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
_CSP = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_NO_STORE = (b"cache-control", b"no-store")


def refused(problem: Problem) -> tuple[Headers, bytes]:
    """The last answer on a connection where no request came about, so that nothing else dresses it."""
    request_id = uuid.uuid4().hex
    body = problem.encoded(request_id)
    headers: Headers = [
        (b"content-type", b"application/problem+json"),
        (b"x-request-id", request_id.encode()),
        *_SECURITY,
        _CSP,
        _NO_STORE,
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    return headers, body


def too_deep(body: bytes) -> bool:
    """Whether brackets nest deeper than MAX_DEPTH; peels one level a pass, so a pass runs at the speed of C."""
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return False
    rest = _JSON_STRING.sub(b"", body).translate(None, _NOT_BRACKETS)
    for _ in range(MAX_DEPTH):
        if not rest:
            return False
        peeled = rest.replace(b"[]", b"").replace(b"{}", b"")
        if len(peeled) == len(rest):
            return False  # unbalanced: the parser says so better
        rest = peeled
    return bool(rest)


class Edge:
    def __init__(self, app: ASGI3Application, origins: Iterable[str] | None = None) -> None:
        self.app = app
        self.origins = {origin.encode() for origin in (config.cors_origins if origins is None else origins)}
        self.hosts = config.allowed_hosts

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        request_id = given.decode() if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        trace = context.begin(request_id)
        if scope["type"] == "http":
            await _Exchange(self, scope, headers, trace, receive, send).run()
        elif self.answers_to(headers, scope["path"]):
            await self.app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": ""})

    def answers_to(self, headers: Mapping[bytes, bytes], path: str) -> bool:
        """Whoever asks how the process is may do so by any name of its machine."""
        if not self.hosts or path.startswith(HEALTH):
            return True
        name, _ = split_domain_port(headers.get(b"host", b"").decode("latin-1"))
        return bool(name) and validate_host(name, self.hosts)


class _Exchange:
    """One HTTP request on its way in and its answer on its way out."""

    def __init__(
        self,
        edge: Edge,
        scope: Any,
        headers: dict[bytes, bytes],
        trace: context.Trace,
        receive: ASGIReceiveCallable,
        send: ASGISendCallable,
    ) -> None:
        self.edge, self.scope, self.headers, self.trace = edge, scope, headers, trace
        self.receive, self.send = receive, send
        self.status = 0
        self.began = time.perf_counter()

    async def run(self) -> None:
        try:
            await self._answer()
        except Problem as problem:
            await self._refuse(problem)
        except Exception:  # the last net: whatever it was, the client gets a problem
            log.exception("request.crashed")
            if self.status:
                raise
            await self._refuse(Problem("internal"))
        finally:
            self._note()

    async def _answer(self) -> None:
        if not self.edge.answers_to(self.headers, self.scope["path"]):
            raise Problem("malformed", "This is not a host name that is answered to here.")
        if self.scope["method"] == "OPTIONS" and b"access-control-request-method" in self.headers:
            await self._preflight()
            return
        try:
            async with asyncio.timeout(BODY_PATIENCE if self._announces_a_body() else None):
                body = await self._body()
        except TimeoutError:
            raise Problem("malformed", "The body did not arrive in time.", headers={"Connection": "close"}) from None
        if body is not None:
            await self.edge.app(self.scope, _Replay(body, self.receive), self._send)

    def _announces_a_body(self) -> bool:
        return b"transfer-encoding" in self.headers or self.headers.get(b"content-length", b"0") != b"0"

    async def _body(self) -> bytes | None:
        """The whole body, in memory; None when the client left in the middle of it."""
        length = self.headers.get(b"content-length", b"0")
        chunks: list[bytes] = []
        size = 0
        too_large = not length.isdigit() or int(length) > MAX_BODY
        more = not length.isdigit() or int(length) <= DRAINED  # nobody waits for the end of more
        while more and size < DRAINED:
            message: Any = await self.receive()
            if message["type"] == "http.disconnect":
                return None
            chunk = message.get("body", b"")
            more = message.get("more_body", False)
            size += len(chunk)
            too_large = too_large or size > MAX_BODY
            if too_large:
                chunks.clear()  # read on and thrown away: most clients send all before they listen
            else:
                chunks.append(chunk)
        if too_large:
            raise Problem("too_large", f"A body may have {MAX_BODY} bytes.", headers={"Connection": "close"})
        body = b"".join(chunks)
        if body and b"form" not in self.headers.get(b"content-type", b"") and too_deep(body):
            raise Problem("malformed", f"The JSON nests deeper than {MAX_DEPTH} levels.")
        return body

    async def _preflight(self) -> None:
        allow: Headers = [
            (b"access-control-allow-methods", b"GET, POST, PATCH, DELETE, OPTIONS"),
            (b"access-control-allow-headers", ALLOWED_HEADERS.encode()),
            (b"access-control-max-age", b"600"),
        ]
        await self._send({"type": "http.response.start", "status": 204, "headers": allow, "trailers": False})
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _refuse(self, problem: Problem) -> None:
        body = problem.encoded(self.trace.request_id)
        headers: Headers = [
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode()),
            *((name.lower().encode(), value.encode()) for name, value in problem.headers.items()),
        ]
        start = {"type": "http.response.start", "status": problem.kind.status, "headers": headers, "trailers": False}
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body, "more_body": False})

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._dressed(message["headers"])
        await self.send(message)

    def _dressed(self, headers: Iterable[tuple[bytes, bytes]]) -> Headers:
        dressed = [(name.lower(), value) for name, value in headers]
        names = {name for name, _ in dressed}
        dressed.append((b"x-request-id", self.trace.request_id.encode()))
        dressed += [header for header in _SECURITY if header[0] not in names]
        if b"content-security-policy" not in names:
            dressed.append(_CSP)
        if b"cache-control" not in names:
            dressed.append(_NO_STORE)
        if self.scope["scheme"] == "https":
            dressed.append(_HSTS)
        origin = self.headers.get(b"origin")
        if origin in self.edge.origins:
            dressed += [
                (b"access-control-allow-origin", origin),
                (b"access-control-expose-headers", EXPOSED.encode()),
                (b"vary", b"Origin"),
            ]
        return dressed

    def _note(self) -> None:
        seconds = time.perf_counter() - self.began
        route = self.trace.route or "unknown"
        HTTP_REQUESTS.labels(self.scope["method"], route, self.status).inc()
        HTTP_SECONDS.labels(route).observe(seconds)
        access_log.note(self.scope["method"], route, self.status, round(seconds * 1e3, 1))


class _Replay:
    """Hands the body over again, then waits for what the client does next."""

    def __init__(self, body: bytes, receive: ASGIReceiveCallable) -> None:
        self.body: bytes | None = body
        self.receive = receive

    async def __call__(self) -> Any:
        if self.body is None:
            return await self.receive()
        body, self.body = self.body, None
        return {"type": "http.request", "body": body, "more_body": False}
