"""Nothing of a person reaches the log: no address, password, token or code; and what signs in is nowhere stored."""

import io
import logging

import pytest
from django.apps import apps

from accounts.models import Session, User
from adiuva.config import config
from adiuva.observability import logs
from tests.accounts.test_asking import knock
from tests.accounts.worlds import PASSWORD

EMAIL = "very-private-ada@example.org"
NEW = "a quite different one 9"


@pytest.fixture
def logged():
    """All that is written, down to the last detail."""
    import adiuva.asgi  # noqa: F401 - configures the log when it is first imported

    logs.configure("DEBUG")
    written = io.StringIO()
    logging.getLogger().handlers[0].setStream(written)
    yield written.getvalue
    logs.configure("WARNING")


def test_a_whole_life_leaves_no_trace_in_the_log(api, clock, monkeypatch, settings, logged, posted, mailed_code):
    monkeypatch.setattr(config, "require_verified_email", True)
    known = {"email": EMAIL, "password": PASSWORD}
    api.post("/auth/register", {**known, "password": EMAIL})
    tokens = api.post("/auth/register", known).json()
    to_verify = mailed_code()
    api.post("/auth/register", known)
    api.post("/auth/login", {**known, "password": NEW})
    ada = api.signed_in(tokens["access_token"])
    ada.get("/auth/me/export")
    ticket = ada.post("/auth/ticket").json()["ticket"]
    knock(f"/?ticket={ticket}")
    knock(f"/?token={tokens['access_token']}")
    api.post("/auth/verify", {"token": to_verify})
    successor = api.post("/auth/refresh", {"refresh_token": tokens["refresh_token"]}).json()["refresh_token"]
    clock.forward(seconds=30)
    api.post("/auth/refresh", {"refresh_token": tokens["refresh_token"]})
    api.post("/auth/password/reset", {"email": EMAIL})
    to_reset = mailed_code()
    settings.EMAIL_BACKEND = "no.such.Backend"
    api.post("/auth/password/reset", {"email": EMAIL})
    posted()
    api.post("/auth/password/reset/confirm", {"token": to_reset, "new": NEW})
    last = api.post("/auth/login", {**known, "password": NEW}).json()
    monkeypatch.setattr("accounts.selectors.sessions_of", lambda *_, **__: User.objects.get(email=EMAIL + "x"))
    crashed = api.signed_in(last["access_token"])
    assert crashed.get("/auth/sessions").status == 500
    crashed.delete("/auth/me", {"password": NEW})

    text = logged()
    for event in ("refresh.reused", "letter.sent", "letter.failed", "request.crashed"):
        assert event in text
    secrets = [tokens["access_token"], tokens["refresh_token"], successor, ticket, to_verify, to_reset]
    for secret in [EMAIL, "very-private", PASSWORD, NEW, last["refresh_token"], *secrets]:
        assert secret not in text


def test_nothing_that_signs_in_is_stored(api):
    tokens = api.post("/auth/register", {"email": EMAIL, "password": PASSWORD}).json()
    ticket = api.signed_in(tokens["access_token"]).post("/auth/ticket").json()["ticket"]
    rows = [row for model in apps.get_app_config("accounts").get_models() for row in model.objects.values()]
    assert len(rows) >= 4
    for secret in (PASSWORD, tokens["access_token"], tokens["refresh_token"], ticket):
        assert secret not in str(rows)
    assert Session.objects.get().client == ""
