"""Reads and writes on the user's device, while it is online when the run first needs it; else the context answers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import msgspec
from msgspec import UNSET

from agents.answers import PlanAction
from agents.devices import DeviceFault, Rejected, switchboard
from agents.devices.entries import Entry
from agents.devices.errands import Apply, Call
from agents.remote_host import RemoteHost
from agents.toolhost import ContextHost
from agents.tools.base import Read

SAID = 500  # characters of a device's own words
Clean = Callable[[dict[str, Any]], dict[str, Any]]


class DeviceHost(RemoteHost):
    def __init__(self, context: ContextHost, clean: Clean, *, run_id: str, user_id: UUID, session_id: UUID) -> None:
        super().__init__(context)
        self._clean = clean
        self._run_id, self._user_id, self._session_id = run_id, user_id, session_id
        self._device: Entry | None = None
        self._looked = False

    @property
    def device_id(self) -> str:
        return self._device.device_id if self._device else ""

    async def apply(self, action: PlanAction) -> None:
        device = await self.device()
        if device and device.applies:
            await self._hand_over(device, action)
        await super().apply(action)

    async def device(self) -> Entry | None:
        """Looked for once: a run works with the same records from its first call to its last."""
        if not self._looked:
            self._device = await switchboard.choose(self._user_id, self._session_id)
            self._looked = True
        return self._device

    async def _is_answered_here(self, tool: Read) -> bool:
        device = await self.device()
        return device is None or tool.tool not in device.tools

    async def _fetch(self, tool: str, args: dict[str, Any]) -> bytes:
        device = await self.device()
        assert device
        call = Call(uuid4().hex, self._run_id, tool, msgspec.Raw(msgspec.json.encode(self._clean(args))))
        answer = await switchboard.ask(device, call)
        if answer.error is not UNSET:
            raise DeviceFault(answer.error.detail[:SAID] or answer.error.code)
        return b"null" if answer.result is UNSET else bytes(answer.result)

    async def _hand_over(self, device: Entry, action: PlanAction) -> None:
        """One not acknowledged in time stays an action like any other: the client finds it in `actions`."""
        sent = msgspec.structs.replace(
            action, data=self._clean(action.data) if isinstance(action.data, dict) else UNSET
        )
        errand = Apply(action.id, self._run_id, msgspec.Raw(msgspec.json.encode(sent)))
        self.unsure.append(action)
        answer = await switchboard.hand_over(device, errand)
        self.unsure.remove(action)
        if answer and answer.error is not UNSET:
            raise Rejected(f"The device rejected this: {answer.error.detail[:SAID] or answer.error.code}")
