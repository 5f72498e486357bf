import pytest

from agents.batches import clockwork
from agents.engines import FactoryEngines
from agents.rows import BOOK
from tests.doubles.scripted import ScriptedEngine


@pytest.fixture
def clock(monkeypatch):
    """A loop that beats when the test says so, and lets all that it took come to an end."""
    work = clockwork.Clockwork()

    async def beat():
        await work.beat()
        while work._at_work:
            await next(iter(work._at_work))
        await BOOK.flush()

    work.all_done = beat
    return work


@pytest.fixture(autouse=True)
def _no_rows_left():
    yield
    BOOK._rows.clear()


@pytest.fixture
def template(person):
    """A batch made of a template by a new person."""

    def _make(tier="free", name="weekly_review", **fields):
        who = person(tier=tier)
        made = who.client.post("/agents/batches", {"template": name, **fields})
        assert made.status == 201, made.json()
        return who, made.json()

    return _make


@pytest.fixture
def think(monkeypatch):
    """The batch thinks with a script."""

    def _think(*script):
        engine = ScriptedEngine(list(script))
        monkeypatch.setattr(FactoryEngines, "agent", lambda self, request: engine)
        return engine

    return _think
