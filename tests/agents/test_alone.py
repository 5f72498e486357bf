"""A run goes on for a while when nobody listens, and no longer."""

import asyncio

import pytest

from agents.events import RunFinished
from agents.runs import run as module
from tests.doubles.scripted import engines, said


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(module, "ALONE_SECONDS", 0.05)


def nothing():
    pass


async def test_a_run_that_nobody_listens_to_any_more_is_cancelled(start):
    run = await start(engines([*said("One "), 60.0]))
    run.attach(nothing)
    await asyncio.sleep(0.1)
    run.detach(nothing)
    await asyncio.sleep(0.03)
    assert run.end is None
    await asyncio.sleep(0.1)
    assert isinstance(run.end, RunFinished) and run.end.cancelled


async def test_who_comes_back_in_time_keeps_it_alive(start):
    run = await start(engines([*said("One "), 0.3, *said("two")]))
    run.attach(nothing)
    for _ in range(3):
        run.detach(nothing)
        await asyncio.sleep(0.03)
        run.attach(nothing)
    assert (await run.result()).result.response == "One two"


async def test_one_of_two_may_leave(start):
    run = await start(engines([*said("One "), 0.2, *said("two")]))
    waiting = asyncio.create_task(run.result())
    await asyncio.sleep(0)
    run.attach(nothing)
    run.detach(nothing)
    assert not (await waiting).cancelled


async def test_who_waits_for_an_answer_and_leaves_has_left(start):
    run = await start(engines([*said("One "), 60.0]))
    waiting = asyncio.create_task(run.result())
    await asyncio.sleep(0.02)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await asyncio.sleep(0.2)
    assert run.end is not None and run.end.cancelled
