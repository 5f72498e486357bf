"""What a device and the server say to each other."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Raw, UnsetType

Name = Annotated[str, Meta(max_length=200)]
Id = Annotated[str, Meta(min_length=1, max_length=200)]
DeviceId = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[^\u0000-\u001f\u007f]+$")]
Status = Literal["queued", "running", "waiting", "done", "failed", "cancelled"]


class ToDevice(msgspec.Struct, gc=False):
    """From the server."""


class Welcome(ToDevice, tag_field="type", tag="welcome"):
    """`heartbeat`: so many seconds without a frame, and a ping comes."""

    session: str
    heartbeat: int = 30


class ToolCall(ToDevice, tag_field="type", tag="tool.call"):
    """A read. `deadline_ms` is what is left of its time."""

    call_id: str
    tool: str
    args: Raw
    deadline_ms: int
    run_id: str


class Actions(ToDevice, tag_field="type", tag="actions"):
    """To be applied, each id once however often it comes."""

    run_id: str
    actions: list[Raw]


class RunUpdate(ToDevice, tag_field="type", tag="run.update"):
    """How a batch or a background run goes on."""

    run_id: str
    status: Status
    step: int
    steps: int
    batch_id: str | UnsetType = UNSET
    text: str | UnsetType = UNSET


class FromDevice(msgspec.Struct, forbid_unknown_fields=True):
    """From the device."""


class Hello(FromDevice, tag_field="type", tag="hello"):
    """`tools`: the reads it answers. `applies`: it takes actions as they happen."""

    device_id: DeviceId
    name: Name = ""
    app_version: Name = ""
    tools: Annotated[list[Id], Meta(max_length=200)] = []
    applies: bool = False


class DeviceError(msgspec.Struct):
    code: Name
    detail: Annotated[str, Meta(max_length=2000)] = ""


class ToolResult(FromDevice, tag_field="type", tag="tool.result"):
    """One of `result` and `error`."""

    call_id: str
    result: Raw | UnsetType = UNSET
    error: DeviceError | UnsetType = UNSET


class Rejection(msgspec.Struct):
    id: str
    reason: Annotated[str, Meta(max_length=2000)] = ""


class ActionsAck(FromDevice, tag_field="type", tag="actions.ack"):
    run_id: str
    applied: list[str] = []
    rejected: list[Rejection] = []


class Pong(FromDevice, tag_field="type", tag="pong"):
    pass


SENT = Welcome | ToolCall | Actions | RunUpdate
SAID = Hello | ToolResult | ActionsAck | Pong
decode = msgspec.json.Decoder(SAID).decode
encode = msgspec.json.Encoder().encode
