"""Django's handler for the API: no thread a request, no signals, asynchronous middlewares only.

Django's own keeps a thread for each request in flight and sends its signals through more of them;
300 waiting views were 301 threads. The admin, which waits for nothing, keeps the stock one.
"""

import asyncio
import io
from http import HTTPStatus
from typing import Any

import structlog
from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.db import OperationalError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_resolver
from django.utils.module_loading import import_string

from adiuva.api import as_problem
from adiuva.database import in_database
from adiuva.errors import Problem
from adiuva.observability import context
from adiuva.responses import problem_response

log = structlog.get_logger("adiuva.request")


class ApiHandler(ASGIHandler):
    def load_middleware(self, is_async: bool = False) -> None:
        chain = self._view
        for path in reversed(settings.API_MIDDLEWARE):
            chain = import_string(path)(chain)
        self._middleware_chain = chain

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        scope.setdefault("root_path", "")
        request = ASGIRequest(scope, io.BytesIO(body))
        request._body = body
        vars(request)["receive"] = receive
        response: Any = await self.answer(request)
        try:
            if response.streaming:
                await self._stream(response, receive, send)
            else:
                _say_what_it_is(response)
                await self.send_response(response, send)
        finally:
            for close in response._resource_closers:  # close() itself would send the signal that ends a request
                close()

    async def answer(self, request: ASGIRequest) -> HttpResponseBase:
        try:
            response: HttpResponseBase = await self._middleware_chain(request)
        except Exception as error:
            return problem_response(problem_of(error))
        return response

    async def _view(self, request: ASGIRequest) -> HttpResponseBase:
        try:
            return await self._called(request)
        except Exception as error:  # turned here, so that middlewares dress refusals too
            return problem_response(problem_of(error))

    async def _called(self, request: ASGIRequest) -> HttpResponseBase:
        match = get_resolver().resolve(request.path_info)
        request.resolver_match = match
        context.current().route = match.route
        if iscoroutinefunction(match.func):
            response = await match.func(request, *match.args, **match.kwargs)
        else:
            response = await in_database(match.func, request, *match.args, **match.kwargs)
        if hasattr(response, "render") and not response.is_rendered:
            response = response.render()
        return response if isinstance(response, HttpResponseBase) else HttpResponse(response)

    async def _stream(self, response: HttpResponseBase, receive: Any, send: Any) -> None:
        """A stream ends when the client leaves; anything else is sent to the end."""
        sending = asyncio.ensure_future(self.send_response(response, send))
        leaving = asyncio.ensure_future(receive())
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)


def _say_what_it_is(response: Any) -> None:
    body = getattr(response, "content", b"")
    if not body:
        response.headers.pop("Content-Type", None)
    if response.status_code != HTTPStatus.NO_CONTENT:  # that may not name a length
        response.headers.setdefault("Content-Length", str(len(body)))


def problem_of(error: Exception) -> Problem:
    problem = as_problem(error)
    if problem is None and isinstance(error, SuspiciousOperation):
        problem = Problem("malformed")
    if problem is None and isinstance(error, OperationalError):
        log.error("database.unavailable", exc_info=error)
        problem = Problem("unavailable", retry_after=5)
    if problem is None:
        log.error("request.crashed", exc_info=error)
        problem = Problem("internal")
    return problem
