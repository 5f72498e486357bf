"""What runs beside the requests of a worker: started before the first, stopped after the last."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

log = structlog.get_logger("adiuva.lifespan")

Hook = Callable[[], Awaitable[None]]
_starting: list[Hook] = []
_stopping: list[Hook] = []
_leaving: list[Callable[[], None]] = []
_last_call: asyncio.TimerHandle | None = None

LAST_CALL = 9.0  # seconds for answers under way, once a worker was asked to stop; sockets are closed a second later


def on_start(hook: Hook) -> Hook:
    _starting.append(hook)
    return hook


def on_stop(hook: Hook) -> Hook:
    _stopping.insert(0, hook)
    return hook


def on_last_call(hook: Callable[[], None]) -> Callable[[], None]:
    """For what would keep a worker from stopping; called while its requests still wait for their answers."""
    _leaving.append(hook)
    return hook


def leave() -> None:
    """The worker was asked to stop."""
    global _last_call
    if _last_call is None:
        _last_call = asyncio.get_running_loop().call_later(LAST_CALL, _call_last)


def _call_last() -> None:
    for hook in _leaving:
        hook()


async def begin() -> None:
    await _call(_starting)


async def end() -> None:
    await _call(_stopping)


async def _call(hooks: list[Hook]) -> None:
    for hook in hooks:
        try:
            await hook()
        except Exception:  # one service that fails must not keep the others down
            log.exception("lifespan.hook_failed", hook=hook.__qualname__)


class Lifespan:
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            stopping = message["type"] == "lifespan.shutdown"
            await (end() if stopping else begin())
            await send({"type": f"{message['type']}.complete"})
            if stopping:
                return
