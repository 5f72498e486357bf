"""The messages of a model call as one Turn: what is asked, what is known, what was called already."""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from agents.llm.data import read_blocks
from agents.llm.messages import Message, ToolSpec

TurnKind = Literal["agent", "classify", "synthesize", "step"]


class Said(msgspec.Struct, frozen=True):
    role: str
    text: str


class Reply(msgspec.Struct, frozen=True):
    """What a call gave: a value, or why it failed."""

    value: Any = None
    error: str = ""


class Turn(msgspec.Struct):
    kind: TurnKind
    message: str
    context: dict[str, Any]
    blocks: dict[str, Any]
    history: list[Said]
    replies: dict[str, Reply]  # by call id
    called: dict[tuple[str, str], Reply]  # by name and arguments
    tools: dict[str, dict[str, Any]]  # their fields by name


def read_turn(messages: Sequence[Message], tools: Sequence[ToolSpec]) -> Turn:
    asked = max((i for i, m in enumerate(messages) if m.role == "user"), default=-1)
    content = messages[asked].content if asked >= 0 else ""
    blocks, around = read_blocks(content)
    context = blocks.get("context")
    message = blocks.get("message", around if blocks else content)
    replies, called = _replies(messages[asked + 1 :])
    return Turn(
        kind=_kind(blocks, tools),
        message=message if isinstance(message, str) else str(message or ""),
        context=next((c for c in (context, blocks.get("records")) if isinstance(c, dict)), {}),
        blocks=blocks,
        history=_history(messages[: max(asked, 0)], context),
        replies=replies,
        called=called,
        tools={tool.name: tool.parameters.get("properties", {}) for tool in tools},
    )


def _kind(blocks: dict[str, Any], tools: Sequence[ToolSpec]) -> TurnKind:
    if tools:
        return "agent"
    if "agents" in blocks:
        return "classify"
    if "results" in blocks:
        return "synthesize"
    return "step" if "output" in blocks else "agent"


def _history(messages: Sequence[Message], context: Any) -> list[Said]:
    """What was said before: the messages, else what the context tells of them."""
    told = context.get("conversation_history") if isinstance(context, dict) else context
    said = [Said(m.role, _plain(m.content)) for m in messages if m.role in ("user", "assistant") and m.content]
    if said or not isinstance(told, list):
        return said
    entries = [entry for entry in told if isinstance(entry, dict) and isinstance(entry.get("content"), str)]
    return [Said(str(entry.get("role", "user")), entry["content"]) for entry in entries]


def _plain(content: str) -> str:
    if "<data " not in content:
        return content
    blocks, around = read_blocks(content)
    message = blocks.get("message")
    return message if isinstance(message, str) else around


def _replies(messages: Sequence[Message]) -> tuple[dict[str, Reply], dict[tuple[str, str], Reply]]:
    names = {call.id: (call.name, call.arguments) for m in messages for call in m.tool_calls}
    replies: dict[str, Reply] = {}
    called: dict[tuple[str, str], Reply] = {}
    for message in messages:
        if message.role == "tool":
            reply = read_reply(message.content)
            replies[message.tool_call_id] = reply
            if message.tool_call_id in names:
                called[names[message.tool_call_id]] = reply
    return replies, called


def read_reply(content: str) -> Reply:
    blocks, _ = read_blocks(content)
    if "error" in blocks:
        return Reply(error=_words(blocks["error"]))
    value = next(iter(blocks.values())) if blocks else _decoded(content)
    if isinstance(value, dict) and value.get("error"):
        return Reply(error=_words(value["error"]))
    if not blocks and isinstance(value, str) and value.lower().startswith("error"):
        return Reply(error=value)
    return Reply(value)


def _decoded(content: str) -> Any:
    try:
        return msgspec.json.decode(content)
    except msgspec.DecodeError:
        return content


def _words(error: Any) -> str:
    if isinstance(error, dict):
        error = error.get("detail") or error.get("message") or error.get("code") or "it failed"
    return str(error)
