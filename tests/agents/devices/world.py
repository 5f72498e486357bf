"""Workers, devices and what lies between them, in a loop whose time is only counted: minutes pass in milliseconds."""

import asyncio
import json
import selectors
import time
from collections.abc import Coroutine
from typing import Any
from uuid import UUID, uuid4

import msgspec

from agents.devices import frames
from agents.devices.entries import MOST, Entry
from agents.devices.errands import Apply, Call
from agents.devices.exchange import Switchboard
from agents.devices.link import DeviceLink
from agents.devices.post import HERE, Message, Post
from agents.devices.presence import Presence
from agents.devices.registry import LASTS_MS, Registry

USER = UUID(int=1)
TURN = 1e-6  # a turn of the loop takes some time, or two that wait for the same moment would wait for ever
AFTER = {"well": [0.01], "twice": [0.01, 0.02], "slow": [2.0], "late": [17.0], "silent": []}  # when a device answers


class _Selector(selectors.DefaultSelector):
    slept = 0.0

    def select(self, timeout: float | None = None) -> Any:
        assert timeout is not None, "nothing will ever happen again: something hangs"
        self.slept += timeout + TURN
        return super().select(0)


class CountedLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = _Selector()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.slept


def play(history: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=CountedLoop) as runner:
        runner.run(history)


def now() -> float:
    return asyncio.get_running_loop().time()


class Between:
    """What all workers share: it can be away, it loses messages, and it comes back empty."""

    def __init__(self, loses: list[bool]) -> None:
        self.entries: dict[UUID, dict[str, tuple[float, Entry]]] = {}
        self.posts: dict[str, LossyPost] = {}
        self.away = False
        self._loses, self._sent = loses or [False], 0

    def restart(self) -> None:
        self.entries.clear()

    def lost(self) -> bool:
        self._sent += 1
        return self._loses[self._sent % len(self._loses)]


class SharedRegistry(Registry):
    def __init__(self, between: Between) -> None:
        self._between = between

    async def _of(self, user_id: UUID) -> dict[str, tuple[float, Entry]]:
        await asyncio.sleep(0)
        if self._between.away:
            raise ConnectionError
        mine = self._between.entries.setdefault(user_id, {})
        for device_id in [device_id for device_id, (until, _) in mine.items() if until <= now()]:
            del mine[device_id]
        return mine

    async def join(self, entry: Entry) -> tuple[bool, Entry | None]:
        mine = await self._of(entry.user_id)
        _, old = mine.get(entry.device_id, (0, None))
        if old is None and len(mine) >= MOST:
            return False, None
        self._put_in(mine, entry)
        return True, old

    async def renew(self, entry: Entry) -> bool:
        mine = await self._of(entry.user_id)
        if entry.device_id in mine and mine[entry.device_id][1].connection != entry.connection:
            return False
        self._put_in(mine, entry)
        return True

    async def remove(self, entry: Entry) -> None:
        mine = await self._of(entry.user_id)
        if entry.device_id in mine and mine[entry.device_id][1].connection == entry.connection:
            del mine[entry.device_id]

    async def of(self, user_id: UUID) -> list[Entry]:
        return [entry for _, entry in (await self._of(user_id)).values()]

    def _put_in(self, mine: dict[str, tuple[float, Entry]], entry: Entry) -> None:
        mine[entry.device_id] = (now() + LASTS_MS / 1000, msgspec.convert(msgspec.to_builtins(entry), Entry))


class LossyPost(Post):
    def __init__(self, between: Between, name: str) -> None:
        self.between, self.name = between, name

    @property
    def address(self) -> str:
        return self.name

    def send(self, worker: str, message: Any) -> None:
        assert worker != HERE
        body = msgspec.json.encode(message)
        if not self.between.away and not self.between.lost():
            asyncio.get_running_loop().call_later(0.001, self._arrive, worker, body)

    def _arrive(self, worker: str, body: bytes) -> None:
        if there := self.between.posts.get(worker):
            there.heard(msgspec.json.decode(body, type=Message))


class Worker:
    def __init__(self, between: Between, name: str) -> None:
        self.name, self.between = name, between
        self.board = Switchboard(Presence(SharedRegistry(between)), LossyPost(between, name))
        between.posts[name] = self.board._post
        self.sockets: list[Socket] = []
        self.runs: list[asyncio.Task[Any]] = []
        self.alive = True

    async def kill(self) -> None:
        self.alive = False
        self.between.posts.pop(self.name, None)
        for task in [*self.runs, *self.board._aside, self.board._tending]:
            if task:
                task.cancel()
        for socket in self.sockets:
            socket.cut()


class Socket:
    """A device's connection as its worker sees it; cut silently, or closed so that both sides know."""

    def __init__(self, worker: Worker, device: "SimDevice") -> None:
        self.worker, self.device = worker, device
        self.link = DeviceLink(now)
        self.open = True
        self.entry = Entry(
            USER, device.id, uuid4().hex, worker.name, uuid4(), frozenset(["list_tasks"]), True, time.time() + now()
        )
        worker.sockets.append(self)

    def write(self, frame: bytes) -> None:
        if self.open:
            asyncio.get_running_loop().call_later(0.001, self.device.hear, self, json.loads(frame))

    def taken_over(self) -> None:
        self.open = False

    def cut(self) -> None:
        self.open = False

    def close(self) -> None:
        self.open = False
        if self.worker.alive:
            self.worker.board.leave(self)

    def from_device(self, frame: dict[str, Any]) -> None:
        if self.open and self.worker.alive:
            said = frames.decode(json.dumps(frame).encode())
            self.worker.board.heard(self, said)


class SimDevice:
    def __init__(self, name: str, moods: list[str]) -> None:
        self.id = name
        self.socket: Socket | None = None
        self.effects: dict[str, int] = {}
        self.reads: dict[str, int] = {}
        self._moods, self._asked = moods or ["well"], 0

    async def connect(self, worker: Worker) -> None:
        socket = Socket(worker, self)
        await worker.board.join(socket)
        self.socket = socket

    def hear(self, socket: Socket, frame: dict[str, Any]) -> None:
        if not socket.open:
            return
        self._asked += 1
        mood = self._moods[self._asked % len(self._moods)]
        if mood == "leave":
            socket.close()
        elif mood != "deaf":
            answer = self._answer(frame)
            for seconds in AFTER[mood]:
                asyncio.get_running_loop().call_later(seconds, socket.from_device, answer)

    def _answer(self, frame: dict[str, Any]) -> dict[str, Any]:
        if frame["type"] == "tool.call":
            self.reads.setdefault(frame["call_id"], len(self.reads))
            result = self.reads[frame["call_id"]]
            return {"type": "tool.result", "call_id": frame["call_id"], "result": [frame["call_id"], result]}
        ids = [action["id"] for action in frame["actions"]]
        for action_id in ids:
            if action_id not in self.effects:
                self.effects[action_id] = 1
        return {"type": "actions.ack", "run_id": frame["run_id"], "applied": ids, "rejected": []}


def read(n: int) -> Call:
    return Call(f"call-{n}", "run", "list_tasks", msgspec.Raw(b"{}"))


def write(n: int) -> Apply:
    return Apply(f"action-{n}", "run", msgspec.Raw(json.dumps({"id": f"action-{n}"}).encode()))
