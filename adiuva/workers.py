"""Words between workers, over the channel layer: to all others, or to one. They only pass through.

Nothing is sure to arrive, so whoever needs an answer asks again. Without Redis there is nobody to talk to.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from adiuva.config import config
from adiuva.lifespan import on_start, on_stop

log = structlog.get_logger("adiuva.workers")

GROUP = "workers"
PAUSE = 1.0

Word = dict[str, Any]
Ear = Callable[[str, Word], None]  # who says it, and what


class Workers:
    def __init__(self) -> None:
        self.me = ""  # the channel others answer to; empty while nobody can be reached
        self._ears: dict[str, Ear] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def hears(self, kind: str) -> Callable[[Ear], Ear]:
        def keep(ear: Ear) -> Ear:
            self._ears[kind] = ear
            return ear

        return keep

    def tell_all(self, kind: str, **word: Any) -> None:
        """Every other worker; from any thread, or from a process that serves nothing."""
        if not config.redis_url:
            return
        message = self._message(kind, word)
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._aside, "group_send", GROUP, message)
        else:
            async_to_sync(_send)("group_send", GROUP, message)

    def tell(self, worker: str, kind: str, **word: Any) -> None:
        self._aside("send", worker, self._message(kind, word))

    async def start(self) -> None:
        if config.redis_url:
            self._loop = asyncio.get_running_loop()
            self._keep(self._listen())

    async def stop(self) -> None:
        self._loop = None
        tasks = set(self._tasks)
        while tasks:  # a channel layer that is just connecting may swallow the first call
            for task in tasks:
                task.cancel()
            _, tasks = await asyncio.wait(tasks, timeout=1)

    def _message(self, kind: str, word: Word) -> Word:
        return {"type": "worker.word", "kind": kind, "from": self.me, "word": word}

    def _aside(self, how: str, to: str, message: Word) -> None:
        self._keep(_send(how, to, message))

    def _keep(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _listen(self) -> None:
        """For as long as the worker lives: a Redis that went away is asked again."""
        layer: Any = get_channel_layer()
        while True:
            try:
                me = await layer.new_channel()
                await layer.group_add(GROUP, me)
                self.me = me
                while True:
                    self._hear(await layer.receive(me))
            except Exception as error:
                log.warning("workers.unreachable", error=type(error).__name__)
                await asyncio.sleep(PAUSE)

    def _hear(self, message: Word) -> None:
        if message["from"] == self.me:
            return
        try:
            self._ears[message["kind"]](message["from"], message["word"])
        except Exception:  # one bad word must not deafen a worker
            log.exception("workers.misheard", kind=message.get("kind"))


async def _send(how: str, to: str, message: Word) -> None:
    layer: Any = get_channel_layer()
    try:
        await getattr(layer, how)(to, message)
    except Exception as error:  # as if it had been lost on the way
        log.warning("workers.unreachable", error=type(error).__name__)


workers = Workers()
on_start(workers.start)
on_stop(workers.stop)
