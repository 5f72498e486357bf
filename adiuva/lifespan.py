"""What runs beside the requests of a worker: started before the first, stopped after the last."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog

log = structlog.get_logger("adiuva.lifespan")

Hook = Callable[[], Awaitable[None]]
_starting: list[Hook] = []
_stopping: list[Hook] = []


def on_start(hook: Hook) -> Hook:
    _starting.append(hook)
    return hook


def on_stop(hook: Hook) -> Hook:
    _stopping.insert(0, hook)
    return hook


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
