"""The last nets: bodies that never end, and crashes behind the stock handler."""

import asyncio
import json
from types import SimpleNamespace

import pytest
from asgiref.sync import async_to_sync
from django.db import OperationalError

from adiuva import edge


async def exchanged(app, receive, headers=()):
    said = []

    async def send(message):
        said.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "scheme": "http", "headers": list(headers)}
    await edge.Edge(app, origins=[])(scope, receive, send)
    return said[0]["status"], dict(said[0]["headers"]), json.loads(said[1]["body"])


async def never(scope, receive, send):
    raise AssertionError("must not be asked")


@pytest.mark.parametrize("header", [(b"content-length", b"100"), (b"transfer-encoding", b"chunked")])
def test_a_body_that_does_not_arrive_is_not_waited_for_for_ever(monkeypatch, header):
    monkeypatch.setattr(edge, "BODY_PATIENCE", 0.05)

    async def receive():
        await asyncio.sleep(30)

    status, headers, problem = async_to_sync(exchanged)(never, receive, [header])
    assert (status, problem["code"]) == (400, "malformed")
    assert headers[b"connection"] == b"close"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status", "code", "logged"),
    [
        (RuntimeError("a secret"), 500, "internal", "request.crashed"),
        (OperationalError("no route to host"), 503, "unavailable", "database.unavailable"),
    ],
)
def test_a_crash_in_the_admin_is_a_problem_and_is_logged(api, monkeypatch, error, status, code, logged):
    from django.contrib.auth.views import LoginView

    def crash(*args, **kwargs):
        raise error

    said = []
    log = SimpleNamespace(error=lambda event, exc_info: said.append((event, exc_info)))
    monkeypatch.setattr("adiuva.handler.log", log)
    monkeypatch.setattr(LoginView, "get_context_data", crash)
    answer = api.get("/admin/login/")
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert str(error) not in answer.body.decode()
    assert said == [(logged, error)]
