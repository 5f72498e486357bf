from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.permissions import Verified
from accounts.asking import Caller
from adiuva.api import ApiView
from adiuva.database import in_database
from adiuva.errors import Problem
from agents import runs
from agents.batches import services, telling
from agents.batches.models import LIVE
from agents.rows import BOOK, store


class CancelRunView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(request=None, responses={202: None}, operation_id="agents_runs_cancel")
    async def post(self, request: Any, run_id: str) -> HttpResponse:
        """Wherever it runs; a run that is over already is as good as cancelled."""
        if not await _cancelled(_id_of(run_id), request.caller):
            raise Problem("not_found", "There is no such run.")
        return HttpResponse(status=202)


async def _cancelled(run_id: str, caller: Caller) -> bool:
    return (
        runs.cancel_here(run_id, caller=caller)
        or await _of_a_batch(run_id, caller)
        or await _is_over(run_id, caller)
        or await runs.cancel(run_id, caller=caller)
        or bool(await _status(run_id, caller))  # its worker died, or it came to its end or to a pause meanwhile
    )


async def _of_a_batch(run_id: str, caller: Caller) -> bool:
    found = await in_database(services.cancel_run, user_id=caller.user_id, run_id=run_id)
    if found and found.run.status in LIVE and not await runs.cancel(run_id, caller=caller):
        found = await in_database(services.cancel_run, user_id=caller.user_id, run_id=run_id, though_held=True)
    if found and found.just_now:
        await telling.cancelled(found.run)
    return found is not None


async def _is_over(run_id: str, caller: Caller) -> bool:
    return await _status(run_id, caller) not in ("", "running")


async def _status(run_id: str, caller: Caller) -> str:
    """As far as it is written; with this a run that waits for its client is over."""
    await BOOK.flush()
    return await in_database(store.cancel_waiting, caller.user_id, run_id)


def _id_of(run_id: str) -> str:
    try:
        return UUID(run_id).hex
    except ValueError:
        raise Problem("not_found", "There is no such run.") from None
