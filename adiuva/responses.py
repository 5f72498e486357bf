"""How an answer is written: JSON by msgspec, refusals as problem+json."""

from typing import Any

import msgspec
from django.http import HttpResponse

from adiuva.errors import Problem
from adiuva.observability import context

_encode = msgspec.json.Encoder(uuid_format="canonical").encode


def json_response(value: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(_encode(value), status=status, content_type="application/json")


def problem_response(problem: Problem) -> HttpResponse:
    return HttpResponse(
        problem.encoded(context.current().request_id),
        status=problem.kind.status,
        content_type="application/problem+json",
        headers=problem.headers,
    )
