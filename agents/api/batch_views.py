from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from msgspec import UNSET

from accounts.api.permissions import Verified
from accounts.selectors import unix
from adiuva.api import ApiView, read_json
from adiuva.database import in_database
from adiuva.observability import context as trace
from adiuva.responses import json_response
from adiuva.shapes import list_of
from agents import runs
from agents.batches import clockwork, selectors, services, telling
from agents.batches.models import BatchRun, RunStatus
from agents.batches.selectors import Seen
from agents.batches.shapes import BatchChange, BatchEntry, BatchRequest, BatchRunRequest, LastRun, RunAccepted
from agents.batches.templates import TEMPLATES, Template
from agents.requests import checked


def _entry(seen: Seen) -> BatchEntry:
    (row, wording, refusal), last = seen
    return BatchEntry(
        id=str(row.id),
        name=wording.name,
        steps=list(wording.steps),
        timezone=row.timezone,
        active=row.active,
        schedule=row.schedule or UNSET,
        template=row.template or UNSET,
        next_run_at=unix(row.next_due) or UNSET,
        last_run=_last_run(last) if last else UNSET,
        unavailable=refusal.code if refusal else UNSET,
    )


def _last_run(run: BatchRun) -> LastRun:
    return LastRun(
        run_id=run.pk.hex,
        status=run.status,
        started_at=int(run.queued_at.timestamp()),
        step=min(run.step + 1, run.steps),
        steps=run.steps,
        error_code=run.error_code or UNSET,
    )


class TemplatesView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(responses=list_of(Template), operation_id="batches_templates")
    async def get(self, request: Any) -> Any:
        return list(TEMPLATES.values())


class BatchesView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(responses=list_of(BatchEntry), operation_id="batches_list")
    async def get(self, request: Any) -> Any:
        mine = await in_database(selectors.all_of, request.caller.user_id, request.caller.tier)
        return [_entry(seen) for seen in mine]

    @extend_schema(request=BatchRequest, responses={201: BatchEntry}, operation_id="batches_create")
    async def post(self, request: Any) -> Any:
        asked = checked(BatchRequest, read_json(request))
        caller = request.caller
        made = await in_database(services.create, user_id=caller.user_id, tier=caller.tier, asked=asked)
        return json_response(_entry(made), 201)


class BatchView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(responses=BatchEntry, operation_id="batches_get")
    async def get(self, request: Any, batch_id: UUID) -> Any:
        return _entry(await in_database(selectors.one_of, request.caller.user_id, request.caller.tier, batch_id))

    @extend_schema(request=BatchChange, responses=BatchEntry, operation_id="batches_change")
    async def patch(self, request: Any, batch_id: UUID) -> Any:
        asked = checked(BatchChange, read_json(request))
        caller = request.caller
        changed = await in_database(
            services.change, user_id=caller.user_id, tier=caller.tier, batch_id=batch_id, asked=asked
        )
        return _entry(changed)

    @extend_schema(responses={204: None}, operation_id="batches_delete")
    async def delete(self, request: Any, batch_id: UUID) -> Any:
        caller = request.caller
        live = await in_database(services.remove, user_id=caller.user_id, batch_id=batch_id)
        if live:
            await telling.cancelled(live)
            if live.status == RunStatus.RUNNING:
                await runs.cancel(live.pk.hex, caller=caller)
        return HttpResponse(status=204)


class BatchRunView(ApiView):
    permission_classes = (Verified,)

    @extend_schema(request=BatchRunRequest, responses={202: RunAccepted}, operation_id="batches_run")
    async def post(self, request: Any, batch_id: UUID) -> Any:
        """Runs it now, whatever its schedule; how it goes on reaches the user's devices."""
        asked = checked(BatchRunRequest, read_json(request) if request.body else {})
        caller = request.caller
        run = await in_database(
            services.ask_for_run,
            user_id=caller.user_id,
            tier=caller.tier,
            batch_id=batch_id,
            from_step=asked.from_step,
        )
        telling.queued(run, trace.current().request_id)
        await clockwork.hurry()
        return json_response(RunAccepted(run.pk.hex), 202)
