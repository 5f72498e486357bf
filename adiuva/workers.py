"""Words between workers, over the channel layer: to all others, or to one. They only pass through.

Nothing is sure to arrive, so whoever needs an answer asks again. Without Redis there is nobody to talk to.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels import DEFAULT_CHANNEL_LAYER
from channels.layers import channel_layers, get_channel_layer

from adiuva.config import config
from adiuva.lifespan import on_start, on_stop

log = structlog.get_logger("adiuva.workers")

GROUP = "workers"
ECHO = "workers.echo"
BEAT = 2.0  # so often a worker says something to itself
MOST_MISSED = 3  # beats without hearing anything, then it is deaf
PAUSE = 1.0
PATIENCE = 5.0  # for one word to leave
LETTING_GO = 3 * PATIENCE  # for what is on its way to end, and connections to be closed

Word = dict[str, Any]
Ear = Callable[[str, Word], None]  # who says it, and what


class Workers:
    def __init__(self) -> None:
        self.me = ""  # the channel others answer to; empty while nobody can be reached
        self._heard = 0
        self._hearing = asyncio.Event()
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

    async def hear_ourselves(self) -> None:
        """Comes back once a word has come back; at once where there is nobody to talk to."""
        if config.redis_url:
            self._hearing.clear()
            if self.me:
                self.tell(self.me, ECHO)
            await self._hearing.wait()

    async def start(self) -> None:
        if config.redis_url:
            self._loop = asyncio.get_running_loop()
            self._hearing = asyncio.Event()  # of this loop
            self._keep(self._stay_within_reach())

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

    def _keep(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _stay_within_reach(self) -> None:
        """For as long as the worker lives: a listener that ends, however, or that has gone deaf is begun anew.

        All that may fail happens in other tasks, so that only `stop` ends this one.
        """
        while True:
            listener = self._keep(self._listen())
            missed = 0
            while missed < MOST_MISSED and not listener.done():
                before = self._heard
                if self.me:
                    self.tell(self.me, ECHO)
                await asyncio.wait({listener}, timeout=BEAT)
                missed = missed + 1 if self._heard == before else 0
            log.warning("workers.listens_anew", after=_end_of(listener))
            listener.cancel()
            await asyncio.sleep(PAUSE)

    async def _listen(self) -> None:
        layer = await _fresh_layer()
        me = await layer.new_channel()
        await layer.group_add(GROUP, me)
        self.me = me
        while True:
            message = await layer.receive(me)
            self._heard += 1
            self._hearing.set()
            self._hear(message)

    def _hear(self, message: Word) -> None:
        if message["from"] == self.me:
            return
        try:
            self._ears[message["kind"]](message["from"], message["word"])
        except Exception:  # one bad word must not deafen a worker
            log.exception("workers.misheard", kind=message.get("kind"))


def _end_of(listener: "asyncio.Task[None]") -> str:
    if not listener.done():
        return "silence"
    error = None if listener.cancelled() else listener.exception()
    return type(error).__name__ if error else "cancelled"


async def _fresh_layer() -> Any:
    """It forgets what it was subscribed to; one that cannot be brought to that is left behind."""
    layer: Any = get_channel_layer()
    try:
        async with asyncio.timeout(LETTING_GO):
            await layer.flush()
    except Exception as error:
        log.warning("workers.layer_left", error=type(error).__name__)
        channel_layers.set(DEFAULT_CHANNEL_LAYER, channel_layers.make_backend(DEFAULT_CHANNEL_LAYER))
    return get_channel_layer()


async def _send(how: str, to: str, message: Word) -> None:
    layer: Any = get_channel_layer()
    try:
        async with asyncio.timeout(PATIENCE):
            await getattr(layer, how)(to, message)
    except Exception as error:  # as if it had been lost on the way
        log.warning("workers.unreachable", error=type(error).__name__)


workers = Workers()
on_start(workers.start)
on_stop(workers.stop)
