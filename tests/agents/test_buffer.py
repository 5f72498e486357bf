import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adiuva.errors import Problem
from agents.events import StepStarted, TextDelta, ToolCallResult
from agents.runs.buffer import EventBuffer, weight


def filled(count, **options):
    buffer = EventBuffer(**options)
    for n in range(count):
        buffer.append(StepStarted(str(n + 1)))
    return buffer


async def heard(buffer, after=0):
    return [(seq, event.name) async for seq, event in buffer.listen(after)]


async def test_everything_is_heard_once_and_in_order():
    buffer = filled(3)
    buffer.close()
    assert await heard(buffer) == [(1, "1"), (2, "2"), (3, "3")]
    assert await heard(buffer, after=2) == [(3, "3")]
    assert await heard(buffer, after=3) == []


@pytest.mark.parametrize("after", [-1, 4])
async def test_there_is_no_such_number(after):
    with pytest.raises(Problem) as refused:
        await heard(filled(3), after)
    assert refused.value.code == "not_resumable"


async def test_listeners_wait_for_what_comes():
    buffer = filled(1)
    listeners = [asyncio.create_task(heard(buffer)) for _ in range(3)]
    for n in range(2, 6):
        await asyncio.sleep(0)
        buffer.append(StepStarted(str(n)))
    buffer.close()
    assert await asyncio.gather(*listeners) == [[(n, str(n)) for n in range(1, 6)]] * 3


async def test_what_fell_out_cannot_be_resumed():
    buffer = filled(10, most=4 * weight(StepStarted("1")))
    buffer.close()
    assert [seq for seq, _ in await heard(buffer, after=8)] == [9, 10]
    with pytest.raises(Problem) as gone:
        await heard(buffer, after=0)
    assert gone.value.code == "not_resumable"


async def test_a_listener_that_leaves_leaves_nothing():
    buffer = filled(0)
    listener = asyncio.create_task(heard(buffer))
    await asyncio.sleep(0)
    assert buffer.listeners == 1
    listener.cancel()
    await asyncio.gather(listener, return_exceptions=True)
    assert buffer.listeners == 0


async def test_numbers_can_begin_anywhere():
    buffer = filled(2, after=40)
    assert buffer.after(40) == [StepStarted("1"), StepStarted("2")]
    assert buffer.after(41, most=5) == [StepStarted("2")]
    assert buffer.last == 42


EVENTS = st.one_of(
    st.builds(TextDelta, st.just("m"), st.text(max_size=300)),
    st.builds(ToolCallResult, st.just("c"), st.lists(st.text(max_size=100), max_size=5)),
)


@given(st.lists(EVENTS, max_size=60), st.integers(400, 5000))
def test_bytes_are_bounded_and_the_rest_is_whole(events, most):
    buffer = EventBuffer(most=most)
    for event in events:
        buffer.append(event)
        assert buffer.bytes <= most
    assert buffer.last == len(events)
    kept = [seq for seq in range(len(events) + 1) if _has(buffer, seq)]
    assert kept == list(range(kept[0], len(events) + 1))
    assert buffer.after(kept[0]) == events[kept[0] :]
    assert buffer.bytes == sum(map(weight, events[kept[0] :]))


def _has(buffer, seq):
    try:
        buffer.after(seq, 0)
    except Problem:
        return False
    return True
