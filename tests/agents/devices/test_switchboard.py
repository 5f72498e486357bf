"""Devices on several workers: who is there, who is told, who takes over."""

import asyncio

import pytest

from agents.devices.entries import MOST, TooMany
from agents.devices.frames import RunUpdate
from tests.agents.devices.world import USER, Between, SimDevice, Worker, play, read

UPDATE = RunUpdate("run", "running", 1, 3, text="Looking")


class Place:
    def __init__(self, workers=2):
        self.between = Between([])
        self.workers = [Worker(self.between, f"worker-{n}") for n in range(workers)]

    async def device(self, name, worker=0):
        device = SimDevice(name, [])
        device.heard = []
        device.hear = lambda socket, frame: device.heard.append((socket.worker.name, frame))
        await device.connect(self.workers[worker])
        return device


def scene(story):
    """Played in counted time."""

    def test():
        play(story(Place()))

    test.__name__, test.__doc__ = story.__name__, story.__doc__
    return test


@scene
async def test_all_devices_are_told_wherever_they_are(place):
    here, there = await place.device("a", 0), await place.device("b", 1)
    assert await place.workers[0].board.tell(USER, UPDATE) == 2
    await asyncio.sleep(0.1)
    [[_, frame]] = here.heard
    assert there.heard[0][1] == frame
    expected = {"type": "run.update", "run_id": "run", "status": "running", "step": 1, "steps": 3, "text": "Looking"}
    assert frame == expected


@scene
async def test_one_device_is_told(place):
    here, there = await place.device("a", 0), await place.device("b", 1)
    assert await place.workers[0].board.tell(USER, UPDATE, device_id="b") == 1
    await asyncio.sleep(0.1)
    assert here.heard == [] and len(there.heard) == 1


@scene
async def test_nobody_is_there_to_be_told(place):
    assert await place.workers[0].board.tell(USER, UPDATE) == 0


@scene
async def test_the_limit_holds_over_all_workers(place):
    for n in range(MOST):
        await place.device(f"d{n}", n % 2)
    with pytest.raises(TooMany):
        await place.device("one more", 1)
    await place.device("d0", 1)
    assert len(await place.workers[0].board.online(USER)) == MOST


@scene
async def test_without_redis_a_worker_knows_its_own(place):
    await place.device("a", 0)
    place.between.away = True
    await place.device("b", 1)
    assert [entry.device_id for entry in await place.workers[1].board.online(USER)] == ["b"]
    place.between.away = False
    await asyncio.sleep(6)  # a round of renewals
    assert {entry.device_id for entry in await place.workers[0].board.online(USER)} == {"a", "b"}


@scene
async def test_a_redis_that_comes_back_empty_is_filled_again(place):
    await place.device("a", 0)
    place.between.restart()
    assert await place.workers[1].board.online(USER) == []
    await asyncio.sleep(6)
    assert len(await place.workers[1].board.online(USER)) == 1


@scene
async def test_devices_of_a_worker_that_listens_anew_under_another_name(place):
    device = await place.device("a", 0)
    post = place.workers[0].board._post
    del place.between.posts[post.name]
    post.name = "worker-0 again"
    place.between.posts[post.name] = post
    await asyncio.sleep(6)  # a round of renewals
    await place.workers[1].board.tell(USER, UPDATE)
    await asyncio.sleep(0.1)
    assert len(device.heard) == 1


@scene
async def test_devices_of_a_worker_that_died_are_gone_after_a_while(place):
    await place.device("a", 0)
    await place.workers[0].kill()
    await asyncio.sleep(31)
    assert await place.workers[1].board.online(USER) == []


@scene
async def test_who_takes_over_elsewhere_closes_the_other(place):
    device = await place.device("a", 0)
    old = device.socket
    await device.connect(place.workers[1])
    await asyncio.sleep(0.1)
    assert not old.open
    asked = asyncio.create_task(place.workers[0].board.ask((await place.workers[0].board.online(USER))[0], read(1)))
    await asyncio.sleep(0.1)
    assert [worker for worker, _ in device.heard] == ["worker-1"]
    asked.cancel()


@scene
async def test_a_lost_word_of_a_takeover_is_made_up_for(place):
    device = await place.device("a", 0)
    old = device.socket
    place.between._loses = [True]
    await device.connect(place.workers[1])
    place.between._loses = [False]
    assert old.open
    await asyncio.sleep(6)  # a round of renewals
    assert not old.open


@scene
async def test_who_leaves_after_being_taken_over_takes_nobody_along(place):
    device = await place.device("a", 0)
    old = device.socket
    await device.connect(place.workers[1])
    old.close()
    await asyncio.sleep(0.1)
    assert len(await place.workers[0].board.online(USER)) == 1
