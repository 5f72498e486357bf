"""Every frame of the chat sockets, both ways: encoded from these types, and described by them."""

from typing import Annotated, Any, Literal, NotRequired, TypedDict, cast

import msgspec
from msgspec import UNSET, UnsetType

from adiuva.errors import FieldError, Problem
from agents.answers import ChatResponse, InputRequired, PlanAction, Usage
from agents.devices.frames import Pong as Pong
from plans.plan import ExecutionPlan


class ProblemBody(TypedDict):
    """As in the answers over HTTP; some codes have members of their own beside these."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: NotRequired[list[FieldError]]
    retry_after: NotRequired[int]


# Shapes without a tag, which msgspec encodes but cannot describe by itself.
RESULTS = (ChatResponse, ExecutionPlan, InputRequired)
_REFS = [{"$ref": f"#/components/schemas/{kind.__name__}"} for kind in RESULTS]
Result = Annotated[Any, msgspec.Meta(extra_json_schema={"anyOf": _REFS})]


class Sent(msgspec.Struct, gc=False):
    """From the server."""


class Ping(Sent, tag_field="type", tag="ping"):
    """There was no other frame for 30 s."""


class Refused(Sent, tag_field="type", tag="error", rename="camel"):
    """What was asked for does not happen; what runs goes on."""

    error: ProblemBody
    run_id: str | UnsetType = UNSET


class SignedInAgain(Sent, tag_field="type", tag="auth.ok"):
    expires_at: int


class Done(Sent, kw_only=True):
    """The last frame of a plain run, or of a request that never became one."""

    done: Literal[True] = True
    response: str = ""
    actions: list[PlanAction] = []
    agent: str | UnsetType = UNSET
    model: str | UnsetType = UNSET
    run_id: str | UnsetType = UNSET
    usage: Usage | UnsetType = UNSET
    plan: ExecutionPlan | UnsetType = UNSET
    error: ProblemBody | UnsetType = UNSET
    cancelled: Literal[True] | UnsetType = UNSET


class Event(Sent, tag_field="type", rename="camel", kw_only=True):
    """An event of AG-UI; numbered from 1, without a gap."""

    run_id: str
    seq: int


class RunStarted(Event, tag="RUN_STARTED"):
    thread_id: str


class StepStarted(Event, tag="STEP_STARTED"):
    step_name: str


class StepFinished(Event, tag="STEP_FINISHED"):
    step_name: str


class TextStart(Event, tag="TEXT_MESSAGE_START"):
    message_id: str
    role: Literal["assistant"] = "assistant"


class TextContent(Event, tag="TEXT_MESSAGE_CONTENT"):
    message_id: str
    delta: str


class TextEnd(Event, tag="TEXT_MESSAGE_END"):
    message_id: str


class ToolCallStart(Event, tag="TOOL_CALL_START"):
    tool_call_id: str
    tool_call_name: str


class ToolCallArgs(Event, tag="TOOL_CALL_ARGS"):
    """`delta` is JSON, whole in one event."""

    tool_call_id: str
    delta: str


class ToolCallEnd(Event, tag="TOOL_CALL_END"):
    tool_call_id: str


class ToolCallResult(Event, tag="TOOL_CALL_RESULT"):
    """`content` is JSON: the client's own records, or `{"error": …}`."""

    message_id: str
    tool_call_id: str
    content: str
    role: Literal["tool"] = "tool"


class Custom(Event, tag="CUSTOM"):
    """An action, as soon as it is known."""

    value: PlanAction
    name: Literal["action"] = "action"


class RunFinished(Event, tag="RUN_FINISHED"):
    thread_id: str
    result: Result
    usage: Usage
    cancelled: Literal[True] | UnsetType = UNSET


class RunError(Event, tag="RUN_ERROR"):
    """The last event of a run that broke off; without a run (`runId` is empty) of a request that never became one."""

    message: str
    code: str
    problem: ProblemBody
    usage: Usage = Usage()


class Received(msgspec.Struct, forbid_unknown_fields=True):
    """From the client, beside a ChatRequest."""


class Cancel(Received, tag_field="type", tag="cancel"):
    pass


class Abort(Received, tag_field="type", tag="abort", rename="camel"):
    run_id: str | UnsetType = UNSET


class Resume(Received, tag_field="type", tag="resume", rename="camel"):
    run_id: str
    seq: int = 0


class Auth(Received, tag_field="type", tag="auth"):
    access_token: str


# A pong is not asked for on a chat socket, and not minded.
CONTROLS = Cancel | Abort | Resume | Auth | Pong
SHARED = Ping | Refused | SignedInAgain
PLAIN = SHARED | Done
AG_UI = (
    SHARED
    | RunStarted
    | StepStarted
    | StepFinished
    | TextStart
    | TextContent
    | TextEnd
    | ToolCallStart
    | ToolCallArgs
    | ToolCallEnd
    | ToolCallResult
    | Custom
    | RunFinished
    | RunError
)


def body(problem: Problem, request_id: str) -> ProblemBody:
    return cast(ProblemBody, problem.body(request_id))


encode = msgspec.json.Encoder().encode
