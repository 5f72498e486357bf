"""200 batches due at the same minute, on two workers, with their users' devices on sockets of two web processes.

python -m tests.bench.batches [batches] [workers]
Needs PostgreSQL and Redis: DATABASE_URL, REDIS_URL (127.0.0.1 by default).
"""

import asyncio
import os
import sys
import time
from collections import Counter
from statistics import quantiles

import psycopg

from tests.bench.process import cpu_seconds, memory_mb
from tests.doubles.device import Device
from tests.e2e.server import Server
from tests.e2e.test_batches import batch_of, store, url_of
from tests.e2e.workers import Workers

EACH = 10  # batches of one user: as many as run at once


async def measure(server: Server, workers: Workers, tokens: list[str], batches: int) -> None:
    devices = [Device(url_of(server), token, store()) for token in tokens]
    for device in devices:
        await device.__aenter__()
    await asyncio.sleep(2)
    cpu = [cpu_seconds(process.pid) for process in workers.processes]
    with psycopg.connect(server.database_url, autocommit=True) as database:
        database.execute("UPDATE agents_batch SET next_due = now()")
        began = time.perf_counter()
        begun: dict[str, float] = {}
        ended: dict[str, float] = {}
        seen = [0] * len(devices)
        while len(ended) < batches and time.perf_counter() - began < 120:
            await asyncio.sleep(0.01)
            now = time.perf_counter() - began
            for n, device in enumerate(devices):
                news = device.updates[seen[n] :]
                seen[n] += len(news)
                for frame in news:
                    (begun if frame["status"] == "running" else ended).setdefault(frame["batch_id"], now)
        took = time.perf_counter() - began
        statuses = Counter(row[0] for row in database.execute("SELECT status FROM agents_batchrun"))
    steps = Counter((u["batch_id"], u["step"]) for d in devices for u in d.updates if u["status"] == "running")
    used = [cpu_seconds(process.pid) - before for process, before in zip(workers.processes, cpu, strict=True)]
    print(f"{batches} batches of two steps, {len(tokens)} users with a device each, {len(used)} workers")
    twice = sum(count > 1 for count in steps.values())
    print(f"  ended {len(ended)} in {took:.1f} s: {dict(statuses)}; steps begun twice: {twice}")
    for name, times in (("first heard of", begun), ("ended", ended)):
        cuts = quantiles(times.values(), n=100)
        print(f"  {name}: p50 {cuts[49]:.2f} s, p99 {cuts[98]:.2f} s after they were due")
    each = ", ".join(f"{one:.1f}" for one in used)
    print(f"  CPU of the workers: {each} s, {sum(used) / batches * 1000:.0f} ms a batch")
    print(f"  memory of the workers: {', '.join(f'{memory_mb(p.pid):.0f}' for p in workers.processes)} MB")
    for device in devices:
        await device.__aexit__()


def main(batches: int = 200, workers: int = 2) -> None:
    os.environ.setdefault("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/11")
    with Server(workers=2, DEFAULT_TIER="team", LOG_LEVEL="WARNING") as server:
        tokens = [server.register()["access_token"] for _ in range(batches // EACH)]
        for token in tokens:
            for _ in range(EACH):
                batch_of(server, token)
        with Workers(server, workers) as running:
            time.sleep(3)
            asyncio.run(measure(server, running, tokens, batches))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
