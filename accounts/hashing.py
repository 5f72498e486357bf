"""bcrypt is slow on purpose: it has threads of its own, away from the event loop, and holds no database connection."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password, verify_password

from adiuva.errors import Problem

P = ParamSpec("P")
R = TypeVar("R")

THREADS = min(4, os.cpu_count() or 1)
LONGEST_QUEUE = 64  # more would wait longer than a client does

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="hashing")
_queued = 0


async def aside(func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    global _queued
    if _queued >= LONGEST_QUEUE:
        raise Problem("unavailable", "Too many people are signing in just now.", retry_after=2)
    _queued += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_pool, lambda: func(*args, **kwargs))
    finally:
        _queued -= 1


async def hashed(password: str) -> str:
    return await aside(make_password, password)


async def matches(password: str, encoded: str) -> bool:
    """Takes the same time where there is nothing to compare with."""
    right, _ = await aside(verify_password, password, encoded or UNUSABLE_PASSWORD_PREFIX)
    return right
