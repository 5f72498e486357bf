"""What every test has; its environment is set in tests/settings.py."""

import pytest
from blockbuster import blockbuster_ctx

from adiuva.observability import logs
from tests.client import Client
from tests.doubles.fixtures import model_server, online, upstream  # noqa: F401

PRODUCT = ["adiuva", "accounts", "billing", "plans", "agents", "chat"]
logs.configure("WARNING")  # as the server does: structlog's own way reads source files where an error is logged


@pytest.fixture(autouse=True)
def _nothing_blocks_the_loop():
    """A blocking call on an event loop fails the test that made it."""
    with blockbuster_ctx(scanned_modules=["tests.test_guards", *PRODUCT]) as guard:
        # LiteLLM looks whether SSL_CERT_FILE is there for each client it makes: one stat an hour.
        guard.functions["os.stat"].can_block_in(
            "custom_httpx/http_handler.py", {"get_ssl_verify", "get_ssl_configuration"}
        )
        yield


@pytest.fixture(autouse=True)
def _one_thread(settings):
    """Database work stays in the test's own thread, so that it sees the transaction of the test."""
    settings.DATABASE_INLINE = True
    settings.PASSWORD_HASHERS = ["tests.hashers.QuickHasher"]


@pytest.fixture
def api(db) -> Client:
    return Client()


@pytest.fixture
def world(db):
    """An owner, a team mate and a stranger, each signed in."""
    from tests.accounts import worlds

    return worlds.make_world()


@pytest.fixture
def person(db):
    """Makes signed-in people of any tier: `person(tier="pro").client`."""
    from tests.accounts import worlds

    return worlds.make_person


@pytest.fixture
def user(world):
    return world.owner.user


@pytest.fixture
def stranger(world) -> Client:
    return world.stranger.client


@pytest.fixture
def signed_in(world) -> Client:
    return world.owner.client
