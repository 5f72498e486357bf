"""What a socket costs that says nothing: memory, and the CPU of its pings.

python -m tests.bench.sockets [--sockets 2000] [--seconds 65]
"""

import argparse
import asyncio
import resource
import time

from websockets.asyncio.client import ClientConnection, connect

from tests.bench.process import cpu_seconds, memory_mb, threads
from tests.e2e.server import Server

A_USER = 10
AT_ONCE = 50


async def _opened(server: Server, count: int) -> list[ClientConnection]:
    tokens = [await asyncio.to_thread(server.register) for _ in range(-(-count // A_USER))]
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(n: int) -> ClientConnection:
        token = tokens[n // A_USER]["access_token"]
        async with turn:
            return await connect(
                f"ws://127.0.0.1:{server.port}/api/v1/chat/stream?token={token}",
                compression=None,
                ping_interval=None,
                proxy=None,
            )

    return list(await asyncio.gather(*(one(n) for n in range(count))))


async def _pings(sockets: list[ClientConnection], seconds: float) -> int:
    heard = 0

    async def listen(socket: ClientConnection) -> None:
        nonlocal heard
        async for _ in socket:
            heard += 1

    listening = [asyncio.create_task(listen(socket)) for socket in sockets]
    await asyncio.sleep(seconds)
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    return heard


async def _measure(server: Server, count: int, seconds: float) -> None:
    warm = await _opened(server, A_USER)
    before = memory_mb(server.pid)
    began, cpu = time.perf_counter(), cpu_seconds(server.pid)
    sockets = await _opened(server, count)
    opening, took = cpu_seconds(server.pid) - cpu, time.perf_counter() - began
    grown = memory_mb(server.pid) - before
    print(f"{count} sockets opened in {took:.1f} s (their users registered meanwhile)")
    print(f"memory a socket                {grown / count * 1024:8.1f} KB")
    print(f"CPU to register and open, each {opening / count * 1e3:8.2f} ms")
    cpu = cpu_seconds(server.pid)
    heard = await _pings(sockets, seconds)
    used = cpu_seconds(server.pid) - cpu
    print(f"pings heard in {seconds:.0f} s              {heard:8d}")
    each = used / count / seconds * 1e6
    print(f"CPU of a worker with all idle  {used / seconds * 100:8.2f} %  ({each:.1f} µs a socket and second)")
    print(f"threads                        {threads(server.pid):8d}")
    for socket in [*warm, *sockets]:
        socket.transport.abort()


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--sockets", type=int, default=2000)
    ask.add_argument("--seconds", type=float, default=65)
    args = ask.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with Server(LOG_LEVEL="WARNING") as server:
        asyncio.run(_measure(server, args.sockets, args.seconds))


if __name__ == "__main__":
    main()
