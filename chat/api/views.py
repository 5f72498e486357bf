"""The doors people talk through over plain HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema

from accounts.api.permissions import Verified
from adiuva.api import ApiView, read_json
from agents import runs
from agents.api.answering import CHAT_ANSWER, answer_of
from agents.api.keys import PARAMETER, provider_key
from agents.embedding import EmbedResponse, embed
from agents.requests import ChatRequest, ContinueRequest, EmbedRequest, checked, read_chat_request


class ChatView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(request=ChatRequest, responses=CHAT_ANSWER, parameters=[PARAMETER], operation_id="chat")
    async def post(self, request: Any) -> Any:
        asked, key = read_chat_request(read_json(request)), provider_key(request.headers)
        run = await runs.start_chat(asked, caller=request.caller, door="chat", can_pause=True, provider_key=key)
        return await answer_of(run, request)


class ContinueView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(request=ContinueRequest, responses=CHAT_ANSWER, parameters=[PARAMETER], operation_id="chat_continue")
    async def post(self, request: Any) -> Any:
        """Goes on with a run that asked its client for input."""
        asked, key = checked(ContinueRequest, read_json(request)), provider_key(request.headers)
        return await answer_of(await runs.go_on(asked, caller=request.caller, provider_key=key), request)


class EmbedView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(request=EmbedRequest, responses=EmbedResponse, operation_id="chat_embed")
    async def post(self, request: Any) -> Any:
        """One text gives `embedding`, several give `embeddings`."""
        asked = checked(EmbedRequest, read_json(request))
        vectors, model, usage = await embed(asked.given(), caller=request.caller)
        if asked.texts is None:
            return EmbedResponse(model, usage, embedding=vectors[0])
        return EmbedResponse(model, usage, embeddings=vectors)
