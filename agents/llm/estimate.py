"""Tokens where a provider does not count them: four characters make one, near enough for a usage line."""

from collections.abc import Sequence

import msgspec

from agents.llm.messages import Message, ToolSpec, Usage
from agents.llm.payload import call_payload

CHARACTERS_A_TOKEN = 4
TOKENS_A_MESSAGE = 4


def tokens_in(characters: int) -> int:
    return -(-characters // CHARACTERS_A_TOKEN)


def estimate(messages: Sequence[Message], tools: Sequence[ToolSpec], output_characters: int, model: str = "") -> Usage:
    said = sum(len(m.content) + sum(len(c.name) + len(c.arguments) for c in m.tool_calls) for m in messages)
    described = len(msgspec.json.encode(call_payload((), tools))) if tools else 0
    asked = tokens_in(said + described) + TOKENS_A_MESSAGE * len(messages)
    return Usage(asked, tokens_in(output_characters), estimated=True, model=model)
