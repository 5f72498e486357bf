"""What a call to a device takes, in one process and across two workers, and what a device that is online costs.

python -m tests.bench.devices           (DATABASE_URL and REDIS_URL: also across two workers)
"""

import asyncio
import json
import os
import statistics
import time

import websockets

from tests.bench.process import cpu_seconds, memory_mb
from tests.devices.asking import device_of
from tests.doubles.device_store import Store
from tests.e2e.server import Server

APPLICATION = ("-m", "tests.bench.calling")
ONLINE, EACH = 1000, 5
PROJECTS = [{"id": f"p{n}", "name": f"Project {n}", "status": "active"} for n in range(10)]


def bench_server(workers: int) -> Server:
    server = Server(workers=workers, command=APPLICATION, DEFAULT_TIER="team", LOG_LEVEL="WARNING")
    server.manage("migrate", "--verbosity", "0", "--skip-checks")
    return server


async def round_trips(workers: int) -> None:
    with bench_server(workers) as server:
        token = server.register()["access_token"]
        figures: dict[bool, list[float]] = {True: [], False: []}
        async with device_of(server, token, Store().fill(projects=PROJECTS)):
            for _ in range(6 * workers):
                said = await asyncio.to_thread(server.request, "POST", "/bench/calls", {}, token=token)
                figures[said[2]["here"]] += said[2]["times"][20:]
        for here, times in figures.items():
            if times:
                where = "in one process" if here else "across two workers"
                p50, p99 = (statistics.quantiles(times, n=100)[n] * 1000 for n in (49, 98))
                print(f"a device call {where:<22} p50 {p50:6.2f} ms   p99 {p99:6.2f} ms   ({len(times)} calls)")


async def online() -> None:
    with bench_server(1) as server:
        tokens = (await asyncio.to_thread(server.request, "POST", "/bench/people", {}))[2]
        await asyncio.to_thread(server.request, "GET", "/health/ready")
        before = memory_mb(server.pid)
        began, cpu = time.perf_counter(), cpu_seconds(server.pid)
        url = f"ws://127.0.0.1:{server.port}/api/v1/device"

        async def connect(n: int) -> websockets.ClientConnection:
            headers = {"Authorization": f"Bearer {tokens[n // EACH]}"}
            socket = await websockets.connect(url, additional_headers=headers, compression=None, proxy=None)
            hello = {"type": "hello", "device_id": f"d{n}", "name": "", "app_version": "", "tools": ["list_tasks"]}
            await socket.send(json.dumps(hello | {"applies": True}))
            assert json.loads(await socket.recv())["type"] == "welcome"
            return socket

        sockets = []
        for start in range(0, ONLINE, 50):
            sockets += await asyncio.gather(*(connect(n) for n in range(start, start + 50)))
        took, used = time.perf_counter() - began, cpu_seconds(server.pid) - cpu
        print(f"{ONLINE} devices came online in {took:.1f} s ({used / ONLINE * 1000:.2f} ms of CPU each)")
        print(f"memory a device: {(memory_mb(server.pid) - before) / ONLINE * 1024:.1f} KiB")
        cpu = cpu_seconds(server.pid)
        await asyncio.sleep(10)
        print(f"CPU while they are silent: {(cpu_seconds(server.pid) - cpu) * 10:.1f} % of a core")
        await asyncio.gather(*(socket.close() for socket in sockets))


def main() -> None:
    asyncio.run(round_trips(1))
    if os.environ.get("REDIS_URL"):
        asyncio.run(round_trips(2))
    asyncio.run(online())


if __name__ == "__main__":
    main()
