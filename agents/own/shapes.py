"""Own agents as clients send them and see them."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType
from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("This must not be blank.")
    return text.strip()


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("This must not hold a NUL character.")
    return text


Name = Annotated[str, Field(max_length=80), AfterValidator(_filled), AfterValidator(_storable)]
Description = Annotated[str, Field(max_length=500), AfterValidator(_storable)]
Instructions = Annotated[str, Field(max_length=8000), AfterValidator(_storable)]
AgentName = Annotated[str, Field(max_length=64)]
ModelName = Annotated[str, Field(max_length=200)]
Temperature = Annotated[float, Field(ge=0, le=2)]


class OwnAgentRequest(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: Name
    agent: AgentName
    description: Description = ""
    instructions: Instructions = ""
    model: ModelName | None = None
    temperature: Temperature | None = None
    enabled: bool = True


class OwnAgentChange(BaseModel):
    """Changes what it names; a model or temperature of null goes back to the server's."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: Name = ""
    agent: AgentName = ""
    description: Description = ""
    instructions: Instructions = ""
    model: ModelName | None = None
    temperature: Temperature | None = None
    enabled: bool = True


class OwnAgentEntry(msgspec.Struct, frozen=True):
    """`unavailable` says why an agent is kept but not used: the code of a refusal."""

    id: str
    name: str
    description: str
    agent: str
    instructions: str
    enabled: bool
    model: str | None = None
    temperature: float | None = None
    unavailable: str | UnsetType = UNSET
