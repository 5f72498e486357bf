"""Puts runs through to devices: finds the device, sends the errand to its worker, tries again until its time is over.

Only the sender of an errand remembers it. The worker that has the device passes it on once a socket, the device answers
what it knows, so a message, a socket, a worker or Redis may be lost at any moment and the next try finds its way.
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Protocol
from uuid import UUID

import msgspec
from msgspec import UNSET
from prometheus_client import Counter

from adiuva.config import config
from adiuva.observability import metrics  # noqa: F401 - says where several workers' figures meet, before any is made
from agents.devices import post as letters
from agents.devices.entries import Entry
from agents.devices.errands import Answer, Errand, Pending
from agents.devices.faults import DeviceGone, DeviceTimeout
from agents.devices.frames import ActionsAck, RunUpdate, ToolResult, encode
from agents.devices.link import DeviceLink
from agents.devices.post import HERE, Post
from agents.devices.presence import Presence, presence_of

CALLS = Counter("adiuva_device_calls", "Reads that devices were asked for.", ["outcome"])

PATIENCE = 15.0  # what a device has to answer
KEPT = 120.0  # so long an action that was not acknowledged is sent again
RENEW_EVERY = 5.0

Joined = Callable[[UUID], None]  # a device of this user did, here


class Connection(Protocol):
    """A device's socket on this worker."""

    entry: Entry
    link: DeviceLink

    def write(self, frame: bytes) -> None: ...

    def taken_over(self) -> None: ...


class OnItsWay:
    """An errand, and whom to wake."""

    def __init__(self, pending: Pending, user_id: UUID, device_id: str, known: Entry | None) -> None:
        self.pending, self.user_id, self.device_id, self.known = pending, user_id, device_id, known
        self.news = asyncio.Event()
        self.loop = asyncio.get_running_loop()

    def wake(self) -> None:
        self.loop.call_soon_threadsafe(self.news.set)


class Switchboard:
    def __init__(self, presence: Presence, post: Post) -> None:
        self._presence, self._post = presence, post
        post.heard = self._heard
        self._here: dict[UUID, dict[str, Connection]] = {}
        self._errands: dict[str, OnItsWay] = {}
        self._on_join: list[Joined] = []
        self._aside: set[asyncio.Task[Any]] = set()
        self._tending: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        return self._post.address

    def on_join(self, then: Joined) -> Joined:
        self._on_join.append(then)
        return then

    async def join(self, connection: Connection) -> None:
        """Takes over from a connection of the same device; raises TooMany."""
        entry = connection.entry
        old = await self._presence.join(entry)
        mine = self._here.setdefault(entry.user_id, {})
        if (replaced := mine.get(entry.device_id)) is not None:
            self._drop(replaced)
            replaced.taken_over()
        elif old is not None and old.worker:
            self._post.send(old.worker, _replaced(old))
        self._here.setdefault(entry.user_id, {})[entry.device_id] = connection
        for errand in self._of(entry.user_id, entry.device_id):
            errand.known = None
            errand.pending.back(_now())
            errand.wake()
        self._tend()
        for then in self._on_join:
            then(entry.user_id)

    def leave(self, connection: Connection) -> None:
        self._drop(connection)
        self._do_aside(self._presence.leave(connection.entry))

    def heard(self, connection: Connection, said: ToolResult | ActionsAck) -> None:
        replies, sent = connection.link.hear(said)
        for frame in sent:
            connection.write(frame)
        for reply in replies:
            if reply.sender == HERE:
                self._answered(reply.answer)
            else:
                self._post.send(reply.sender, letters.Answered(reply.answer))

    async def online(self, user_id: UUID) -> list[Entry]:
        """The user's devices, the one last active first."""
        return sorted(await self._presence.of(user_id), key=lambda entry: entry.last_active, reverse=True)

    async def choose(self, user_id: UUID, session_id: UUID | None = None) -> Entry | None:
        """The device that asked, which has the caller's session; else the one last active."""
        there = await self.online(user_id)
        own = (entry for entry in there if entry.session_id == session_id)
        return next(own, there[0] if there else None)

    async def ask(self, device: Entry, errand: Errand, *, patience: float = PATIENCE) -> Answer:
        """What the device answers; raises DeviceTimeout or DeviceGone when its time is over."""
        answer = await self._send_for(device, errand, patience)
        if answer is not None:
            CALLS.labels("answered" if answer.error is UNSET else "refused").inc()
            return answer
        there = await self._presence.of(device.user_id)
        fault = DeviceTimeout() if any(entry.device_id == device.device_id for entry in there) else DeviceGone()
        CALLS.labels(fault.code).inc()
        raise fault

    async def hand_over(self, device: Entry, errand: Errand, *, patience: float = PATIENCE) -> Answer | None:
        """As `ask`, for an action: who stops waiting leaves it on its way, for it is to be done once, however late."""
        sending = self._do_aside(self._send_for(device, errand, max(patience, KEPT)))
        try:
            async with asyncio.timeout(patience):
                return await asyncio.shield(sending)
        except TimeoutError:
            return None

    async def tell(self, user_id: UUID, update: RunUpdate, *, device_id: str | None = None) -> int:
        """Tells the user's devices, or one of them; to how many it went. Nobody waits for an answer to this."""
        frame = encode(update)
        entries = [entry for entry in await self.online(user_id) if device_id in (None, entry.device_id)]
        for entry in entries:
            if not self._write(user_id, entry.device_id, frame):
                self._post.send(entry.worker, letters.Tell(user_id, entry.device_id, msgspec.Raw(frame)))
        return len(entries)

    async def close(self) -> None:
        if self._tending:
            self._tending.cancel()

    async def _send_for(self, device: Entry, errand: Errand, seconds: float) -> Answer | None:
        now = _now()
        pending = Pending(errand, now, now + seconds)
        mine = self._errands[errand.id] = OnItsWay(pending, device.user_id, device.device_id, device)
        try:
            while pending.answer is None and (now := _now()) < pending.until:
                if pending.due(now):
                    pending.tried(now)
                    await self._try(mine)
                await _wait(mine.news, min(pending.next_try, pending.until) - _now())
            return pending.answer
        finally:
            if self._errands.get(errand.id) is mine:
                del self._errands[errand.id]

    async def _try(self, errand: OnItsWay) -> None:
        """At first where the device was just now; whoever tries again looks for it anew."""
        pending = errand.pending
        if (connection := self._connection(errand.user_id, errand.device_id)) is not None:
            self._pass_on(connection, pending.errand, HERE, pending.until - _now())
            pending.held(_now())
            return
        entry, errand.known = errand.known, None
        if entry is None:
            there = await self._presence.of(errand.user_id)
            entry = next((entry for entry in there if entry.device_id == errand.device_id), None)
        if entry is None or entry.worker == HERE:
            pending.lost(_now())
            return
        left = pending.until - _now()
        sender = self.address
        ask = letters.Ask(errand.user_id, errand.device_id, pending.errand, left, sender)
        if sender:
            self._post.send(entry.worker, ask)
        else:
            pending.lost(_now())

    def _pass_on(self, connection: Connection, errand: Errand, sender: str, left: float) -> None:
        for frame in connection.link.ask(errand, sender, left):
            connection.write(frame)

    def _heard(self, message: letters.Message) -> None:
        match message:
            case letters.Ask(user_id, device_id, errand, left, sender):
                connection = self._connection(user_id, device_id)
                if connection is None:
                    self._post.send(sender, letters.Lost([errand.id]))
                    return
                self._pass_on(connection, errand, sender, left)
                self._post.send(sender, letters.Held(errand.id))
            case letters.Held(id_):
                for kept in self._named([id_]):
                    kept.pending.held(_now())
            case letters.Lost(ids):
                self._lost(ids)
            case letters.Answered(answer):
                self._answered(answer)
            case letters.Tell(user_id, device_id, frame):
                self._write(user_id, device_id, bytes(frame))
            case letters.Replaced(user_id, device_id, id_):
                connection = self._connection(user_id, device_id)
                if connection is not None and connection.entry.connection == id_:
                    self._drop(connection)
                    connection.taken_over()

    def _answered(self, answer: Answer) -> None:
        for errand in self._named([answer.id]):
            errand.pending.answered(answer)
            errand.wake()

    def _lost(self, ids: Iterable[str]) -> None:
        for errand in self._named(ids):
            errand.pending.lost(_now())
            errand.wake()

    def _drop(self, connection: Connection) -> None:
        entry = connection.entry
        mine = self._here.get(entry.user_id, {})
        if mine.get(entry.device_id) is connection:
            del mine[entry.device_id]
            if not mine:
                del self._here[entry.user_id]
        undone: dict[str, list[str]] = {}
        for held in connection.link.leave():
            undone.setdefault(held.sender, []).append(held.errand.id)
        for sender, ids in undone.items():
            if sender == HERE:
                self._lost(ids)
            else:
                self._post.send(sender, letters.Lost(ids))

    def _connection(self, user_id: UUID, device_id: str) -> Connection | None:
        return self._here.get(user_id, {}).get(device_id)

    def _write(self, user_id: UUID, device_id: str, frame: bytes) -> bool:
        connection = self._connection(user_id, device_id)
        if connection is not None:
            connection.write(frame)
        return connection is not None

    def _named(self, ids: Iterable[str]) -> list[OnItsWay]:
        return [self._errands[id_] for id_ in ids if id_ in self._errands]

    def _of(self, user_id: UUID, device_id: str) -> list[OnItsWay]:
        return [one for one in self._errands.values() if (one.user_id, one.device_id) == (user_id, device_id)]

    def _do_aside(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)
        return task

    def _tend(self) -> None:
        task = self._tending
        if task is None or task.done() or task.get_loop() is not asyncio.get_running_loop():
            self._tending = asyncio.create_task(self._keep(), name="devices' presence")

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            for connection in [one for mine in self._here.values() for one in mine.values()]:
                connection.entry.worker = self.address  # another one once this worker had to listen anew
                renewed = await self._presence.renew(connection.entry)
                if renewed is None:
                    break  # the next round tries again
                if not renewed:
                    self._drop(connection)
                    connection.taken_over()


def _now() -> float:
    return asyncio.get_running_loop().time()


def _replaced(old: Entry) -> letters.Replaced:
    return letters.Replaced(old.user_id, old.device_id, old.connection)


async def _wait(news: asyncio.Event, seconds: float) -> None:
    if seconds > 0 and not news.is_set():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await news.wait()
    news.clear()


switchboard = Switchboard(presence_of(config.redis_url), Post())
