"""What these doors answer with, where no run says it."""

import msgspec


class AgentEntry(msgspec.Struct, frozen=True):
    name: str
    description: str
    tools: list[str]


class ModelEntry(msgspec.Struct, frozen=True):
    name: str
    provider: str
