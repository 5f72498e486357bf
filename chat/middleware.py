"""The last net: what is about to leave as JSON is looked at once more, whoever made it."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator

import msgspec
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase

from agents.guarding import leak_guard
from plans.leakguard.report import report

GUARDED = ("/api/v1/chat", "/api/v1/plans", "/api/v1/agents")
LARGE = 16 * 1024  # bytes; more would keep the loop from others for ten milliseconds and longer
SHORTEST = 12  # nothing shorter gives anything away

View = Callable[[HttpRequest], Awaitable[HttpResponseBase]]

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"')


class ResponseSanitizer:
    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    async def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = await self.get_response(request)
        if request.path.startswith(GUARDED) and isinstance(response, HttpResponse) and _is_json(response):
            body = response.content
            response.content = sanitized(body) if len(body) < LARGE else await asyncio.to_thread(sanitized, body)
        return response


def sanitized(body: bytes) -> bytes:
    """Nearly always the same bytes: only where a string of it gives something away it is written anew."""
    guard = leak_guard()
    if not any(guard.scan(text).findings for text in _strings(body)):
        return body
    clean, findings = guard.scan_value(msgspec.json.decode(body))
    report(findings)
    return msgspec.json.encode(clean)


def _strings(body: bytes) -> Iterator[str]:
    for found in _STRING.finditer(body):
        if len(found[0]) > SHORTEST:
            yield msgspec.json.decode(found[0])


def _is_json(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    return kind == "application/json" or kind.endswith("+json")
