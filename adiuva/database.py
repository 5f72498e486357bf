"""Database work leaves the event loop for a small pool of threads, and its connection goes back after each bout."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import OperationalError, close_old_connections

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 8
PAUSE = 1.0  # whoever comes so soon after one that waited in vain is told at once
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="database")
_silent_until = 0.0


def _bout(work: Callable[[], R]) -> R:
    global _silent_until
    if time.monotonic() < _silent_until:
        raise OperationalError("nobody could be reached a moment ago")
    try:
        return work()
    except OperationalError as error:
        if type(error.__cause__).__name__ == "PoolTimeout":  # its module is loaded with PostgreSQL only
            _silent_until = time.monotonic() + PAUSE
        raise
    finally:
        close_old_connections()


async def in_database(func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    if settings.DATABASE_INLINE:  # tests that wrap each case in a transaction need its own thread
        return await sync_to_async(func, thread_sensitive=True)(*args, **kwargs)
    work = partial(copy_context().run, partial(func, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_pool, _bout, work)
