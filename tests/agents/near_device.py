"""A device without a network: its frames go straight to the switchboard and back."""

import asyncio
import json
import time
from uuid import uuid4

from agents.devices import frames, switchboard
from agents.devices.entries import Entry
from agents.devices.link import DeviceLink
from tests.doubles.device import Records
from tests.doubles.device_store import READS, Store


class NearDevice:
    """`async with NearDevice(caller, store):`"""

    def __init__(self, caller, store=None, *, tools=READS, applies=True, device_id="near", session_id=None):
        self.records = Records(store or Store())
        self.link = DeviceLink()
        self.together = self.waiting = 0  # the most calls it had at once
        self.silent = False
        self.answers = {}  # what it says instead, by tool
        self.entry = Entry(
            caller.user_id,
            device_id,
            uuid4().hex,
            switchboard.address,
            session_id or caller.session_id,
            frozenset(tools),
            applies,
            time.time(),
        )

    @property
    def store(self):
        return self.records.store

    @property
    def asked(self):
        return [frame["tool"] for frame in self.records.seen if frame["type"] == "tool.call"]

    def write(self, frame):
        self.waiting += 1
        self.together = max(self.together, self.waiting)
        asyncio.get_running_loop().call_later(0.005, self._answer, json.loads(frame))

    def taken_over(self):
        self.silent = True

    def _answer(self, frame):
        self.waiting -= 1
        answer = self.records.answer(frame)
        if frame.get("tool") in self.answers:
            answer = {"type": "tool.result", "call_id": frame["call_id"], "result": self.answers[frame["tool"]]}
        if answer and not self.silent:
            switchboard.heard(self, frames.decode(json.dumps(answer).encode()))

    async def __aenter__(self):
        await switchboard.join(self)
        return self

    async def __aexit__(self, *_):
        switchboard.leave(self)
        await asyncio.sleep(0.01)
