from typing import Any

from drf_spectacular.utils import extend_schema

from accounts.api.permissions import Verified
from adiuva.api import ApiView
from adiuva.database import in_database
from adiuva.shapes import list_of
from plans import selectors
from plans.plan import ExecutionPlan


class PlaybooksView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(responses=list_of(ExecutionPlan), operation_id="plans_list")
    async def get(self, request: Any) -> Any:
        """The playbooks of the caller's tier and the plans of the caller's own runs."""
        return await in_database(selectors.plans_of, request.caller.user_id, request.caller.tier)


class PlaybookView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(responses=ExecutionPlan, operation_id="plans_read")
    async def get(self, request: Any, plan_id: str) -> Any:
        return await in_database(selectors.plan_of, request.caller.user_id, request.caller.tier, plan_id)
