"""The one way to Stripe: our own client with short time-outs, in threads of its own that hold no connection."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import lru_cache, partial
from typing import Any, ParamSpec, TypeVar

import stripe
import structlog

from adiuva.config import config
from adiuva.errors import Problem

log = structlog.get_logger("billing.stripe")

P = ParamSpec("P")
R = TypeVar("R")

CONNECT, READ = 5.0, 8.0
RETRIES = 1
# Over all tries and calls of one bout, and against a server that sends a byte a second.
PATIENCE = 30.0
DOWN_FOR = 60.0

_pool = ThreadPoolExecutor(6, thread_name_prefix="stripe")
_failed_at = -DOWN_FOR


def enabled() -> bool:
    """Without a key nothing here may speak to Stripe: billing is a stub."""
    return bool(config.stripe_secret_key)


def client() -> stripe.StripeClient:
    return _client(config.stripe_secret_key, config.stripe_api_base)


@lru_cache(maxsize=4)
def _client(key: str, base: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        base_addresses={"api": base.rstrip("/")} if base else None,
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=(CONNECT, READ)),
    )


async def at_stripe(func: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs a bout of calls; what goes wrong is `stripe_failed`, and never in Stripe's words."""
    work = partial(copy_context().run, partial(func, *args, **kwargs))
    try:
        result = await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(_pool, work), PATIENCE)
    except TimeoutError:
        _note("TimeoutError", None, None)
        raise Problem("stripe_failed", "The payment provider did not answer in time.") from None
    except stripe.StripeError as error:
        _note(type(error).__name__, error.http_status, error.code)
        raise Problem("stripe_failed", _ADVICE) from None
    _answered()
    return result


_ADVICE = "The payment provider could not be asked. Nothing was charged; try again in a moment."


def _note(kind: str, status: int | None, code: str | None) -> None:
    log.warning("stripe.failed", error=kind, status=status, code=code)
    if status is None or status >= 500:
        global _failed_at
        _failed_at = time.monotonic()


def _answered() -> None:
    global _failed_at
    _failed_at = -DOWN_FOR


async def health() -> str:
    if not enabled():
        return "stub"
    return "down" if time.monotonic() - _failed_at < DOWN_FOR else "live"


def is_gone(error: stripe.InvalidRequestError) -> bool:
    return error.code == "resource_missing" or error.http_status == 404


def plain(thing: Any) -> dict[str, Any]:
    """Stripe's object as data, free of the library."""
    data: dict[str, Any] = thing.to_dict(for_json=True)
    return data
