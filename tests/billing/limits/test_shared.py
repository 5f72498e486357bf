"""The window in a real Redis."""

import asyncio
import json
import subprocess
import sys
import uuid

import pytest
from redis.asyncio import Redis

from adiuva.config import config
from billing.limits.shared import SharedWindow

pytestmark = [pytest.mark.services, pytest.mark.skipif(not config.redis_url, reason="there is no Redis here")]


@pytest.fixture
async def shared():
    window = SharedWindow(config.redis_url, window=0.4, prefix=f"test:{uuid.uuid4().hex}:")
    yield window
    await window.close()


async def test_it_lets_pass_and_refuses_as_the_window_of_a_process_does(shared):
    said = [await shared.decide("user", 3) for _ in range(4)]
    assert [decision.allowed for decision in said] == [True, True, True, False]
    assert [decision.remaining for decision in said] == [2, 1, 0, 0]
    assert 0 < said[3].retry_after <= 0.4
    assert 0 < said[1].reset <= said[0].reset == pytest.approx(0.4)


async def test_what_it_refuses_does_not_count_and_the_wait_it_names_is_right(shared):
    for _ in range(3):
        last = await shared.decide("user", 2)
    for _ in range(20):
        last = await shared.decide("user", 2)
    await asyncio.sleep(last.retry_after + 0.001)
    assert (await shared.decide("user", 2)).allowed


async def test_an_upgrade_holds_at_once_and_a_downgrade_waits(shared):
    assert [(await shared.decide("user", 1)).allowed for _ in range(2)] == [True, False]
    assert (await shared.decide("user", 3)).remaining == 1
    refused = await shared.decide("user", 1)
    assert not refused.allowed
    assert refused.retry_after > refused.reset


async def test_looking_and_forgetting(shared):
    await shared.decide("user", 2)
    assert [(await shared.peek("user", 2)).remaining for _ in range(3)] == [1, 1, 1]
    await shared.forget("user")
    assert (await shared.peek("user", 2)).remaining == 2


async def test_nothing_stays_in_redis_once_a_user_is_idle(shared):
    redis = Redis.from_url(config.redis_url)
    for _ in range(30):
        await shared.decide("user", 5)
    moments = await redis.lrange(f"{shared.prefix}user", 0, -1)
    assert [len(moment) for moment in moments] == [16] * 5  # whole microseconds
    await asyncio.sleep(0.45)
    assert not await redis.exists(f"{shared.prefix}user")
    await redis.aclose()


async def test_many_at_once_in_one_process_pass_exactly_the_limit(shared):
    said = await asyncio.gather(*(shared.decide("user", 7) for _ in range(40)))
    assert sum(decision.allowed for decision in said) == 7


def test_eight_processes_never_pass_more_than_the_limit_in_any_window():
    limit, window, seconds, key = 40, 0.5, 2.0, uuid.uuid4().hex
    given = [config.redis_url, key, limit, window, seconds]
    command = [sys.executable, "-m", "tests.billing.limits.hammer", *map(str, given)]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(8)]
    for child in children:
        assert child.stdout.readline() == b"ready\n"
    for child in children:
        child.stdin.write(b"go\n")
        child.stdin.flush()
    said = [json.loads(child.communicate(timeout=30)[0]) for child in children]
    passed = sorted(tuple(pair) for one in said for pair in one["passed"])
    assert sum(one["asked"] for one in said) > 5 * len(passed)
    assert len(passed) >= limit * (seconds / window - 1)
    for begun, _ in passed:
        # Only what was certainly decided within [begun, begun + window): sent after it began, answered before it ended.
        inside = [1 for sent, answered in passed if begun <= sent and answered < begun + window]
        assert len(inside) <= limit
