"""Any order of connecting, asking, dropping, taking over, dying: every read ends in time, every action is done once."""

import asyncio
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.devices.exchange import KEPT, PATIENCE
from agents.devices.faults import DeviceFault
from tests.agents.devices.world import USER, Between, SimDevice, Worker, now, play, read, write

WORKERS, DEVICES = 3, 2
STEPS = ("read", "read", "write", "drop", "cut", "connect", "connect", "kill", "away", "back", "restart")
step = st.tuples(
    st.sampled_from(STEPS),
    st.integers(0, WORKERS - 1),
    st.integers(0, DEVICES - 1),
    st.sampled_from([0.0, 0.002, 0.1, 0.7, 3.0, 16.0]),
)
moods = st.lists(
    st.sampled_from(["well", "well", "well", "twice", "late", "slow", "leave", "silent", "deaf"]), max_size=7
)
loses = st.lists(st.sampled_from([False, False, False, True]), max_size=7)


class History:
    def __init__(self, loses, moods):
        self.between = Between(loses)
        self.workers = [Worker(self.between, f"worker-{n}") for n in range(WORKERS)]
        self.devices = [SimDevice(f"device-{n}", moods[n::2]) for n in range(DEVICES)]
        self.reads, self.writes = [], []
        self.born = 0

    async def run(self, steps):
        for device in self.devices:
            await device.connect(self.workers[0])
        for kind, worker, device, pause in steps:
            await getattr(self, kind)(worker, self.devices[device])
            await asyncio.sleep(pause)
        await self.come_to_rest()

    async def read(self, n, device):
        await self.errand(self.workers[n], device, self.reads)

    async def write(self, n, device):
        await self.errand(self.workers[n], device, self.writes)

    async def errand(self, worker, device, kept):
        there = await worker.board.online(USER)
        entry = next((entry for entry in there if entry.device_id == device.id), None)
        if entry is None:
            return
        n = len(self.reads) + len(self.writes)
        asking = self.asked(worker, entry, n) if kept is self.reads else self.handed(worker, entry, n)
        task = asyncio.create_task(asking)
        worker.runs.append(task)
        kept.append((worker, device, n, task, now()))

    async def asked(self, worker, entry, n):
        began = now()
        try:
            answer = await worker.board.ask(entry, read(n))
            assert bytes(answer.result).startswith(b'["call-%d",' % n)
        except DeviceFault as fault:
            assert fault.code in ("device_timeout", "device_gone")
        assert now() - began <= PATIENCE + 1.5

    async def handed(self, worker, entry, n):
        began = now()
        answer = await worker.board.hand_over(entry, write(n))
        assert now() - began <= PATIENCE + 1.5
        return answer

    async def drop(self, _, device):
        if device.socket:
            device.socket.close()

    async def cut(self, _, device):
        """Its worker hears of it only later, as it is with a cable that is pulled."""
        if device.socket:
            socket = device.socket
            socket.cut()
            asyncio.get_running_loop().call_later(40, socket.close)

    async def connect(self, n, device):
        await device.connect(self.workers[n])

    async def kill(self, n, _):
        await self.workers[n].kill()
        self.born += 1
        self.workers[n] = Worker(self.between, f"worker-{n}-{self.born}")

    async def away(self, *_):
        self.between.away = True

    async def back(self, *_):
        self.between.away = False

    async def restart(self, *_):
        self.between.restart()

    async def come_to_rest(self):
        """All is well again; nothing may be left waiting."""
        rest = now()
        self.between.away, self.between._loses = False, [False]
        for device in self.devices:
            device._moods = ["well"]
            await device.connect(self.workers[0])
        await asyncio.sleep(KEPT + 1)
        for worker, _, _, task, _ in self.reads:
            assert task.done()
            if worker.alive:
                task.result()
        for worker, device, n, task, began in self.writes:
            assert task.done()
            if worker.alive:
                task.result()
                if rest - began < KEPT - 5:  # whoever stays away for longer finds it in the answer's actions
                    assert device.effects.get(f"action-{n}") == 1
        for worker in self.workers:
            assert not worker.board._errands
            assert all(socket.link.in_flight == 0 for socket in worker.sockets if socket.open)


HISTORIES = int(os.environ.get("HISTORIES", "1000"))


@settings(max_examples=HISTORIES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(step, max_size=25), moods=moods, loses=loses)
def test_any_history(steps, moods, loses):
    async def history():
        await History(loses, moods).run(steps)

    play(history())


@pytest.mark.parametrize("moods", [["silent"], ["late"], ["leave"], ["deaf"]])
def test_a_device_that_never_answers_in_time(moods):
    async def history():
        told = History([], moods)
        await told.run([("read", 1, 0, 0.0), ("read", 0, 0, 0.0)])
        assert all(isinstance(task.exception(), type(None)) for _, _, _, task, _ in told.reads)

    play(history())
