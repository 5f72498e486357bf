"""A reference device: the user's records in SQLite behind the device socket.

Run it beside a server: python -m tests.doubles.device ws://127.0.0.1:8000/api/v1/device TOKEN [records.sqlite3]
"""

import asyncio
import contextlib
import json
import random
import sys
import uuid
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import websockets

from tests.doubles.device_store import READS, Refused, Store

REMEMBERED = 1000
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0


class Records:
    """What the app does with a frame: answers a read once and from its cache after that, applies an action once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reads = 0  # that were really made
        self.seen: list[dict[str, Any]] = []
        self.refuse: dict[str, str] = {}  # a table, and why nothing is changed in it
        self._answers: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def answer(self, frame: dict[str, Any]) -> dict[str, Any] | None:
        self.seen.append(frame)
        match frame["type"]:
            case "ping":
                return {"type": "pong"}
            case "tool.call":
                return self._read(frame)
            case "actions":
                return self._apply(frame)
        return None

    def _read(self, frame: dict[str, Any]) -> dict[str, Any]:
        call_id = frame["call_id"]
        if call_id not in self._answers:
            self.reads += 1
            answer: dict[str, Any] = {"type": "tool.result", "call_id": call_id}
            try:
                answer["result"] = self.store.read(frame["tool"], frame["args"])
            except Refused as refused:
                answer["error"] = {"code": refused.code, "detail": refused.detail}
            self._answers[call_id] = answer
            while len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
        return self._answers[call_id]

    def _apply(self, frame: dict[str, Any]) -> dict[str, Any]:
        applied, rejected = [], []
        for action in frame["actions"]:
            try:
                self._willing(action.get("table", ""))
                self.store.apply(action)
                applied.append(action["id"])
            except Refused as refused:
                rejected.append({"id": action["id"], "reason": refused.detail})
        return {"type": "actions.ack", "run_id": frame["run_id"], "applied": applied, "rejected": rejected}

    def _willing(self, table: str) -> None:
        if table in self.refuse:
            raise Refused("rejected", self.refuse[table])


@dataclass
class Faults:
    """How it misbehaves; each a share of its answers."""

    drop: float = 0.0
    late: float = 0.0  # answers after `delay`
    twice: float = 0.0
    leave: float = 0.0  # cuts the connection instead of answering
    delay: float = 0.0
    seed: random.Random = field(default_factory=lambda: random.Random(1))

    def hits(self, share: float) -> bool:
        return share > 0 and self.seed.random() < share


class Device:
    """`async with Device(url, token, store):` – online, and back again each time the connection is lost."""

    def __init__(
        self,
        url: str,
        token: str,
        store: Store | None = None,
        *,
        device_id: str = "",
        tools: list[str] | None = None,
        applies: bool = True,
        faults: Faults | None = None,
    ) -> None:
        self.url, self.token = url, token
        self.records = Records(store or Store())
        self.faults = faults or Faults()
        self.hello = {
            "type": "hello",
            "device_id": device_id or uuid.uuid4().hex,
            "name": "Reference device",
            "app_version": "0.1.0",
            "tools": sorted(READS) if tools is None else tools,
            "applies": applies,
        }
        self.welcome: dict[str, Any] = {}
        self.online = asyncio.Event()
        self.connections = 0
        self.closed_with: int | None = None
        self.socket: websockets.ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._late: set[asyncio.Task[None]] = set()

    @property
    def store(self) -> Store:
        return self.records.store

    @property
    def updates(self) -> list[dict[str, Any]]:
        return [frame for frame in self.records.seen if frame["type"] == "run.update"]

    async def __aenter__(self) -> "Device":
        self._task = asyncio.create_task(self.stay())
        waiting = asyncio.create_task(self.online.wait())
        done, _ = await asyncio.wait({self._task, waiting}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        assert done, "the device did not get in"
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in (self._task, *self._late):
            if task:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task

    async def stay(self) -> None:
        """Until the server says that this device, its session or this connection is no longer wanted."""
        pause = FIRST_PAUSE
        while self.closed_with is None or self.closed_with < 4400:
            try:
                async for socket in self._connected():
                    pause = FIRST_PAUSE
                    async for frame in socket:
                        await self._hear(socket, json.loads(frame))
            except (OSError, websockets.WebSocketException) as error:
                closed = getattr(error, "rcvd", None)
                self.closed_with = closed.code if closed else None
            self.online.clear()
            if self.closed_with is None or self.closed_with < 4400:
                await asyncio.sleep(pause * random.uniform(0.5, 1.5))
                pause = min(pause * 2, LONGEST_PAUSE)

    async def leave(self) -> None:
        """Cuts the connection; it comes back by itself."""
        if self.socket:
            self.online.clear()
            self.socket.transport.abort()

    async def say(self, frame: dict[str, Any] | str) -> None:
        assert self.socket
        await self.socket.send(frame if isinstance(frame, str) else json.dumps(frame))

    async def _connected(self) -> AsyncIterator[websockets.ClientConnection]:
        headers = {"Authorization": f"Bearer {self.token}"}
        async with websockets.connect(
            self.url, additional_headers=headers, max_size=4 * 1024 * 1024, proxy=None, compression=None
        ) as socket:
            self.socket = socket
            await socket.send(json.dumps(self.hello))
            yield socket
            self.closed_with = socket.close_code

    async def _hear(self, socket: websockets.ClientConnection, frame: dict[str, Any]) -> None:
        if frame["type"] == "welcome":
            self.welcome = frame
            self.connections += 1
            self.online.set()
            return
        answer = self.records.answer(frame)
        if answer is None:
            return
        if frame["type"] == "ping":
            await socket.send(json.dumps(answer))
            return
        faults = self.faults
        if faults.hits(faults.leave):
            self.online.clear()
            socket.transport.abort()
        elif faults.hits(faults.late):
            task = asyncio.create_task(self._later(socket, answer))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
        elif not faults.hits(faults.drop):
            for _ in range(2 if faults.hits(faults.twice) else 1):
                await socket.send(json.dumps(answer))

    async def _later(self, socket: websockets.ClientConnection, answer: dict[str, Any]) -> None:
        await asyncio.sleep(self.faults.delay)
        with contextlib.suppress(websockets.WebSocketException):
            await socket.send(json.dumps(answer))


async def main(url: str, token: str, path: str = ":memory:") -> None:
    device = Device(url, token, Store(path))
    print(f"device {device.hello['device_id']}, records in {path}")
    await device.stay()
    print(f"closed with {device.closed_with}")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
