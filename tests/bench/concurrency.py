"""300 people ask at once; the router answers at once, the agent takes two seconds. One worker, real sockets.

python -m tests.bench.concurrency
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp

from tests.bench.process import cpu_seconds, memory_mb, threads
from tests.e2e.server import ROOT, Server

ASKING = 300
USERS = 30  # the highest tier has ten runs at once
SECONDS = 2.0
ROUNDS = 3


@contextmanager
def model_server() -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.doubles.upstream", "--port", "0"],
        cwd=ROOT,
        env={**os.environ, "ADIUVA_ENV_FILE": os.devnull},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(5)


async def _ask(session: aiohttp.ClientSession, url: str, token: str) -> float:
    began = time.perf_counter()
    async with session.post(url, json={"message": "Hi"}, headers={"Authorization": f"Bearer {token}"}) as reply:
        body = await reply.json()
        assert reply.status == 200, body
        assert body["response"], body
    return time.perf_counter() - began


async def _all_at_once(server: Server, tokens: list[str]) -> tuple[float, list[float], int]:
    url = f"{server.base}/api/v1/chat"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        began = time.perf_counter()
        asking = [asyncio.create_task(_ask(session, url, tokens[n % len(tokens)])) for n in range(ASKING)]
        most = 0
        while not all(task.done() for task in asking):
            most = max(most, threads(server.pid))
            await asyncio.sleep(0.1)
        each = sorted(task.result() for task in asking)
        return time.perf_counter() - began, each, most


def main() -> None:
    with (
        model_server() as upstream,
        Server(
            OPENAI_API_KEY="sk-bench",
            OPENAI_API_BASE=upstream,
            LLM_MODEL=f"paced-1-{SECONDS * 1000:.0f}",
            LLM_ROUTER_MODEL="gpt-4o-mini",
            DEFAULT_TIER="team",
            LOG_LEVEL="WARNING",
        ) as server,
    ):
        tokens = [server.register()["access_token"] for _ in range(USERS)]
        for n in range(ROUNDS):
            before = cpu_seconds(server.pid)
            took, each, most = asyncio.run(_all_at_once(server, tokens))
            spent = (cpu_seconds(server.pid) - before) / ASKING * 1e3
            print(
                f"round {n + 1}: {ASKING} POST /chat in {took:.2f} s (to reach: 4.5)   p50 {each[ASKING // 2]:.2f} s   "
                f"threads {most} (to reach: 40)   CPU a request {spent:.1f} ms   memory {memory_mb(server.pid):.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
