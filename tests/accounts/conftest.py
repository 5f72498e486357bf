import uuid
from pathlib import Path

import pytest
from django.core import mail

from accounts import letters
from tests.accounts.clock import Clock

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """All of it runs on PostgreSQL and Redis too."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.services)


@pytest.fixture(autouse=True)
def _counts_of_its_own(settings):
    """Attempts of one test do not count in the next."""
    settings.RATELIMIT_CACHE_PREFIX = f"tests:{uuid.uuid4().hex}:"


@pytest.fixture
def clock(monkeypatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def posted():
    """The letters sent so far."""

    def outbox():
        letters.collect()
        return mail.outbox

    return outbox


@pytest.fixture
def mailed_code(posted):
    """The code in the last letter."""
    return lambda: next(line for line in posted()[-1].body.splitlines() if line.count(":") == 2)
