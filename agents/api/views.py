from typing import Any

from drf_spectacular.utils import extend_schema

from accounts.api.permissions import Verified
from adiuva.api import ApiView, read_json
from adiuva.database import in_database
from adiuva.errors import invalid
from adiuva.shapes import list_of
from agents import runs
from agents.answers import ChatResponse
from agents.api.answering import CHAT_ANSWER, answer_of
from agents.api.keys import PARAMETER, provider_key
from agents.api.shapes import AgentEntry, ModelEntry
from agents.choices import models_for
from agents.playbooks import check_variables, thinking_of
from agents.registry import registry
from agents.requests import ChatRequest, PlanRunRequest, checked
from plans import selectors


class AgentsView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(responses=list_of(AgentEntry), operation_id="agents_list")
    async def get(self, request: Any) -> Any:
        return [AgentEntry(agent.name, agent.description, agent.tool_names()) for agent in registry.all()]


class ModelsView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(responses=list_of(ModelEntry), operation_id="agents_models")
    async def get(self, request: Any) -> Any:
        return [ModelEntry(offer["model"], offer["provider"]) for offer in models_for(request.caller.tier)]


class AgentRunsView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(request=ChatRequest, responses=CHAT_ANSWER, parameters=[PARAMETER], operation_id="agents_run")
    async def post(self, request: Any, name: str) -> Any:
        """Runs this agent; nothing is classified."""
        registry.get(name)
        asked = checked(ChatRequest, read_json(request))
        if asked.agent not in (None, name):
            raise invalid("agent", "unknown", "The path names another agent.")
        asked = asked.model_copy(update={"agent": name})
        run = await runs.start_chat(
            asked, caller=request.caller, door="agent", can_pause=True, provider_key=provider_key(request.headers)
        )
        return await answer_of(run, request)


class PlaybookRunView(ApiView):
    """chat.api streams what it begins, where that is asked for."""

    permission_classes = (Verified,)

    @extend_schema(request=PlanRunRequest, responses=ChatResponse, parameters=[PARAMETER], operation_id="plans_run")
    async def post(self, request: Any, plan_id: str) -> Any:
        return await answer_of(await self.begin(request, plan_id), request)

    async def begin(self, request: Any, plan_id: str) -> runs.Run:
        asked = checked(PlanRunRequest, read_json(request) if request.body else {})
        plan = await in_database(selectors.plan_of, request.caller.user_id, request.caller.tier, plan_id)
        check_variables(plan, asked.variables)
        thinking, key = thinking_of(plan, asked), provider_key(request.headers)
        return await runs.start(asked, thinking, caller=request.caller, door="playbook", provider_key=key)
