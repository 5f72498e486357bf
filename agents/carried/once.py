"""Remembers for a while which states were used; in Redis for all workers, and never what was in them."""

import time
from typing import TYPE_CHECKING

import structlog

from adiuva.config import config

if TYPE_CHECKING:
    from billing.limits.connection import Connection

log = structlog.get_logger("agents.carried")

PREFIX = "adiuva:used:"


class Once:
    def __init__(self, url: str = config.redis_url) -> None:
        self._connection = _connection(url) if url else None
        self._used: dict[str, float] = {}

    async def use(self, id_: str, seconds: int) -> bool:
        """Whether it is the first time. While Redis is away each worker knows its own alone."""
        now = time.monotonic()
        while self._used and self._used[oldest := next(iter(self._used))] <= now:
            del self._used[oldest]
        if id_ in self._used:
            return False
        self._used[id_] = now + seconds
        if self._connection is None:
            return True
        from billing.limits.connection import one_kind_of_failure

        try:
            with one_kind_of_failure():
                return bool(await self._connection.client().set(PREFIX + id_, 1, nx=True, ex=seconds))
        except OSError as error:
            log.warning("carried.redis_unavailable", error=type(error).__name__)
            return True


def _connection(url: str) -> "Connection":
    from billing.limits.connection import (
        Connection,
    )  # brings Redis' client, which a process without Redis does not need

    return Connection(url)
