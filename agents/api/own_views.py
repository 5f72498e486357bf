from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET

from accounts.api.permissions import Verified
from adiuva.api import ApiView, read_json
from adiuva.database import in_database
from adiuva.responses import json_response
from adiuva.shapes import list_of
from agents import runs
from agents.api.answering import CHAT_ANSWER, answer_of
from agents.api.keys import PARAMETER, provider_key
from agents.own import selectors, services
from agents.own.agents import key_of
from agents.own.fitting import Kept
from agents.own.shapes import OwnAgentChange, OwnAgentEntry, OwnAgentRequest
from agents.requests import ChatRequest, checked


def _entry(one: Kept) -> OwnAgentEntry:
    row, wording, refusal = one
    return OwnAgentEntry(
        id=str(row.id),
        name=wording.name,
        description=wording.description,
        agent=row.agent,
        instructions=wording.instructions,
        enabled=row.enabled,
        model=row.model or None,
        temperature=row.temperature,
        unavailable=refusal.code if refusal else UNSET,
    )


class OwnAgentsView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(responses=list_of(OwnAgentEntry), operation_id="own_agents_list")
    async def get(self, request: Any) -> Any:
        mine = await in_database(selectors.all_of, request.caller.user_id, request.caller.tier)
        return [_entry(one) for one in mine]

    @extend_schema(request=OwnAgentRequest, responses={201: OwnAgentEntry}, operation_id="own_agents_create")
    async def post(self, request: Any) -> Any:
        asked = checked(OwnAgentRequest, read_json(request))
        caller = request.caller
        made = await in_database(services.create, user_id=caller.user_id, tier=caller.tier, asked=asked)
        return json_response(_entry(made), 201)


class OwnAgentView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(responses=OwnAgentEntry, operation_id="own_agents_get")
    async def get(self, request: Any, agent_id: UUID) -> Any:
        return _entry(await in_database(selectors.one_of, request.caller.user_id, request.caller.tier, agent_id))

    @extend_schema(request=OwnAgentChange, responses=OwnAgentEntry, operation_id="own_agents_change")
    async def patch(self, request: Any, agent_id: UUID) -> Any:
        asked = checked(OwnAgentChange, read_json(request))
        caller = request.caller
        changed = await in_database(
            services.change, user_id=caller.user_id, tier=caller.tier, agent_id=agent_id, asked=asked
        )
        return _entry(changed)

    @extend_schema(responses={204: None}, operation_id="own_agents_delete")
    async def delete(self, request: Any, agent_id: UUID) -> Any:
        await in_database(services.remove, user_id=request.caller.user_id, agent_id=agent_id)
        return HttpResponse(status=204)


class OwnAgentRunsView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(request=ChatRequest, responses=CHAT_ANSWER, parameters=[PARAMETER], operation_id="own_agents_run")
    async def post(self, request: Any, agent_id: UUID) -> Any:
        """Runs it, enabled or not; nothing is classified."""
        caller = request.caller
        mine = await in_database(selectors.one_of, caller.user_id, caller.tier, agent_id)
        if mine.refusal:
            raise mine.refusal
        asked = checked(ChatRequest, read_json(request)).model_copy(update={"agent": key_of(mine)})
        key = provider_key(request.headers)
        run = await runs.start_chat(asked, caller=caller, door="agent", can_pause=True, provider_key=key)
        return await answer_of(run, request)
