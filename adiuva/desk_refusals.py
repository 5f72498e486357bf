"""How the stock handler refuses, which serves the support desk: a page for a browser, a problem for anything else."""

import sys

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from adiuva.errors import Problem
from adiuva.handler import problem_of
from adiuva.middleware.admin_policy import POLICY
from adiuva.observability import context
from adiuva.responses import problem_response

OLD_FORM = (
    "Nothing was changed: the form was too old, or it did not come from this site. "
    "Go back, load the page again and send it once more. If that does not help, allow cookies for this site."
)
NO_RIGHT = "Your account may not see or do this. A superuser can give you a role that may."
NO_PAGE = "There is no such page, or what it showed is gone."
CRASHED = "It is in the log. Whoever runs the server finds it by the number of this request."


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    return _refused(request, Problem("forbidden", OLD_FORM))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return _refused(request, Problem("malformed"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return _refused(request, Problem("forbidden", NO_RIGHT))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return _refused(request, Problem("not_found", NO_PAGE))


def crashed(request: HttpRequest) -> HttpResponseBase:
    error = sys.exc_info()[1]
    return _refused(request, problem_of(error if isinstance(error, Exception) else RuntimeError()))


def _refused(request: HttpRequest, problem: Problem) -> HttpResponseBase:
    if not (request.path.startswith("/admin/") and "text/html" in request.headers.get("Accept", "")):
        return problem_response(problem)
    request.user = AnonymousUser()  # who it is takes the database, which may be what is broken
    shown = {
        **admin.site.each_context(request),
        "title": problem.kind.title,
        "detail": CRASHED if problem.code == "internal" else problem.detail,
        "request_id": context.current().request_id,
    }
    page = render_to_string("adiuva/refused.html", shown, request)
    headers = {"Content-Security-Policy": POLICY, **problem.headers}
    return HttpResponse(page, status=problem.kind.status, headers=headers)
