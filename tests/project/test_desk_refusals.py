"""How the support desk refuses: a page that says what to do for a browser, a problem for whoever asks for none."""

import json

import pytest
from django.contrib.auth.views import LoginView
from django.db import OperationalError
from django.test import Client as Browser
from django.test import RequestFactory

from adiuva.desk_refusals import form_refused
from adiuva.middleware.admin_policy import POLICY
from tests.accounts.test_admin import PASSWORD, PEOPLE, browser_of

HTML = "text/html,application/xhtml+xml,*/*;q=0.8"
LOGIN = "/admin/login/"


def shown(answer, status: int) -> str:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert answer.headers["Content-Security-Policy"] == POLICY
    page = answer.content.decode()
    assert "Adiuva support" in page
    assert 'href="/admin/"' in page
    return page


def problem(answer, status: int) -> dict:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    return json.loads(answer.content)


@pytest.fixture
def newcomer(db):
    return browser_of("newcomer@example.org", is_staff=True)


def test_a_form_without_its_token_is_refused_with_what_to_do(db):
    browser = Browser(enforce_csrf_checks=True)
    page = shown(browser.post(LOGIN, {"username": "x", "password": PASSWORD}, headers={"accept": HTML}), 403)
    assert "Nothing was changed" in page
    assert "load the page again" in page
    for word in ("CSRF", "Django", "DEBUG", PASSWORD):
        assert word not in page


@pytest.mark.parametrize("accept", ["application/json", "*/*", ""])
def test_whoever_asks_for_no_page_is_refused_with_a_problem(db, accept):
    answer = Browser(enforce_csrf_checks=True).post(LOGIN, headers={"accept": accept})
    assert problem(answer, 403)["code"] == "forbidden"


def test_outside_the_desk_a_form_is_refused_with_a_problem():
    asked = RequestFactory().post("/api/v1/billing/checkout", headers={"accept": HTML})
    assert problem(form_refused(asked), 403)["code"] == "forbidden"


def test_staff_without_the_right_are_told_who_gives_it(newcomer):
    assert "superuser" in shown(newcomer.get(PEOPLE, headers={"accept": HTML}), 403)
    assert problem(newcomer.get(PEOPLE), 403)["code"] == "forbidden"


def test_a_page_that_is_not_there_leads_back(newcomer):
    assert "no such page" in shown(newcomer.get("/admin/nothing/", headers={"accept": HTML}), 404)
    assert problem(newcomer.get("/admin/nothing/"), 404)["code"] == "not_found"
    assert problem(newcomer.get("/static/nothing.css", headers={"accept": HTML}), 404)["code"] == "not_found"


@pytest.mark.parametrize(("error", "status"), [(RuntimeError("a secret"), 500), (OperationalError("a secret"), 503)])
def test_a_crash_is_a_page_too_and_asks_no_database(newcomer, monkeypatch, error, status, django_assert_num_queries):
    def crash(*args, **kwargs):
        raise error

    monkeypatch.setattr(LoginView, "get_context_data", crash)
    browser = Browser(raise_request_exception=False)
    with django_assert_num_queries(0):
        page = shown(browser.get(LOGIN, headers={"accept": HTML, "x-request-id": "number-of-it"}), status)
    assert "a secret" not in page


def test_a_crash_while_the_session_cannot_be_read_is_a_page(newcomer, monkeypatch):
    from django.contrib.sessions.backends.db import SessionStore

    def gone(*args, **kwargs):
        raise OperationalError("no route to host")

    monkeypatch.setattr(SessionStore, "_get_session_from_db", gone)
    newcomer.raise_request_exception = False
    shown(newcomer.get(PEOPLE, headers={"accept": HTML}), 503)
