"""What a streamed token and a request cost a worker, beside a relay that does nothing else.

    python -m tests.bench.streaming [--clients 20,100] [--rounds 2] [--tokens 200]

Upstream, servers and load are processes of their own; the model says one token every 20 ms; all clients start at once.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time

from websockets.asyncio.client import connect

from tests.bench.process import cpu_seconds, memory_mb
from tests.chat.talk import parsed
from tests.e2e.server import Server

PACE = 20
REQUEST = json.dumps({"message": "What are my open tasks this week?", "context": {"recent_tasks": []}})
COMMANDS = {"relay": ("-m", "tests.bench.relay"), "product": ("-m", "adiuva.serve", "--migrate")}


async def _chat(server: Server, token: str, rounds: int, firsts: list[float]) -> None:
    url = f"ws://127.0.0.1:{server.port}/api/v1/chat/stream?token={token}"
    async with connect(url, compression=None, ping_interval=None, proxy=None, open_timeout=60) as socket:
        for _ in range(rounds):
            began, first = time.perf_counter(), 0.0
            await socket.send(REQUEST)
            while (control := parsed(str(await socket.recv()))) is None or control.get("type") == "ping":
                first = first or time.perf_counter() - began
            assert control.get("response"), control
            firsts.append(first)


async def _load(server: Server, tokens: list[str], rounds: int) -> list[float]:
    firsts: list[float] = []
    await asyncio.gather(*(_chat(server, token, rounds, firsts) for token in tokens))
    return sorted(firsts)


def _row(name: str, server: Server, tokens: list[str], args: argparse.Namespace) -> None:
    asyncio.run(_load(server, tokens[:1], 1))
    before = cpu_seconds(server.pid)
    firsts = asyncio.run(_load(server, tokens, args.rounds))
    cost = (cpu_seconds(server.pid) - before) / (len(firsts) * args.tokens) * 1e6
    p50, p99 = statistics.median(firsts) * 1e3, firsts[int(len(firsts) * 0.99)] * 1e3
    print(f"{name:<9}{len(tokens):>8}{cost:>14.1f}{p50:>14.1f}{p99:>8.1f}{memory_mb(server.pid):>11.0f}", flush=True)


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--clients", default="20,100")
    ask.add_argument("--rounds", type=int, default=2)
    ask.add_argument("--tokens", type=int, default=200)
    ask.add_argument("--only", default=",".join(COMMANDS))
    args = ask.parse_args()
    counts = [int(count) for count in args.clients.split(",")]
    upstream = subprocess.Popen([sys.executable, "-m", "tests.doubles.upstream"], stdout=subprocess.PIPE, text=True)
    try:
        assert upstream.stdout
        models = {
            "OPENAI_API_BASE": upstream.stdout.readline().strip(),
            "OPENAI_API_KEY": "loopback",
            "LLM_MODEL": f"paced-{args.tokens}-{PACE}",
            "LLM_ROUTER_MODEL": "gpt-4o-mini",
        }
        print(f"{'server':<9}{'clients':>8}{'CPU µs/token':>14}{'first p50 ms':>14}{'p99':>8}{'memory MB':>11}")
        for name in args.only.split(","):
            with Server(command=COMMANDS[name], LOG_LEVEL="WARNING", REDIS_URL="", **models) as server:
                users = max(counts) if name == "product" else 0
                tokens = [server.register()["access_token"] for _ in range(users)] or ["none"] * max(counts)
                for count in counts:
                    _row(name, server, tokens[:count], args)
    finally:
        upstream.kill()
        upstream.wait()


if __name__ == "__main__":
    main()
