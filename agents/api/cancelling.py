from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.permissions import Verified
from accounts.asking import Caller
from adiuva.api import ApiView
from adiuva.database import in_database
from adiuva.errors import Problem
from agents import runs
from agents.batches import services, telling
from agents.batches.models import LIVE, RunStatus
from agents.rows import BOOK, store


class CancelRunView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(request=None, responses={202: None}, operation_id="agents_runs_cancel")
    async def post(self, request: Any, run_id: str) -> HttpResponse:
        """Wherever it runs; a run that is over already is as good as cancelled."""
        if not (runs.cancel_here(run_id, caller=request.caller) or await _cancel_elsewhere(run_id, request.caller)):
            raise Problem("not_found", "There is no such run.")
        return HttpResponse(status=202)


async def _cancel_elsewhere(run_id: str, caller: Caller) -> bool:
    batch_run = await in_database(services.cancel_run, user_id=caller.user_id, run_id=run_id)
    if batch_run:
        if batch_run.status == RunStatus.CANCELLED:
            telling.note(batch_run.pk, status=batch_run.status)
        elif batch_run.status in LIVE:
            await runs.cancel(run_id, caller=caller)
        return True
    await BOOK.flush()
    status = await in_database(store.cancel_waiting, caller.user_id, run_id)
    if status and status != "running":
        return True
    return await runs.cancel(run_id, caller=caller) or bool(status)
