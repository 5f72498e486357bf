"""Every route of the product: who may come in is said on the view itself, and the reference says the same."""

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver

from accounts.api.permissions import Verified
from accounts.asking import Caller
from adiuva.api import Anyone, SignedIn
from adiuva.config import config
from adiuva.errors import Problem
from adiuva.openapi import _schema

STOCK = ("admin/",)  # the admin's own pages ask for staff by themselves
OPEN = {
    "api/v1/health",
    "api/v1/health/live",
    "api/v1/health/ready",
    "api/v1/schema",
    "api/v1/docs",
    "metrics",
    "admin",
    "api/v1/auth/register",
    "api/v1/auth/login",
    "api/v1/auth/refresh",
    "api/v1/auth/logout",
    "api/v1/auth/password/reset",
    "api/v1/auth/password/reset/confirm",
    "api/v1/auth/verify",
    "api/v1/billing/tiers",
    "api/v1/billing/webhook",
    "api/v1/billing/checkout/done",
    "api/v1/billing/checkout/left",
    "api/v1/billing/stub",
    "api/v1/billing/stub/<str:token>",
    "api/v1/asyncapi",
}


def routes(patterns=None, prefix=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if path.startswith(STOCK):
            continue
        if isinstance(pattern, URLPattern):
            yield path, pattern.callback
        else:
            yield from routes(pattern.url_patterns, path)


def view_class(callback):
    return getattr(callback, "view_class", None) or getattr(callback, "cls", None) or callback


ROUTES = list(routes())


def test_the_walk_finds_the_routes():
    assert {"api/v1/auth/me", "api/v1/auth/sessions/<uuid:id>", "metrics"} <= {path for path, _ in ROUTES}


@pytest.mark.parametrize(("path", "callback"), ROUTES, ids=[path for path, _ in ROUTES])
def test_every_route_says_who_may_come_in(path, callback):
    permissions = vars(view_class(callback)).get("permission_classes")
    assert permissions, f"{path}: name its permission_classes on the view itself"
    if Anyone in permissions:
        assert path in OPEN, f"{path} is open to the world: say so in OPEN"
    else:
        assert any(issubclass(permission, SignedIn) for permission in permissions)


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "path",
    [
        "/auth/me",
        "/auth/me/export",
        "/auth/sessions",
        "/auth/sessions/00000000-0000-0000-0000-000000000001",
        "/auth/password",
        "/auth/verify/resend",
        "/auth/ticket",
    ],
)
def test_nobody_comes_in_without_a_token(api, method, path):
    answer = api.request(method, path)
    assert (answer.status, answer.json()["code"]) in {(401, "unauthenticated"), (405, "method_not_allowed")}


CALLER = Caller(user_id=None, email="", tier="free", session_id=None, email_verified=False)


@pytest.mark.parametrize(
    ("asked", "verified", "code"),
    [(False, False, None), (True, True, None), (True, False, "email_unverified")],
)
def test_a_door_may_ask_for_a_verified_address(monkeypatch, asked, verified, code):
    monkeypatch.setattr(config, "require_verified_email", asked)
    request = RequestFactory().get("/")
    request.caller = Caller(
        **{name: getattr(CALLER, name) for name in CALLER.__struct_fields__} | {"email_verified": verified}
    )
    if code is None:
        assert Verified().has_permission(request, None)
    else:
        with pytest.raises(Problem) as caught:
            Verified().has_permission(request, None)
        assert caught.value.code == code


def test_verified_is_signed_in_first():
    request = RequestFactory().get("/")
    request.caller = None
    with pytest.raises(Problem) as caught:
        Verified().has_permission(request, None)
    assert caught.value.code == "unauthenticated"


def operation(path: str, method: str) -> dict:
    return _schema()["paths"][f"/api/v1/auth/{path}"][method]


SUCCESS = {
    ("register", "post"): "201",
    ("login", "post"): "200",
    ("refresh", "post"): "200",
    ("logout", "post"): "204",
    ("me", "get"): "200",
    ("me", "delete"): "204",
    ("me/export", "get"): "200",
    ("sessions", "get"): "200",
    ("sessions/{id}", "delete"): "204",
    ("password", "post"): "204",
    ("password/reset", "post"): "202",
    ("password/reset/confirm", "post"): "204",
    ("verify", "post"): "204",
    ("verify/resend", "post"): "202",
    ("ticket", "post"): "201",
}


@pytest.mark.parametrize(("door", "status"), SUCCESS.items(), ids=map(" ".join, SUCCESS))
def test_the_reference_tells_each_door(door, status):
    path, method = door
    told = operation(path, method)
    assert set(told["responses"]) == {status, "default"}
    is_open = f"api/v1/auth/{path}" in OPEN
    assert told.get("security", []) == ([] if is_open else [{"bearer": []}])


def test_the_reference_names_fields_as_they_are():
    schemas = _schema()["components"]["schemas"]
    assert set(schemas["AuthTokens"]["properties"]) == {"access_token", "refresh_token", "expires_at"}
    assert set(schemas["UserProfile"]["properties"]) == {"id", "email", "tier"}
    leave = operation("me", "delete")["requestBody"]["content"]["application/json"]["schema"]
    assert leave["required"] == ["password"]
    asked = operation("password", "post")["requestBody"]["content"]["application/json"]["schema"]
    assert set(schemas[asked["$ref"].rpartition("/")[2]]["required"]) == {"current", "new"}
