"""Runs that are over are kept for who comes back: some time, and so many bytes of them."""

from agents.runs import live
from tests.doubles.scripted import engines, said


async def ended(start, *words):
    run = await start(engines([*said(*words)]))
    await run.result()
    await run.over()
    return run


async def test_the_oldest_go_when_there_are_too_many_bytes(start, monkeypatch):
    for run in list(live._over):
        live.forget(run)
    first = await ended(start, "One ")
    monkeypatch.setattr(live, "KEPT_BYTES", int(first.events.bytes * 2.5))
    second, third = [await ended(start, "One ") for _ in range(2)]
    kept = [bool(live.found(run.id, run.user_id)) for run in (first, second, third)]
    assert kept == [False, True, True]
    for run in (second, third, third):  # twice: it was forgotten by the clock meanwhile
        live.forget(run)
    assert live._over_bytes == 0


async def test_one_that_is_larger_than_all_of_it_is_not_kept(start, monkeypatch):
    monkeypatch.setattr(live, "KEPT_BYTES", 1)
    run = await ended(start, "One ")
    assert live.found(run.id, run.user_id) is None
