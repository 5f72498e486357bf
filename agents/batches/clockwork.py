"""The loop that makes batches run: in a process of its own where there is Redis, else inside the web process."""

import asyncio
import contextlib
import socket
from collections.abc import Iterable
from uuid import UUID, uuid4

import structlog
from django.utils import timezone

from adiuva.database import in_database
from adiuva.workers import workers
from agents.batches import due, queue, telling
from agents.batches.queue import Row
from agents.devices import switchboard

log = structlog.get_logger("agents.batches")

SECONDS = 2.0
BREATH = 0.1  # between two beats at least: a thousand devices that join together are one piece of news
MOST_AT_ONCE = 24
CLEAR_EVERY = 900  # beats
NEWS = "batches"
JOINED = "batches.joined"


class Clockwork:
    """Belongs to one event loop. Any number of them may go at once."""

    def __init__(self, seconds: float = SECONDS, most_at_once: int = MOST_AT_ONCE) -> None:
        self.name = f"{socket.gethostname()}-{uuid4().hex[:12]}"
        self._seconds, self._most = seconds, most_at_once
        self._news = asyncio.Event()
        self._going: asyncio.Task[None] | None = None
        self._at_work: set[asyncio.Task[None]] = set()
        self._joined: set[UUID] = set()  # whose device came since the last beat
        workers.hears(NEWS)(lambda *_: self.hurry())
        workers.hears(JOINED)(lambda _, word: self.joined(UUID(word["user"])))

    async def start(self) -> None:
        self._news = asyncio.Event()  # of this loop
        self._going = asyncio.create_task(self._go(), name="batches")

    async def stop(self) -> None:
        tasks = [*([self._going] if self._going else []), *self._at_work]
        self._going = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def hurry(self) -> None:
        """There is something to do."""
        self._news.set()

    def joined(self, user_id: UUID) -> None:
        """A run of his may wait for just this."""
        if self._going:
            self._joined.add(user_id)
            self.hurry()

    async def beat(self) -> None:
        now = timezone.now()
        for run in await in_database(due.queue_due, now):
            telling.queued(run)
        await in_database(due.send_again, now)
        ended = await in_database(due.give_up_dead, now)
        joined, self._joined = self._joined, set()
        if waiting := await in_database(due.waiting, now, joined):
            ended += await in_database(due.look_again, waiting, await _online(run.user_id for run in waiting), now)
        for run, code in ended:
            await telling.ended(run, code)
        await self.take()

    async def take(self) -> None:
        for row in await in_database(queue.take, self.name, self._most - len(self._at_work)):
            task = asyncio.create_task(self._work(row))
            self._at_work.add(task)
            task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        if len(self._at_work) == self._most:
            self.hurry()
        self._at_work.discard(task)

    async def _work(self, row: Row) -> None:
        try:
            await row.task.func(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        except Exception:
            log.exception("batch.task_failed", task=str(row.pk))
        await in_database(queue.done, row)

    async def _go(self) -> None:
        beats = 0
        while True:
            self._news.clear()
            try:
                if beats % CLEAR_EVERY == 0:
                    await in_database(queue.clear_stale)
                await self.beat()
            except Exception:  # a database that is away comes back
                log.exception("batches.beat_failed")
            beats += 1
            await asyncio.sleep(BREATH)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._seconds):
                    await self._news.wait()


async def _online(users: Iterable[UUID]) -> set[UUID]:
    return {user_id for user_id in set(users) if await switchboard.choose(user_id) is not None}


CLOCKWORK = Clockwork()


@switchboard.on_join
def _joined(user_id: UUID) -> None:
    CLOCKWORK.joined(user_id)
    if workers.me:
        workers.tell_all(JOINED, user=str(user_id))


async def hurry() -> None:
    """Wherever the loop is."""
    CLOCKWORK.hurry()
    await in_database(workers.tell_all, NEWS)  # which waits for Redis where this process does not listen
