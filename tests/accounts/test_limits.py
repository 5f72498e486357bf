"""How often one may guess."""

import pytest
from django.test import RequestFactory

from accounts.limits import address_of
from adiuva.config import config
from tests.accounts.worlds import PASSWORD, make_user
from tests.client import Client

ATTEMPTS = 3


@pytest.fixture(autouse=True)
def _few(monkeypatch, db):
    monkeypatch.setattr(config, "auth_attempts_per_minute", ATTEMPTS)


def tried(path: str, body: dict, client: Client, times: int) -> list[int]:
    return [client.post(path, body).status for _ in range(times)]


def addresses(number: int) -> list[Client]:
    return [Client(address=f"10.0.0.{part}") for part in range(1, number + 1)]


@pytest.mark.parametrize("path", ["/auth/login", "/auth/register"])
def test_an_address_may_try_a_few_emails(path):
    one, other = addresses(2)
    for number in range(ATTEMPTS):
        assert one.post(path, {"email": f"a{number}@example.org", "password": "x"}).status != 429
    refused = one.post(path, {"email": "b@example.org", "password": "x"})
    assert (refused.status, refused.json()["code"]) == (429, "rate_limited")
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.json()["retry_after"] == int(refused.headers["retry-after"])
    assert other.post(path, {"email": "b@example.org", "password": "x"}).status != 429


def test_an_email_may_be_tried_a_few_times_from_anywhere():
    make_user("ada@example.org")
    spellings = ["ada@example.org", "ADA@example.org", "Ada@Example.Org", " ada@example.org"]
    answers = [
        client.post("/auth/login", {"email": email, "password": PASSWORD}).status
        for client, email in zip(addresses(4), spellings, strict=True)
    ]
    assert answers == [200, 200, 200, 429]


def test_the_minute_passes(clock):
    (one,) = addresses(1)
    body = {"email": "ada@example.org", "password": "x"}
    assert tried("/auth/login", body, one, ATTEMPTS + 1)[-1] == 429
    clock.forward(seconds=61)
    assert one.post("/auth/login", body).status == 401


def test_signing_in_and_registering_are_counted_apart():
    (one,) = addresses(1)
    assert tried("/auth/login", {"email": "a@example.org", "password": "x"}, one, ATTEMPTS + 1)[-1] == 429
    assert one.post("/auth/register", {"email": "a@example.org", "password": PASSWORD}).status == 201


@pytest.mark.parametrize(
    ("path", "body", "ok"),
    [
        ("/auth/password/reset", {"email": "ada@example.org"}, 202),
        ("/auth/verify", {"token": "x"}, 422),
    ],
)
def test_letters_may_be_asked_for_three_times_however_many_sign_ins_are_allowed(path, body, ok, monkeypatch):
    monkeypatch.setattr(config, "auth_attempts_per_minute", 1000)
    (one,) = addresses(1)
    assert tried(path, body, one, 4) == [ok, ok, ok, 429]


def test_an_address_in_a_letter_is_counted_from_anywhere():
    answers = [c.post("/auth/password/reset", {"email": "ada@example.org"}).status for c in addresses(4)]
    assert answers == [202, 202, 202, 429]


def test_resending_is_counted_by_user(world):
    assert [world.owner.client.post("/auth/verify/resend").status for _ in range(4)] == [202, 202, 202, 429]
    assert world.stranger.client.post("/auth/verify/resend").status == 202


def test_a_stolen_access_token_does_not_help_to_guess_the_password(world):
    client = world.owner.client
    guess = {"current": "wrong", "new": "a quite different one 9"}
    assert tried("/auth/password", guess, client, ATTEMPTS) == [401] * ATTEMPTS
    assert client.delete("/auth/me", {"password": PASSWORD}).status == 429
    assert client.post("/auth/password", guess | {"current": PASSWORD}).status == 429


def test_codes_may_be_tried_a_few_times():
    (one,) = addresses(1)
    body = {"token": "x", "new": "a quite different one 9"}
    assert tried("/auth/password/reset/confirm", body, one, ATTEMPTS + 1) == [422] * ATTEMPTS + [429]


@pytest.mark.parametrize(
    ("remote", "counted"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("testclient", "testclient"),
    ],
)
def test_a_customer_has_one_address(remote, counted):
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=remote)) == counted


def test_a_client_without_an_address_is_counted_too(settings):
    request = RequestFactory().get("/")
    del request.META["REMOTE_ADDR"]
    assert address_of(request) == "unknown"
