"""Messages and tools in OpenAI's words, which LiteLLM and LangChain take too."""

from collections.abc import Sequence
from typing import Any

from agents.llm.messages import Message, ToolSpec

# These think at a temperature of their own and count their thoughts as completion tokens.
REASONING = ("o1", "o3", "o4", "gpt-5")
DIMENSIONS = 1536


def message_payload(message: Message) -> dict[str, Any]:
    payload: dict[str, Any] = {"role": message.role, "content": message.content}
    if message.tool_calls:
        payload["content"] = message.content or None
        payload["tool_calls"] = [
            {"id": c.id, "type": "function", "function": {"name": c.name, "arguments": c.arguments}}
            for c in message.tool_calls
        ]
    if message.tool_call_id:
        payload["tool_call_id"] = message.tool_call_id
    return payload


def tool_payload(tool: ToolSpec) -> dict[str, Any]:
    function = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    return {"type": "function", "function": function}


def call_payload(messages: Sequence[Message], tools: Sequence[ToolSpec]) -> dict[str, Any]:
    payload: dict[str, Any] = {"messages": [message_payload(m) for m in messages]}
    if tools:
        payload["tools"] = [tool_payload(t) for t in tools]
    return payload


def embedding_payload(name: str, texts: Sequence[str]) -> dict[str, Any]:
    payload: dict[str, Any] = {"input": list(texts)}
    return payload | ({"dimensions": DIMENSIONS} if cuts_vectors(name) else {})


def cuts_vectors(name: str) -> bool:
    """Whether the model gives as many numbers as it is asked for."""
    return name.rsplit("/", 1)[-1].startswith("text-embedding-3")


def sampling(name: str, temperature: float, max_tokens: int | None) -> dict[str, Any]:
    thinks = name.rsplit("/", 1)[-1].startswith(REASONING)
    chosen: dict[str, Any] = {} if thinks else {"temperature": temperature}
    if max_tokens is not None:
        chosen["max_completion_tokens" if thinks else "max_tokens"] = max_tokens
    return chosen
