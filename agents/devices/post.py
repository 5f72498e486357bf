"""What workers say to one another about devices. Any of it may be lost."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from adiuva.workers import workers
from agents.devices.errands import Answer, Errand

HERE = ""  # the address of this process in its own books


class Ask(msgspec.Struct, tag="ask"):
    """`left`: seconds that its sender still waits."""

    user_id: UUID
    device_id: str
    errand: Errand
    left: float
    sender: str


class Held(msgspec.Struct, tag="held"):
    id: str


class Lost(msgspec.Struct, tag="lost"):
    ids: list[str]


class Answered(msgspec.Struct, tag="answered"):
    answer: Answer


class Tell(msgspec.Struct, tag="tell"):
    user_id: UUID
    device_id: str
    frame: msgspec.Raw


class Replaced(msgspec.Struct, tag="replaced"):
    user_id: UUID
    device_id: str
    connection: str


Message = Ask | Held | Lost | Answered | Tell | Replaced
KIND = "devices"
_decode = msgspec.json.Decoder(Message).decode
_encode = msgspec.json.Encoder().encode


class Post:
    heard: Callable[[Message], None]

    def __init__(self) -> None:
        workers.hears(KIND)(self._hear)

    @property
    def address(self) -> str:
        """Where answers for this worker go; empty where no other can reach it."""
        return workers.me

    def send(self, worker: str, message: Message) -> None:
        workers.tell(worker, KIND, body=_encode(message))

    def _hear(self, _: str, word: dict[str, Any]) -> None:
        self.heard(_decode(word["body"]))
