from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.permissions import Verified
from adiuva.api import ApiView
from adiuva.database import in_database
from agents.rows import BOOK, selectors
from agents.rows.selectors import RunEntry, RunPage


class RunsView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(responses=RunPage, parameters=[OpenApiParameter("cursor", str)], operation_id="runs_list")
    async def get(self, request: Any) -> Any:
        """What ran, newest first; never a message or an answer."""
        await BOOK.flush()
        return await in_database(selectors.page_of, request.caller.user_id, request.GET.get("cursor", ""))


class RunView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(responses=RunEntry, operation_id="runs_get")
    async def get(self, request: Any, run_id: str) -> Any:
        await BOOK.flush()
        return await in_database(selectors.one_of, request.caller.user_id, run_id)
