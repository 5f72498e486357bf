"""The outermost middleware of the API: the caller's tier decides how many requests pass in any 60 seconds."""

from collections.abc import Awaitable, Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.asking import Caller, caller_of
from adiuva.errors import Problem
from adiuva.responses import problem_response
from billing.limits import decide

EXEMPT = frozenset(
    (
        "/api/v1/auth/register",
        "/api/v1/auth/login",
        "/api/v1/auth/refresh",
        "/api/v1/billing/webhook",
        "/api/v1/health",
        "/api/v1/health/live",
        "/api/v1/health/ready",
        "/metrics",
    )
)
WAY_OUT = "/api/v1/billing/checkout"  # counted, and never refused: who has used up his window may buy a wider one

View = Callable[[HttpRequest], Awaitable[HttpResponseBase]]


class Throttle:
    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        caller = None if request.path in EXEMPT else await _caller(request)
        if caller is None:
            return await self.get_response(request)
        decision = await decide(caller)
        if decision.allowed or request.path == WAY_OUT:
            response = await self.get_response(request)
        else:
            response = problem_response(decision.refusal())
        for name, value in decision.headers().items():
            response.headers[name] = value
        return response


async def _caller(request: HttpRequest) -> Caller | None:
    try:
        return await caller_of(request)
    except Problem:
        return None  # the view says so, where it asks for a caller at all
