"""What is owed is done beside the requests: at once when something comes in, and again later when it failed."""

import asyncio
import contextlib
import random
from typing import Any

import structlog

from adiuva import lifespan
from adiuva.database import in_database

log = structlog.get_logger("billing.stripe")

EVERY = 30.0
AT_ONCE = 4
GRACE = 5.0


class Worker:
    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.task: asyncio.Task[None] | None = None
        self.woken = asyncio.Event()

    async def start(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.woken = asyncio.Event()
        self.task = asyncio.create_task(self._run(), name="stripe-owed")

    async def stop(self) -> None:
        task, self.task, self.loop = self.task, None, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, TimeoutError):
                await asyncio.wait_for(task, GRACE)

    def wake(self) -> None:
        if self.loop is not None:
            self.loop.call_soon_threadsafe(self.woken.set)

    async def _run(self) -> None:
        while True:
            self.woken.clear()
            try:
                await settle()
            except Exception:  # the database may be away; what is owed is still owed
                log.exception("stripe.settling_failed")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.woken.wait(), EVERY * random.uniform(0.8, 1.2))  # noqa: S311 - spreads workers


_worker = Worker()
wake = _worker.wake


def connect() -> None:
    lifespan.on_start(_worker.start)
    lifespan.on_stop(_worker.stop)


async def settle() -> None:
    """Does all that is due now."""
    from billing.stripe import client, effects

    if not client.enabled():
        return
    room = asyncio.Semaphore(AT_ONCE)

    async def one(work: Any) -> None:
        async with room:
            await work

    while jobs := await in_database(effects.due):
        await asyncio.gather(*(one(job()) for job in jobs))
