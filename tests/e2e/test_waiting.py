import asyncio
import time

import aiohttp

from tests.bench.process import threads
from tests.e2e.server import Server

AT_ONCE = 300


async def _all_at_once(server: Server) -> tuple[list[int], int]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def one() -> int:
            async with session.get(f"{server.base}/api/v1/wait") as reply:
                return reply.status

        asked = [asyncio.create_task(one()) for _ in range(AT_ONCE)]
        await asyncio.sleep(1)
        meanwhile = threads(server.pid)
        return await asyncio.gather(*asked), meanwhile


def test_waiting_views_take_no_threads():
    with Server(command=("-m", "tests.e2e.waiting")) as server:
        began = time.monotonic()
        statuses, meanwhile = asyncio.run(_all_at_once(server))
        assert statuses == [200] * AT_ONCE
        assert time.monotonic() - began < 6
        assert meanwhile <= 40
