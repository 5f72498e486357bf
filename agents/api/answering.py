"""How a run is answered over plain HTTP: wait for its last event."""

import asyncio

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import PolymorphicProxySerializer

import adiuva.shapes  # noqa: F401 - so that structs can be read
from adiuva.errors import Problem
from agents.answers import ChatResponse, InputRequired
from agents.events import RunFailed
from agents.rows import BOOK
from agents.runs import Run
from plans.plan import ExecutionPlan

CHAT_ANSWER = PolymorphicProxySerializer(
    component_name="ChatAnswer",
    serializers=[ChatResponse, ExecutionPlan, InputRequired],  # type: ignore[list-item]  # adiuva.shapes reads structs
    resource_type_field_name=None,
)
CLIENT_LEFT = 499  # nobody reads it but the access log


async def answer_of(run: Run, request: HttpRequest) -> ChatResponse | ExecutionPlan | InputRequired | HttpResponse:
    """A client who leaves before the end has stopped listening; the run goes on without him."""
    waiting = asyncio.ensure_future(run.result())
    leaving = asyncio.ensure_future(vars(request)["receive"]())
    try:
        await asyncio.wait({waiting, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            return HttpResponse(status=CLIENT_LEFT)
        end = waiting.result()
        if run.waits:  # so that whoever goes on with it or cancels it, on any worker, finds it waiting
            await run.over()
            await BOOK.flush()
    finally:
        waiting.cancel()
        leaving.cancel()
        await asyncio.gather(waiting, leaving, return_exceptions=True)
    if isinstance(end, RunFailed):
        raise failure(run.id, end)
    return end.result


def failure(run_id: str, end: RunFailed) -> Problem:
    """The problem, and beside it what there was until then."""
    problem = end.problem
    so_far = {"run_id": run_id, "response": end.response, "actions": end.actions, "usage": end.usage}
    return Problem(
        problem.code, problem.detail, errors=problem.errors, headers=problem.headers, **{**problem.extra, **so_far}
    )
