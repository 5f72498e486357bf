"""`/chat/stream` over HTTP: a run begun, or gone on with, as Server-Sent Events."""

import re
from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from accounts.api.permissions import Verified
from adiuva.api import ApiView, read_json
from adiuva.errors import invalid
from agents import runs
from agents.answers import ChatResponse
from agents.api.keys import PARAMETER, provider_key
from agents.api.views import PlaybookRunView
from agents.requests import ChatRequest, PlanRunRequest, read_chat_request
from chat.api.sse import sse_response

EVENTS = OpenApiResponse(OpenApiTypes.STR, "`text/event-stream`: AG-UI events, as in the AsyncAPI document.")
_ID = re.compile(r"(?:([0-9a-f]{32}):)?(\d{1,9})")


class ChatStreamView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(request=ChatRequest, responses={(200, "text/event-stream"): EVENTS}, parameters=[PARAMETER])
    async def post(self, request: Any) -> StreamingHttpResponse:
        asked, key = read_chat_request(read_json(request)), provider_key(request.headers)
        run = await runs.start_chat(asked, caller=request.caller, door="sse", provider_key=key)
        return sse_response(run)

    @extend_schema(
        parameters=[
            OpenApiParameter("run_id", OpenApiTypes.STR),
            OpenApiParameter("Last-Event-ID", OpenApiTypes.STR, OpenApiParameter.HEADER),
        ],
        responses={(200, "text/event-stream"): EVENTS},
    )
    async def get(self, request: Any) -> StreamingHttpResponse:
        run_id, seq = _where(request.GET.get("run_id", ""), request.headers.get("Last-Event-ID", ""))
        return sse_response(await runs.follow(run_id, seq, caller=request.caller), seq)


class StreamedPlaybookRunView(PlaybookRunView):
    permission_classes = (Verified,)

    @extend_schema(
        request=PlanRunRequest,
        responses={(200, "application/json"): ChatResponse, (200, "text/event-stream"): EVENTS},
        parameters=[PARAMETER],
        operation_id="plans_run",
    )
    async def post(self, request: Any, plan_id: str) -> Any:
        if "text/event-stream" not in request.headers.get("Accept", ""):
            return await super().post(request, plan_id)
        return sse_response(await self.begin(request, plan_id))


def _where(run_id: str, last_event_id: str) -> tuple[str, int]:
    found = _ID.fullmatch(last_event_id or "0")
    if not found or (found[1] and run_id and found[1] != run_id):
        raise invalid("Last-Event-ID", "invalid", "This is not the id of an event of the run.")
    if not (run_id or found[1]):
        raise invalid("run_id", "required", "Name the run to go on with.")
    return run_id or found[1], int(found[2])
