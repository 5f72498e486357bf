"""Whatever is sent, the answer is a clear 4xx and nothing is stored."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Session, User
from tests.accounts.worlds import PASSWORD

ADA = {"email": "ada@example.org", "password": PASSWORD}


def faults(answer) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for error in answer.json()["errors"]:
        found.setdefault(error["pointer"], set()).add(error["code"])
    return found


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"email": "ada"}, {"#/email": {"invalid"}}),
        ({"email": ""}, {"#/email": {"blank"}}),
        ({"email": None}, {"#/email": {"null"}}),
        ({"email": 7}, {"#/email": {"invalid"}}),
        ({"email": True}, {"#/email": {"invalid"}}),
        ({"email": ["ada@example.org"]}, {"#/email": {"invalid"}}),
        ({"email": {"a": 1}}, {"#/email": {"invalid"}}),
        ({"email": "ada\0@example.org"}, {"#/email": {"null_characters_not_allowed", "invalid", "ascii"}}),
        ({"email": "adä@example.org"}, {"#/email": {"ascii", "invalid"}}),
        ({"email": "ada@exämple.org"}, {"#/email": {"ascii"}}),
        ({"email": "ａｄａ@example.org"}, {"#/email": {"ascii", "invalid"}}),
        ({"email": "ada@example.org\u200b"}, {"#/email": {"ascii"}}),
        ({"email": "a" * 250 + "@example.org"}, {"#/email": {"max_length"}}),
        ({"email": "ada@example.org\r\nBcc: bob@example.org"}, {"#/email": {"ascii", "invalid"}}),
        ({"password": 12345678}, {"#/password": {"invalid"}}),
        ({"password": "short"}, {"#/password": {"password_too_short"}}),
        ({"password": "12345678"}, {"#/password": {"password_too_common", "password_entirely_numeric"}}),
        ({"password": "ada@example.org"}, {"#/password": {"password_too_similar"}}),
        ({"password": "p" * 1025}, {"#/password": {"max_length"}}),
        ({"password": "x7" * 5000}, {"#/password": {"max_length"}}),
        ({"password": PASSWORD + "\0"}, {"#/password": {"null_characters_not_allowed"}}),
        ({"email": "ada", "password": "short"}, {"#/email": {"invalid"}, "#/password": {"password_too_short"}}),
        ({"admin": True}, {"#/admin": {"unknown"}}),
        ({"is_staff": True, "tier": "team"}, {"#/is_staff": {"unknown"}, "#/tier": {"unknown"}}),
    ],
)
def test_registering_names_each_fault(api, changes, expected):
    answer = api.post("/auth/register", ADA | changes)
    assert answer.status == 422
    assert faults(answer) == expected
    assert not User.objects.exists()


@pytest.mark.parametrize("left_out", ["email", "password"])
def test_what_is_missing_is_named(api, left_out):
    answer = api.post("/auth/register", {k: v for k, v in ADA.items() if k != left_out})
    assert faults(answer) == {f"#/{left_out}": {"required"}}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"email": "\\ud800"}', b"nul", b"[1,"])
def test_what_cannot_be_parsed_is_malformed(api, body):
    answer = api.post("/auth/register", body=body)
    assert (answer.status, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("body", [b"[]", b"null", b"7", b'"text"', b"true"])
def test_what_is_no_object_is_invalid(api, body):
    answer = api.post("/auth/register", body=body)
    assert (answer.status, answer.json()["code"]) == (422, "invalid")


def test_another_content_type_is_refused(api):
    answer = api.post("/auth/login", body=b"email=a", headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 415


DOORS = [
    ("POST", "/auth/register", ("email", "password")),
    ("POST", "/auth/login", ("email", "password")),
    ("POST", "/auth/refresh", ("refresh_token",)),
    ("POST", "/auth/logout", ("refresh_token",)),
    ("DELETE", "/auth/me", ("password",)),
    ("POST", "/auth/password", ("current", "new")),
    ("POST", "/auth/password/reset", ("email",)),
    ("POST", "/auth/password/reset/confirm", ("token", "new")),
    ("POST", "/auth/verify", ("token",)),
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
sent = st.sampled_from(DOORS).flatmap(
    lambda door: st.tuples(
        st.just(door[:2]), st.dictionaries(st.sampled_from([*door[2], "x"]), anything, max_size=3) | anything
    )
)


@given(sent=sent)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_is_a_crash(world, monkeypatch, sent):
    monkeypatch.setattr("accounts.limits.LETTERS", 10_000)
    (method, path), body = sent
    people = User.objects.count(), Session.objects.count()
    answer = world.owner.client.request(method, path, json=body)
    # Only logging out takes any string for an answer, and does nothing with one it does not know.
    assert 400 <= answer.status < 500 or (path == "/auth/logout" and answer.status == 204) or answer.status == 202
    if answer.body:
        assert answer.headers["content-type"] == "application/problem+json"
    assert (User.objects.count(), Session.objects.count()) == people
