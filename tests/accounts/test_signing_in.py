"""Registering, signing in, who I am: as a client sees it."""

import pytest
from django.contrib.auth.hashers import verify_password

from accounts import hashing
from accounts.models import RefreshToken, Session, User
from accounts.opaque import digest
from tests.accounts.worlds import PASSWORD

ADA = {"email": "Ada@Example.org", "password": PASSWORD}


def register(api, **changes):
    return api.post("/auth/register", ADA | changes)


def test_registering_signs_in(api, clock):
    answer = register(api)
    assert answer.status == 201
    tokens = answer.json()
    assert set(tokens) == {"access_token", "refresh_token", "expires_at"}
    me = api.signed_in(tokens["access_token"]).get("/auth/me")
    assert (me.status, me.json()) == (
        200,
        {"id": str(User.objects.get().pk), "email": "Ada@Example.org", "tier": "free"},
    )
    clock.forward(minutes=30)
    assert api.signed_in(tokens["access_token"]).get("/auth/me").json()["code"] == "token_expired"


def test_expiry_is_that_of_the_access_token(api):
    import jwt

    tokens = register(api).json()
    claims = jwt.decode(tokens["access_token"], options={"verify_signature": False})
    assert tokens["expires_at"] == claims["exp"] == claims["iat"] + 30 * 60


def test_the_password_is_bcrypt_and_the_refresh_token_a_digest(api):
    tokens = register(api).json()
    assert User.objects.get().password.startswith("bcrypt_sha256$")
    assert RefreshToken.objects.get().hash == digest(tokens["refresh_token"])


@pytest.mark.parametrize("email", ["Ada@Example.org", "ada@example.org", "ADA@EXAMPLE.ORG", "  ada@example.org  "])
def test_a_taken_email_is_refused_regardless_of_case(api, email):
    register(api)
    answer = register(api, email=email)
    assert (answer.status, answer.json()["code"]) == (409, "email_taken")
    assert (User.objects.count(), Session.objects.count()) == (1, 1)


def test_an_email_that_is_taken_meanwhile_is_refused(api, monkeypatch):
    register(api)
    monkeypatch.setattr("accounts.selectors.known_by", lambda email: None)
    answer = register(api, email="ada@example.org")
    assert (answer.status, answer.json()["code"]) == (409, "email_taken")
    assert Session.objects.count() == 1


@pytest.mark.parametrize("email", ["ada@example.org", "Ada@Example.org", "ADA@example.ORG"])
def test_signing_in_regardless_of_case(api, email):
    register(api)
    answer = api.post("/auth/login", ADA | {"email": email})
    assert answer.status == 200
    assert api.signed_in(answer.json()["access_token"]).get("/auth/me").status == 200
    assert User.objects.get().last_login


def test_unknown_and_wrong_answer_alike(api):
    register(api)
    wrong = api.post("/auth/login", ADA | {"password": "not this one"})
    unknown = api.post("/auth/login", ADA | {"email": "bob@example.org"})
    assert wrong.status == unknown.status == 401
    for answer in (wrong, unknown):
        assert answer.json() | {"request_id": ""} == wrong.json() | {"request_id": ""}
    assert wrong.json()["code"] == "invalid_credentials"


def test_an_unknown_email_costs_a_hash_too(api, monkeypatch):
    hashed = []
    hasher = "tests.hashers.QuickHasher"
    monkeypatch.setattr(f"{hasher}.encode", lambda self, password, salt: hashed.append(1) or "bcrypt_sha256$$x")
    api.post("/auth/login", ADA | {"email": "bob@example.org"})
    assert hashed == [1]


def test_an_inactive_user_is_an_unknown_one(api):
    register(api)
    User.objects.update(is_active=False)
    answer = api.post("/auth/login", ADA)
    assert (answer.status, answer.json()["code"]) == (401, "invalid_credentials")


def test_a_password_changed_while_it_was_compared_does_not_sign_in(api, monkeypatch):
    register(api)

    async def compared_too_late(password, encoded):
        await User.objects.aupdate(password="another")
        return verify_password(password, encoded)[0]

    monkeypatch.setattr(hashing, "matches", compared_too_late)
    assert api.post("/auth/login", ADA).json()["code"] == "invalid_credentials"
    assert Session.objects.count() == 1


def test_long_passwords_are_compared_whole(api):
    long = "correct horse battery staple " * 30
    assert register(api, password=long).status == 201
    assert api.post("/auth/login", ADA | {"password": long[:-1]}).status == 401
    assert api.post("/auth/login", ADA | {"password": long}).status == 200


def test_spaces_around_a_password_are_part_of_it(api):
    register(api, password=f" {PASSWORD} ")
    assert api.post("/auth/login", ADA).status == 401
    assert api.post("/auth/login", ADA | {"password": f" {PASSWORD} "}).status == 200


def test_too_many_who_hash_at_once_are_asked_to_wait(api, monkeypatch):
    monkeypatch.setattr(hashing, "LONGEST_QUEUE", 0)
    answer = api.post("/auth/login", ADA)
    assert (answer.status, answer.headers["retry-after"]) == (503, "2")


@pytest.mark.parametrize("token", ["", "rubbish"])
def test_me_needs_a_token(api, token):
    answer = api.signed_in(token).get("/auth/me")
    assert (answer.status, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_me_costs_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert world.owner.client.get("/auth/me").status == 200


def test_the_tier_is_todays(person):
    assert person(tier="team").client.get("/auth/me").json()["tier"] == "team"


def test_signing_in_costs_few_queries(api, django_assert_max_num_queries):
    register(api)
    with django_assert_max_num_queries(12):
        assert api.post("/auth/login", ADA).status == 200
