from uuid import uuid4

import pytest

from accounts.asking import Caller
from adiuva.config import config
from adiuva.observability import logs
from agents import runs
from agents.events import RunEvent
from agents.registry import registry
from agents.requests import read_chat_request
from agents.runs import Run

logs.configure(config.log_level)


@pytest.fixture
def caller() -> Caller:
    return Caller(uuid4(), "anna@example.org", "free", uuid4(), True)


@pytest.fixture
def start(caller):
    """Starts a run of a ChatRequest with scripted engines."""

    async def _start(engines, message="Do it", *, caps=None, host=None, **fields) -> Run:
        request = read_chat_request({"message": message, **fields})
        options = {"engines": engines, "caps": caps, "host": host, "agents": registry}
        return await runs.start_chat(request, caller=caller, door="test", **options)

    return _start


@pytest.fixture
def events_of(start):
    """All events of a run, once it is over."""

    async def _events(*args, **kwargs) -> list[RunEvent]:
        run = await start(*args, **kwargs)
        return [event async for _, event in run.listen()]

    return _events
