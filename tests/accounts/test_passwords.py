"""Changing a password, setting a new one by letter, verifying an address."""

from email.utils import parseaddr

import pytest
from django.core import mail

from accounts import letters
from accounts.models import Session, User
from adiuva.config import config
from tests.accounts.worlds import PASSWORD

NEW = "a quite different one 9"
ADA = {"email": "ada@example.org", "password": PASSWORD}


@pytest.fixture
def tokens(api, clock):
    return api.post("/auth/register", ADA).json()


@pytest.fixture
def ada(api, tokens):
    return api.signed_in(tokens["access_token"])


@pytest.fixture
def asking(monkeypatch):
    monkeypatch.setattr(config, "require_verified_email", True)


def can_sign_in(api, password: str) -> bool:
    return api.post("/auth/login", ADA | {"password": password}).status == 200


def refused_code(answer) -> bool:
    errors = answer.json().get("errors", [{}])
    return (answer.status, errors[0].get("pointer"), errors[0].get("code")) == (422, "#/token", "invalid_token")


def test_changing_ends_every_other_session(api, ada):
    other = api.signed_in(api.post("/auth/login", ADA).json()["access_token"])
    assert ada.post("/auth/password", {"current": PASSWORD, "new": NEW}).status == 204
    assert (ada.get("/auth/me").status, other.get("/auth/me").status) == (200, 401)
    assert (can_sign_in(api, PASSWORD), can_sign_in(api, NEW)) == (False, True)


def test_changing_asks_for_the_current_one(api, ada):
    answer = ada.post("/auth/password", {"current": "not it at all", "new": NEW})
    assert (answer.status, answer.json()["code"]) == (401, "invalid_credentials")
    assert can_sign_in(api, PASSWORD)


@pytest.mark.parametrize("new", ["short", "password", "ada@example.org", "x" * 1025, "nul\0nul\0nul"])
def test_a_weak_new_password_is_refused(api, ada, new):
    answer = ada.post("/auth/password", {"current": PASSWORD, "new": new})
    assert (answer.status, answer.json()["errors"][0]["pointer"]) == (422, "#/new")
    assert can_sign_in(api, PASSWORD)


def test_a_change_loses_against_one_that_came_first(api, ada, monkeypatch):
    async def confirmed_before(user_id, password):
        return "the hash of before"

    monkeypatch.setattr("accounts.services.people.confirm", confirmed_before)
    answer = ada.post("/auth/password", {"current": PASSWORD, "new": NEW})
    assert answer.json()["code"] == "invalid_credentials"
    assert can_sign_in(api, PASSWORD)


def test_a_session_that_ends_meanwhile_changes_nothing(api, ada, monkeypatch):
    from accounts import hashing

    hashed = hashing.hashed

    async def hashed_slowly(password):
        await Session.objects.all().adelete()
        return await hashed(password)

    monkeypatch.setattr(hashing, "hashed", hashed_slowly)
    assert ada.post("/auth/password", {"current": PASSWORD, "new": NEW}).status == 401
    assert can_sign_in(api, PASSWORD)


def test_a_letter_sets_a_new_password_and_ends_every_session(api, ada, posted, mailed_code):
    answer = api.post("/auth/password/reset", {"email": "ADA@example.org"})
    assert (answer.status, answer.body) == (202, b"")
    (letter,) = posted()
    assert letter.to == ["ada@example.org"]
    assert letter.subject == "Your new password for Adiuva"
    assert parseaddr(letter.from_email)[1]
    code = mailed_code()
    assert api.post("/auth/password/reset/confirm", {"token": code, "new": NEW}).status == 204
    assert ada.get("/auth/me").status == 401
    assert (can_sign_in(api, PASSWORD), can_sign_in(api, NEW)) == (False, True)
    assert User.objects.get().email_verified_at
    assert refused_code(api.post("/auth/password/reset/confirm", {"token": code, "new": NEW + "!"}))


def test_an_unknown_address_gets_the_same_answer_and_no_letter(api, tokens, posted):
    known = api.post("/auth/password/reset", {"email": "ada@example.org"})
    unknown = api.post("/auth/password/reset", {"email": "bob@example.org"})
    assert (known.status, known.body) == (unknown.status, unknown.body) == (202, b"")
    assert len(posted()) == 1


def test_known_and_unknown_addresses_cost_the_same_queries(api, tokens, django_assert_num_queries):
    for email in ("ada@example.org", "bob@example.org"):
        with django_assert_num_queries(1):
            api.post("/auth/password/reset", {"email": email})


def test_an_inactive_user_gets_no_letter(api, tokens, posted):
    User.objects.update(is_active=False)
    api.post("/auth/password/reset", {"email": "ada@example.org"})
    assert not posted()


def test_a_reset_code_lasts_an_hour(api, tokens, mailed_code, clock):
    api.post("/auth/password/reset", {"email": "ada@example.org"})
    code = mailed_code()
    clock.forward(minutes=61)
    assert refused_code(api.post("/auth/password/reset/confirm", {"token": code, "new": NEW}))


def test_a_reset_code_dies_with_the_password_it_was_for(api, ada, mailed_code):
    api.post("/auth/password/reset", {"email": "ada@example.org"})
    code = mailed_code()
    ada.post("/auth/password", {"current": PASSWORD, "new": NEW})
    assert refused_code(api.post("/auth/password/reset/confirm", {"token": code, "new": NEW + "!"}))


@pytest.mark.parametrize(
    "change", [{"email": "bob@example.org"}, {"is_active": False}], ids=["another address", "inactive"]
)
def test_a_reset_code_dies_with_the_address_it_went_to(api, tokens, mailed_code, change):
    api.post("/auth/password/reset", {"email": "ada@example.org"})
    code = mailed_code()
    User.objects.update(**change)
    assert refused_code(api.post("/auth/password/reset/confirm", {"token": code, "new": NEW}))


@pytest.mark.parametrize("weak", ["short", "ada@example.org", "x" * 1025])
def test_a_weak_password_does_not_use_the_code_up(api, tokens, mailed_code, weak):
    api.post("/auth/password/reset", {"email": "ada@example.org"})
    code = mailed_code()
    refused = api.post("/auth/password/reset/confirm", {"token": code, "new": weak})
    assert (refused.status, refused.json()["errors"][0]["pointer"]) == (422, "#/new")
    assert api.post("/auth/password/reset/confirm", {"token": code, "new": NEW}).status == 204


@pytest.mark.parametrize("code", ["x", "a:b:c", "ü:ü:ü", ":::"])
def test_a_made_up_code_is_refused(api, db, code):
    assert refused_code(api.post("/auth/password/reset/confirm", {"token": code, "new": NEW}))
    assert refused_code(api.post("/auth/verify", {"token": code}))


def test_a_code_of_one_kind_is_not_one_of_the_other(api, asking, posted, tokens, mailed_code):
    to_verify = mailed_code()
    assert refused_code(api.post("/auth/password/reset/confirm", {"token": to_verify, "new": NEW}))
    api.post("/auth/password/reset", {"email": "ada@example.org"})
    assert refused_code(api.post("/auth/verify", {"token": mailed_code()}))


def test_a_code_that_is_overtaken_while_hashing_is_refused(api, tokens, mailed_code, monkeypatch):
    from accounts import hashing

    api.post("/auth/password/reset", {"email": "ada@example.org"})
    code, hashed = mailed_code(), hashing.hashed

    async def hashed_slowly(password):
        await User.objects.aupdate(password="set by the code's first use")
        return await hashed(password)

    monkeypatch.setattr(hashing, "hashed", hashed_slowly)
    assert refused_code(api.post("/auth/password/reset/confirm", {"token": code, "new": NEW}))


def test_verification_is_asked_for_only_where_it_is_on(api, tokens, posted):
    assert not posted()


def test_a_letter_verifies_the_address_once(api, asking, tokens, mailed_code, posted):
    assert posted()[0].to == ["ada@example.org"]
    code = mailed_code()
    assert api.post("/auth/verify", {"token": code}).status == 204
    assert User.objects.get().email_verified_at
    assert refused_code(api.post("/auth/verify", {"token": code}))


def test_a_verification_code_lasts_three_days(api, asking, tokens, mailed_code, clock):
    code = mailed_code()
    clock.forward(days=3, seconds=1)
    assert refused_code(api.post("/auth/verify", {"token": code}))


def test_the_letter_can_be_sent_again_while_it_is_needed(api, ada, mailed_code, posted):
    assert ada.post("/auth/verify/resend").status == 202
    assert api.post("/auth/verify", {"token": mailed_code()}).status == 204
    assert ada.post("/auth/verify/resend").status == 202
    assert len(posted()) == 1


def test_a_mail_server_that_fails_fails_nobody(api, tokens, settings, posted):
    settings.EMAIL_BACKEND = "no.such.Backend"
    assert api.post("/auth/password/reset", {"email": "ada@example.org"}).status == 202
    assert not posted()


def test_letters_that_pile_up_are_dropped(api, tokens, monkeypatch, posted):
    monkeypatch.setattr(letters, "MOST_WAITING", 0)
    assert api.post("/auth/password/reset", {"email": "ada@example.org"}).status == 202
    assert not posted()


def test_letters_become_files_where_no_server_is_named(api, tokens, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    api.post("/auth/password/reset", {"email": "ada@example.org"})
    letters.collect()
    assert "ada@example.org" in next(tmp_path.iterdir()).read_text()
    assert not mail.outbox
