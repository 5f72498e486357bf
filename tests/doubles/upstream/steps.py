"""What a script is made of."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Say:
    """Text, one event a piece; `together` sends all pieces in one write."""

    pieces: tuple[str, ...]
    every: float = 0
    together: bool = False


@dataclass(frozen=True)
class Call:
    """A tool call, its arguments cut into fragments. `extra` overrides fields of the fragment's JSON."""

    name: str
    arguments: dict[str, Any] | str
    index: int = 0
    id: str = ""
    fragments: int = 3
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def json(self) -> str:
        return self.arguments if isinstance(self.arguments, str) else json.dumps(self.arguments)


@dataclass(frozen=True)
class Calls:
    """Several tool calls whose fragments come interleaved."""

    calls: tuple[Call, ...]


@dataclass(frozen=True)
class Tokens:
    """The usage of the answer; without one the server counts words, with None it says nothing."""

    input: int | None
    output: int = 0


@dataclass(frozen=True)
class Finish:
    reason: str


@dataclass(frozen=True)
class Wait:
    seconds: float


@dataclass(frozen=True)
class Open:
    """Sends the headers and the role, and nothing of the answer yet."""


@dataclass(frozen=True)
class Hang:
    """Says nothing more, and keeps the connection."""


@dataclass(frozen=True)
class Cut:
    """Drops the connection."""


@dataclass(frozen=True)
class Raw:
    data: bytes


@dataclass(frozen=True)
class Status:
    code: int
    headers: dict[str, str] = field(default_factory=dict)
    error: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ErrorEvent:
    """An error object inside a stream that began well."""

    error: dict[str, Any]


Step = Say | Call | Calls | Tokens | Finish | Wait | Open | Hang | Cut | Raw | Status | ErrorEvent
Script = Sequence[Step]
SECRET_OF_THE_PROVIDER = "upstream-says-org-4711-key-sk-live"


def answer(text: str, *, every: float = 0, tokens: Tokens | None = None) -> Script:
    said = Say(tuple(pieces(text)), every)
    return [said, tokens] if tokens else [said]


def call(name: str, arguments: dict[str, Any], **kwargs: Any) -> Script:
    return [Call(name, arguments, id=kwargs.pop("id", f"call_{name}"), **kwargs)]


def pieces(text: str) -> Iterator[str]:
    words = text.split(" ")
    for n, word in enumerate(words):
        yield word + " " if n < len(words) - 1 else word
