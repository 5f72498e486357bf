"""Keeps optional parts of libraries out of a worker's memory: what nobody here uses, they do without."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from adiuva.config import config

# Tracebacks in colour, a command line, greenlets: 5 MB. Signatures of tokens by keys we do not have: 9 MB.
UNUSED = ("rich", "pygments", "greenlet", "cryptography")
WOULD_USE_THEM = ("structlog", "jwt")


def of_absent_services() -> list[str]:
    """What libraries load for services that the environment does not name."""
    names = []
    if config.on_sqlite:
        names.append("psycopg")  # the admin's theme asks for PostgreSQL's types of field: 10 MB
    if not config.stripe_secret_key:
        names += ["requests", "httpx", "aiohttp"]  # Stripe's client looks for every way to reach it: 9 MB
    return names


@contextmanager
def hidden(*packages: str) -> Iterator[None]:
    """As if they were not installed; from then on they can be imported as ever."""
    masked = [name for name in packages if name not in sys.modules]
    sys.modules |= dict.fromkeys(masked)  # type: ignore[arg-type]  # None is how Python itself says: not there
    try:
        yield
    finally:
        for name in masked:
            del sys.modules[name]


with hidden(*UNUSED):
    for name in WOULD_USE_THEM:
        import_module(name)
