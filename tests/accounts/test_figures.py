"""Figures of each day: counted anywhere, added up over workers, lost by none."""

import asyncio
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from asgiref.sync import async_to_sync

from accounts.figures import Writer, of_days, store, write
from accounts.models import DailyFigure
from adiuva.observability import figures
from agents.answers import Usage
from agents.runs.figures import note
from agents.runs.hooks import RunRecord
from plans.leakguard.findings import Finding
from plans.leakguard.report import report

pytestmark = pytest.mark.services


@pytest.fixture(autouse=True)
def _nothing_counted():
    figures.take()
    yield
    figures.take()


def today():
    return datetime.now(UTC).date()


def test_counting_from_many_threads_loses_nothing():
    def many():
        for _ in range(2_000):
            figures.count("throttled")

    threads = [Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert figures.take() == {(today(), "throttled"): 8_000}
    assert figures.take() == {}


def test_writing_adds_to_what_is_there(db):
    yesterday = today() - timedelta(days=1)
    write({(today(), "throttled"): 2, (yesterday, "throttled"): 7})
    write({(today(), "throttled"): 3, (today(), "guard_hits"): 1})
    assert of_days(yesterday) == {
        (yesterday, "throttled"): 7,
        (today(), "throttled"): 5,
        (today(), "guard_hits"): 1,
    }
    assert (yesterday, "throttled") not in of_days(today())


@pytest.mark.parametrize("names", [1, 3])
def test_writing_costs_a_statement_a_name(db, names, django_assert_max_num_queries):
    counts = dict.fromkeys([(today(), f"n{number}") for number in range(names)], 1)
    with django_assert_max_num_queries(3 + names):
        write(counts)


def test_what_was_counted_is_written_when_a_worker_stops(db):
    async def work():
        writer = Writer(seconds=60)
        await writer.start()
        figures.count("guard_hits", 3)
        await writer.stop()

    async_to_sync(work)()
    assert list(DailyFigure.objects.values_list("name", "count")) == [("guard_hits", 3)]


async def test_it_is_written_while_a_worker_runs(monkeypatch):
    written = []
    monkeypatch.setattr(store, "write", written.append)
    figures.count("throttled")
    writer = Writer(seconds=0.001)
    await writer.start()
    async with asyncio.timeout(5):
        while not written:
            await asyncio.sleep(0.001)
    await writer.stop()
    assert written == [{(today(), "throttled"): 1}]


async def test_a_database_that_is_away_loses_nothing(monkeypatch):
    def away(counts):
        figures.count("throttled")  # meanwhile
        raise OSError

    monkeypatch.setattr(store, "write", away)
    figures.count("throttled", 4)
    await Writer().flush()
    assert figures.take() == {(today(), "throttled"): 5}


def test_refusals_are_counted(world):
    for _ in range(22):
        world.owner.client.get("/billing/usage")
    assert figures.take()[today(), "throttled"] == 2


def test_a_webhook_that_is_not_believed_is_counted(api):
    assert api.post("/billing/webhook", body=b"{}", headers={"Stripe-Signature": "t=1,v1=00"}).status == 400
    assert figures.take() == {(today(), "refused_webhooks"): 1}


def test_what_the_guard_takes_out_is_counted():
    report([Finding("prompt", 0, 3), Finding("prompt", 9, 12)])
    assert figures.take() == {(today(), "guard_hits"): 2}


def a_run(status):
    return RunRecord("r", "u", "chat", "task", status, 0.0, 1, None, Usage(), [], 0, "", "")


async def test_runs_are_counted_and_those_that_failed():
    for status in ("done", "failed", "cancelled", "waiting"):
        await note(a_run(status))
    assert figures.take() == {(today(), "runs"): 3, (today(), "failed_runs"): 1}
