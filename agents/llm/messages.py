"""What goes into an engine and what comes out of it."""

from typing import Any, Literal

import msgspec

Role = Literal["system", "user", "assistant", "tool"]


class ToolCall(msgspec.Struct, frozen=True):
    id: str
    name: str
    arguments: str  # JSON as the model wrote it, perhaps wrong


class Message(msgspec.Struct, frozen=True):
    role: Role
    content: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str = ""


class ToolSpec(msgspec.Struct, frozen=True):
    name: str
    description: str
    parameters: dict[str, Any]  # JSON schema


class Text(msgspec.Struct, frozen=True, gc=False):
    text: str


class ToolFragment(msgspec.Struct, frozen=True):
    """A piece of a tool call: the first of an index carries id and name, all carry some of the arguments."""

    index: int
    id: str = ""
    name: str = ""
    arguments: str = ""


class Usage(msgspec.Struct, frozen=True):
    input_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False
    model: str = ""  # who answered, where several may have


Delta = Text | ToolFragment | Usage
