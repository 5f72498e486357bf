"""What a client may ask, checked: the contract's ChatRequest, for every door that starts a run."""

from typing import Annotated, Any, Literal, Self, TypeVar

import msgspec
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from adiuva.errors import FieldError, Problem, field_error, pointed
from agents.carried.journal import Outcome
from agents.clock import ZONES
from agents.own.keys import key_of_name

MAX_MESSAGE = 32_000
MAX_CONTEXT = 1024 * 1024
LATEST = 32_503_680_000_000  # the year 3000: dates stay computable in every timezone

CODES = {"extra_forbidden": "unknown", "missing": "required"}
WORDS = {  # where pydantic speaks of Python and of our classes
    "extra_forbidden": "There is no such field.",
    "dict_type": "This must be an object.",
    "model_type": "This must be an object.",
}

Record = dict[str, Any]
M = TypeVar("M", bound=BaseModel)


def _zone(name: str) -> str:
    if name not in ZONES:
        raise ValueError("This is not a timezone of the IANA database.")
    return name


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("This must not be blank.")
    return text


Text = Annotated[str, Field(min_length=1, max_length=MAX_MESSAGE), AfterValidator(_not_blank)]


class HistoryMessage(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    role: str
    content: str


class ChatContext(BaseModel):
    """What the client knows and the request needs; keys without a name here are kept too."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    user_profile: Record = {}
    relevant_documents: list[str] = []
    recent_tasks: list[Record] = []
    conversation_history: list[HistoryMessage] = []
    projects: list[Record] = []
    timelines: list[Record] = []
    notes: list[Record] = []
    timezone: Annotated[str, AfterValidator(_zone)] | None = None
    now: Annotated[int, Field(ge=0, lt=LATEST)] | None = None


class RunRequest(BaseModel):
    """What every run may be given, whatever it shall do."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    context: ChatContext = ChatContext()
    model: str | None = None


class ChatRequest(RunRequest):
    message: Text
    execution_mode: Literal["direct", "plan"] = "direct"
    agent: Annotated[str, AfterValidator(key_of_name)] | None = None
    client_tools: bool = False


class PlanRunRequest(RunRequest):
    variables: Record = {}


class CallError(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    code: Annotated[str, Field(max_length=200)]
    detail: Annotated[str, Field(max_length=2000)] = ""


class CallResult(BaseModel):
    """One of `result` and `error`."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    call_id: str
    result: Any = None
    error: CallError | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if ("result" in self.model_fields_set) == (self.error is not None):
            raise ValueError("Give either result or error.")
        return self

    def outcome(self) -> Outcome:
        return (
            Outcome(result=self.result) if self.error is None else Outcome(error=self.error.detail or self.error.code)
        )


class ContinueRequest(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    state: Annotated[str, Field(min_length=1)]
    results: Annotated[list[CallResult], Field(max_length=256)]


class EmbedRequest(BaseModel):
    """Either one text or several."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    text: Text | None = None
    texts: Annotated[list[Text], Field(min_length=1, max_length=128)] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.text is None) == (self.texts is None):
            raise ValueError("Give either text or texts.")
        return self

    def given(self) -> list[str]:
        return [self.text] if self.text is not None else list(self.texts or ())


def read_chat_request(data: Any) -> ChatRequest:
    return checked(ChatRequest, data)


def checked(model: type[M], data: Any) -> M:
    """Decoded JSON as the model; what does not fit is a problem that points at each field."""
    if not isinstance(data, dict):
        raise Problem("invalid", errors=[field_error("", "object", "The body must be a JSON object.")])
    for field in ("context", "variables"):
        if len(msgspec.json.encode(data.get(field))) > MAX_CONTEXT:
            detail = f"This may have {MAX_CONTEXT} bytes."
            raise Problem("too_large", detail, errors=[field_error(field, "too_large", detail)])
    try:
        return model.model_validate(data)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False, include_context=True)
        raise Problem("invalid", errors=[_field_error(fault) for fault in faults]) from None


def _field_error(fault: ErrorDetails) -> FieldError:
    kind = fault["type"]
    detail = WORDS.get(kind, fault["msg"]).removeprefix("Value error, ")
    return field_error(pointed(fault["loc"]), CODES.get(kind, kind), detail)
