"""`/device`: the standing connection of a user's desktop app."""

import asyncio
import time
from typing import ClassVar
from uuid import uuid4

import msgspec

from adiuva.edge import too_deep
from adiuva.errors import Problem
from agents.devices import frames as device
from agents.devices import switchboard
from agents.devices.entries import MOST, Entry, TooMany
from agents.devices.link import DeviceLink
from billing.limits.slots import Slots
from chat import frames
from chat.consumers.door import TOO_MANY, Door
from chat.faults import fault_of
from chat.open_sockets import PING_AFTER

HELLO_SECONDS = 10.0
SAYS = "hello, tool.result, actions.ack or pong"


class DeviceSocket(Door):
    """The user's devices are counted by their ids, when they say hello; here only sockets are, twice as many, for one
    that takes over comes before the other has gone."""

    name = "device"
    slots: ClassVar[Slots] = Slots("device_sockets")
    most_open = 2 * MOST

    entry: Entry | None = None

    def entered(self) -> None:
        self.link = DeviceLink()
        self._hello_by: asyncio.TimerHandle | None = self.loop.call_later(HELLO_SECONDS, self._no_hello)

    def left(self) -> None:
        self._greeted()
        if self.entry:
            switchboard.leave(self)

    async def heard(self, text: str | bytes) -> None:
        try:
            match _decoded(text):
                case device.Pong():
                    pass
                case device.Hello() as hello:
                    await self._hello(hello)
                case said:
                    self._known().last_active = time.time()
                    switchboard.heard(self, said)
        except Problem as problem:
            self.write(frames.encode(frames.Refused(frames.body(problem, self.request_id))))

    def write(self, frame: bytes) -> None:
        self.line.write(frame)

    def taken_over(self) -> None:
        self.close(TOO_MANY, "the device has connected again")

    async def _hello(self, hello: device.Hello) -> None:
        if self.entry is not None:
            raise Problem("conflict", "This device has said hello before.")
        entry = Entry(
            user_id=self.caller.user_id,
            device_id=hello.device_id,
            connection=uuid4().hex,
            worker=switchboard.address,
            session_id=self.caller.session_id,
            tools=frozenset(hello.tools),
            applies=hello.applies,
            last_active=time.time(),
        )
        self._greeted()
        self.entry = entry
        try:
            await switchboard.join(self)
        except TooMany:
            self.entry = None
            self.close(TOO_MANY, f"{MOST} devices may be online at once")
            return
        self.write(device.encode(device.Welcome(entry.connection, round(PING_AFTER))))

    def _known(self) -> Entry:
        if self.entry is None:
            raise Problem("invalid", "Say hello first.")
        return self.entry

    def _greeted(self) -> None:
        if self._hello_by:
            self._hello_by.cancel()
            self._hello_by = None

    def _no_hello(self) -> None:
        self.close(TOO_MANY, "a device says hello first")


def _decoded(text: str | bytes) -> device.SAID:
    raw = text.encode() if isinstance(text, str) else text
    if too_deep(raw):
        raise Problem("malformed", "The JSON nests too deep.")
    try:
        said: device.SAID = device.decode(raw)
    except msgspec.ValidationError as error:
        raise fault_of(error, f"The frame is none of {SAYS}, or has other fields than these have.") from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Problem("malformed", "The frame is not valid JSON.") from None
    return said
