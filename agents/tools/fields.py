"""Field types that several tools share."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints, ValidationInfo, WithJsonSchema

from agents.clock import Clock
from agents.requests import LATEST


def _milliseconds(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str):
        return value
    clock: Clock = (info.context or {})["clock"]
    try:
        return clock.moment(value.strip())
    except (ValueError, OverflowError):
        raise ValueError("give a date as YYYY-MM-DD, or as YYYY-MM-DDTHH:MM with a time") from None


# Models count milliseconds badly, so they may write a date; the user's timezone makes it one moment.
Moment = Annotated[
    int,
    BeforeValidator(_milliseconds),
    Field(ge=0, lt=LATEST),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "description": "YYYY-MM-DD, or YYYY-MM-DDTHH:MM with a time, in the user's timezone; or milliseconds",
        }
    ),
]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
LongText = Annotated[str, StringConstraints(max_length=100_000)]
RecordId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
