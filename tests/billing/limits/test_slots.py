"""How many of a kind a user has at once."""

import asyncio
import uuid

import pytest

from adiuva.config import config
from billing.limits.shared_slots import SharedSlots
from billing.limits.slots import Slots

pytestmark = pytest.mark.services


def kind():
    return f"test-{uuid.uuid4().hex}"


async def test_so_many_and_no_more_and_each_user_his_own():
    slots, user, other = Slots(kind()), uuid.uuid4(), uuid.uuid4()
    taken = await asyncio.gather(*(slots.take(user, 3) for _ in range(8)))
    held = [slot for slot in taken if slot]
    assert len(held) == 3
    assert await slots.take(other, 1)
    slots.give_back(held[0])
    assert await slots.take(user, 3)
    assert await slots.take(user, 3) is None


async def test_without_redis_each_process_counts_for_itself():
    slots, user = Slots(kind(), "redis://127.0.0.1:1/0"), uuid.uuid4()
    assert await slots.take(user, 1)
    assert await slots.take(user, 1) is None


needs_redis = pytest.mark.skipif(not config.redis_url, reason="there is no Redis here")


@needs_redis
async def test_workers_share_the_places():
    name, user = kind(), uuid.uuid4()
    one, two = Slots(name), Slots(name)
    mine = await one.take(user, 2)
    assert await two.take(user, 2)
    assert await one.take(user, 2) is None and await two.take(user, 2) is None
    one.give_back(mine)
    await asyncio.sleep(0.05)
    assert await two.take(user, 2)


@needs_redis
async def test_places_nobody_renews_are_free_again():
    shared, user = SharedSlots(kind(), config.redis_url, lasts_ms=200), uuid.uuid4()
    assert await shared.take(user, "a", 1)
    assert not await shared.take(user, "b", 1)
    await asyncio.sleep(0.12)
    await shared.renew([(user, "a")])
    await asyncio.sleep(0.12)
    assert not await shared.take(user, "b", 1)
    await asyncio.sleep(0.25)
    assert await shared.take(user, "b", 1)
    await shared.close()
