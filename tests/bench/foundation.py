"""What a worker costs before it thinks: start, memory, an authenticated request.

python -m tests.bench.foundation
"""

import http.client
import statistics
import time

from tests.bench.process import cpu_seconds, memory_mb, threads
from tests.e2e.server import Server

REQUESTS = 3000
USERS = 20  # the highest tier may ask 200 times a minute


def _start_seconds(server: Server) -> float:
    began = time.perf_counter()
    server.start()
    return time.perf_counter() - began


def _ask(connection: http.client.HTTPConnection, path: str, count: int, tokens: list[str]) -> None:
    headers = [{"Authorization": f"Bearer {token}"} for token in tokens] or [{}]
    for number in range(count):
        connection.request("GET", path, headers=headers[number % len(headers)])
        reply = connection.getresponse()
        reply.read()
        assert reply.status == 200, reply.status


def _cpu_us(server: Server, path: str, tokens: list[str]) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    _ask(connection, path, 100, tokens)
    before = cpu_seconds(server.pid)
    _ask(connection, path, REQUESTS, tokens)
    return (cpu_seconds(server.pid) - before) / REQUESTS * 1e6


def main() -> None:
    quiet = {"LOG_LEVEL": "WARNING", "DEFAULT_TIER": "team"}
    server = Server(**quiet)
    _start_seconds(server)
    server.stop()
    starts = []
    for _ in range(5):
        starts.append(_start_seconds(server))
        memory = memory_mb(server.pid)
        server.stop()
    print(f"start to first answer, migrated before   median {statistics.median(starts):6.2f} s   (to reach: 1.5)")
    print(f"memory of a worker after start                  {memory:6.1f} MB  (to reach: 110)")

    server.start()
    tokens = [server.register()["access_token"] for _ in range(2 * USERS)]
    first = _cpu_us(server, "/api/v1/health", [])
    second = _cpu_us(server, "/api/v1/auth/me", tokens[:USERS])
    grown = memory_mb(server.pid)
    third = _cpu_us(server, "/api/v1/auth/me", tokens[USERS:])
    print(f"CPU of GET /health                              {first:6.0f} µs")
    print(f"CPU of GET /auth/me, whole                      {min(second, third):6.0f} µs  (to reach: 900)")
    print(f"memory after {REQUESTS} and {2 * REQUESTS} of them       {grown:6.1f} and {memory_mb(server.pid):.1f} MB")
    print(f"threads                                         {threads(server.pid):6d}")
    server.close()


if __name__ == "__main__":
    main()
