"""What a run gives back: the contract's ChatResponse and what is in it."""

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

ActionType = Literal[
    "create_record", "update_record", "delete_record", "index_document", "send_notification", "call_agent"
]


class PlanAction(msgspec.Struct, frozen=True):
    """Something the client shall do with its own data; it applies an id once."""

    id: str
    type: ActionType
    table: str | UnsetType = UNSET
    data: dict[str, Any] | UnsetType = UNSET
    agent: str | UnsetType = UNSET


class Usage(msgspec.Struct, frozen=True):
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | UnsetType = UNSET  # absent where a price is not known
    estimated: bool = False


class ToolRequest(msgspec.Struct, frozen=True):
    """A read that the client is asked to make on its own records."""

    call_id: str
    tool: str
    args: dict[str, Any]


class InputRequired(msgspec.Struct, frozen=True):
    """The run waits for the client: it sends `state` back with the results, within ten minutes."""

    requests: list[ToolRequest]
    state: str
    status: Literal["input_required"] = "input_required"


class ChatResponse(msgspec.Struct, frozen=True):
    response: str
    actions: list[PlanAction]
    agent: str
    model: str
    run_id: str
    usage: Usage
    cancelled: Literal[True] | UnsetType = UNSET
