"""Brute force: how often an address, an e-mail or a user may try what a password or a mailed token opens.

django-ratelimit's windows are fixed, so that twice the number may pass around the turn of one.
"""

import asyncio
import ipaddress
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django_ratelimit.core import get_usage

from adiuva.config import config
from adiuva.errors import Problem

WINDOW = 60
LETTERS = 3


def _attempts() -> int:
    return config.auth_attempts_per_minute


LIMITS: dict[str, Callable[[], int]] = {
    "register": _attempts,
    "login": _attempts,
    "password": _attempts,
    "admin": _attempts,
    "reset_confirm": _attempts,
    "reset": lambda: LETTERS,
    "verify": lambda: LETTERS,
    "resend": lambda: LETTERS,
}


def address_of(request: HttpRequest) -> str:
    """One host; of IPv6, the network a customer is given."""
    address = str(request.META.get("REMOTE_ADDR") or "unknown")
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address.partition('%')[0]}/64", strict=False))


def wait_for(door: str, who: str) -> int:
    """Counts an attempt: the seconds to wait before another, 0 when this one may go on."""
    key: Any = lambda *_: who  # noqa: E731 - django-ratelimit calls its keys
    usage = get_usage(None, group=door, key=key, rate=(LIMITS[door](), WINDOW), increment=True)
    return max(1, usage["time_left"]) if usage and usage["should_limit"] else 0


async def attempt(door: str, who: str) -> None:
    """Not on the loop: counting may ask Redis."""
    seconds = await asyncio.to_thread(wait_for, door, who)
    if seconds:
        raise Problem("rate_limited", retry_after=seconds)
