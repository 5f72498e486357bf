"""The seam between the product and a model: anything with a name and deltas()."""

from collections.abc import AsyncGenerator, Sequence
from typing import Protocol

from agents.llm.messages import Delta, Message, ToolSpec


class Engine(Protocol):
    model: str  # as the answer names it: "offline", "gpt-4o", "anthropic/claude-…"

    def deltas(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> AsyncGenerator[Delta]:
        """Streams one model call; closing the generator closes the provider's connection."""
        ...

    async def embed(self, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        """The vectors of the texts and the input tokens they took."""
        ...
