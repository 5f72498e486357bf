"""What throttling costs, and what all of our own layers add to an authenticated request.

python -m tests.bench.limits            (REDIS_URL=redis://… also measures the window that workers share)
"""

import http.client
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from typing import Any

_scratch = tempfile.mkdtemp(prefix="adiuva-bench-")
REDIS_URL = os.environ.pop("REDIS_URL", "")
os.environ |= {
    "ADIUVA_VAR_DIR": _scratch,
    "ADIUVA_ENV_FILE": os.devnull,
    "DATABASE_URL": f"sqlite:///{_scratch}/bench.sqlite3",
    "DJANGO_SETTINGS_MODULE": "adiuva.settings",
    "LOG_LEVEL": "INFO",
}

import uvloop  # noqa: E402 - the environment comes first
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

import adiuva.asgi  # noqa: E402, F401 - sets Django up
from adiuva.edge import Edge  # noqa: E402
from adiuva.handler import ApiHandler  # noqa: E402
from adiuva.observability import context  # noqa: E402
from billing.limits.shared import SharedWindow  # noqa: E402
from billing.limits.window import SlidingWindow  # noqa: E402
from tests.accounts import worlds  # noqa: E402
from tests.bench.process import cpu_seconds  # noqa: E402
from tests.e2e.server import Server  # noqa: E402

ROUNDS, BOUT = 7, 600


def say(what: str, microseconds: float, to_reach: str = "") -> None:
    print(f"{what:<58}{microseconds:8.1f} µs  {to_reach and f'(to reach: {to_reach})'}", flush=True)


def decisions() -> None:
    window, limit, rounds = SlidingWindow(), 200, 100_000
    began = time.perf_counter()
    for number in range(rounds):
        window.decide("user", limit, number * 0.31)
    say("a decision in process, passing", (time.perf_counter() - began) / rounds * 1e6, "15")
    began = time.perf_counter()
    for number in range(rounds):
        window.decide("user", limit, number * 1e-9 + 50_000)
    say("a decision in process, refused", (time.perf_counter() - began) / rounds * 1e6, "15")
    many = SlidingWindow()
    began = time.perf_counter()
    for number in range(rounds):
        many.decide(str(number % 20_000), limit, number * 0.001)
    say("a decision in process, among 20,000 users", (time.perf_counter() - began) / rounds * 1e6, "15")


async def shared_decisions() -> None:
    window = SharedWindow(REDIS_URL, prefix=f"bench:{os.getpid()}:")
    for number in range(100):
        await window.decide(f"user {number}", 200)
    rounds, cpu, began = 2000, time.process_time(), time.perf_counter()
    for number in range(rounds):
        await window.decide(f"user {number % 50}", 200)
    wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    say("a decision in Redis, one round trip", wall / rounds * 1e6)
    say("  of it CPU of this process", cpu / rounds * 1e6)
    await window.close()


def _scope(token: str) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": "/api/v1/auth/me",
        "raw_path": b"/api/v1/auth/me",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [(b"host", b"localhost"), (b"authorization", f"Bearer {token}".encode()), (b"origin", b"app://.")],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 80),
    }


class _Limitless(SlidingWindow):
    """Decides as ever, and forgets at once, so that a bench may ask on."""

    def decide(self, key: str, limit: int, now: float | None = None) -> Any:
        self._passed.clear()
        return super().decide(key, limit, now)


async def layers(tokens: list[str]) -> None:
    from billing.limits.limiter import LIMITER

    LIMITER.own = _Limitless()
    settings.API_MIDDLEWARE, ours = [], settings.API_MIDDLEWARE
    bare = ApiHandler()
    settings.API_MIDDLEWARE = ours
    dressed = ApiHandler()
    variants: dict[str, Callable[..., Awaitable[None]]] = {
        "handler and view alone": bare,
        "and the edge": Edge(bare),
        "and the middlewares": Edge(dressed),
    }
    taken: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(ROUNDS):
        for name, app in variants.items():
            taken[name].append(await _bout(app, tokens))
    typical = {name: min(times) for name, times in taken.items()}
    for name, one in typical.items():
        say(f"GET /auth/me, no socket: {name}", one)
    say("all of our own layers together", typical["and the middlewares"] - typical["handler and view alone"], "120")


async def _bout(app: Callable[..., Awaitable[None]], tokens: list[str]) -> float:
    statuses = set()

    async def send(message: Any) -> None:
        statuses.add(message.get("status", 200))

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    began = time.process_time()
    for number in range(BOUT):
        context.begin("")
        await app(_scope(tokens[number % len(tokens)]), receive, send)
    taken = time.process_time() - began
    assert statuses == {200}, statuses
    return taken / BOUT * 1e6


def worker() -> None:
    for level in ("WARNING", "INFO"):
        with Server(LOG_LEVEL=level, DEFAULT_TIER="team") as server:
            tokens = [server.register()["access_token"] for _ in range(20)]
            times = [_asked(server, tokens) for _ in range(5)]
            say(f"GET /auth/me of a worker on SQLite, log level {level}", min(times), "900")


def _asked(server: Server, tokens: list[str]) -> float:
    connection, rounds = http.client.HTTPConnection("127.0.0.1", server.port), 800
    before = cpu_seconds(server.pid)
    for number in range(rounds):
        connection.request("GET", "/api/v1/auth/me", headers={"Authorization": f"Bearer {tokens[number % 20]}"})
        reply = connection.getresponse()
        reply.read()
        assert reply.status == 200, reply.status
    return (cpu_seconds(server.pid) - before) / rounds * 1e6


def main() -> None:
    decisions()
    if REDIS_URL:
        uvloop.run(shared_decisions())
    call_command("migrate", verbosity=0)
    tokens = [worlds.make_person().token for _ in range(5)]
    with open(os.devnull, "w") as nowhere:  # every line is made and written, and read by nobody
        logging.getLogger().handlers[0].setStream(nowhere)  # type: ignore[attr-defined]  # a stream handler
        uvloop.run(layers(tokens))
    worker()
    shutil.rmtree(_scratch)


if __name__ == "__main__":
    main()
