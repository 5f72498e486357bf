from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.permissions import Verified
from adiuva.api import ApiView
from adiuva.database import in_database
from adiuva.errors import Problem
from agents import runs
from agents.batches import services, telling
from agents.batches.models import RunStatus


class CancelRunView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(request=None, responses={202: None}, operation_id="agents_runs_cancel")
    async def post(self, request: Any, run_id: str) -> HttpResponse:
        """Wherever it runs; a run that is over already is as good as cancelled."""
        caller = request.caller
        batch_run = await in_database(services.cancel_run, user_id=caller.user_id, run_id=run_id)
        if batch_run and batch_run.status == RunStatus.CANCELLED:
            telling.note(batch_run.pk, status=batch_run.status)
        elif not (await runs.cancel(run_id, caller=caller) or batch_run):
            raise Problem("not_found", "There is no such run.")
        return HttpResponse(status=202)
