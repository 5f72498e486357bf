"""Taking one's data along, and leaving for good."""

import json

import pytest

from accounts import export
from accounts.models import AuditEntry, RefreshToken, Session, Ticket, User
from accounts.signals import account_deleted, sessions_revoked
from tests.accounts.worlds import PASSWORD


@pytest.fixture
def heard():
    calls = []

    def hear(signal, **said):
        calls.append({k: v for k, v in said.items() if k in ("user_id", "session_ids")})

    for signal in (account_deleted, sessions_revoked):
        signal.connect(hear)
    yield calls
    for signal in (account_deleted, sessions_revoked):
        signal.disconnect(hear)


def test_leaving_takes_everything_along(api, heard, django_capture_on_commit_callbacks):
    credentials = {"email": "ada@example.org", "password": PASSWORD}
    tokens = api.post("/auth/register", credentials).json()
    ada = api.signed_in(tokens["access_token"])
    ada.post("/auth/ticket")
    user, session = User.objects.get().pk, Session.objects.get().pk
    with django_capture_on_commit_callbacks(execute=True):
        assert ada.delete("/auth/me", {"password": PASSWORD}).status == 204
    assert heard == [{"user_id": user}, {"session_ids": [session]}]
    assert not any(model.objects.exists() for model in (User, Session, RefreshToken, Ticket))
    assert ada.get("/auth/me").status == 401
    assert api.post("/auth/login", credentials).status == 401
    assert api.post("/auth/register", credentials).status == 201


@pytest.mark.parametrize("body", [{}, {"password": "wrong"}, {"password": None}])
def test_leaving_asks_for_the_password(signed_in, user, body):
    assert signed_in.delete("/auth/me", body).status in (401, 422)
    assert signed_in.get("/auth/me").status == 200


def test_one_who_leaves_takes_nobody_along(world):
    world.owner.client.delete("/auth/me", {"password": PASSWORD})
    assert world.stranger.client.get("/auth/me").status == 200
    assert Session.objects.count() == 2


def test_when_an_app_cannot_let_go_nothing_is_deleted(world):
    def refuse(**_):
        raise RuntimeError

    account_deleted.connect(refuse)
    try:
        assert world.owner.client.delete("/auth/me", {"password": PASSWORD}).status == 500
    finally:
        account_deleted.disconnect(refuse)
    assert world.owner.client.get("/auth/me").status == 200


def test_the_rows_are_still_there_when_apps_hear_of_it(world):
    seen = []

    def look(user_id, **_):
        seen.append(User.objects.filter(pk=user_id).exists())

    account_deleted.connect(look)
    try:
        world.owner.client.delete("/auth/me", {"password": PASSWORD})
    finally:
        account_deleted.disconnect(look)
    assert seen == [True]


def test_the_export_is_all_that_is_stored(person):
    one = person("ada@example.org", verified=True)
    AuditEntry.objects.create(
        actor_id=one.id,
        action="change",
        target_type="accounts.user",
        target_id=str(one.id),
        changes={"is_active": [False, True]},
    )
    answer = one.client.get("/auth/me/export")
    assert answer.status == 200
    account, (session,), (change,) = (answer.json()[part] for part in ("account", "sessions", "changes_by_staff"))
    assert account["email"] == "ada@example.org"
    assert account["id"] == str(one.id)
    assert account["email_verified_at"] >= account["created_at"] - 1
    assert session["id"] == str(one.session.pk)
    assert (change["action"], change["changes"]) == ("change", {"is_active": [False, True]})


def test_the_export_has_no_secret_and_nobody_else(world):
    text = json.dumps(world.owner.client.get("/auth/me/export").json())
    for other in (world.team_mate, world.stranger):
        for theirs in (str(other.id), other.email, str(other.session.pk)):
            assert theirs not in text
    assert world.owner.user.password not in text
    assert "bcrypt" not in text


def test_every_field_of_a_user_is_exported_or_left_out_on_purpose(world):
    left_out = {"password", "is_superuser", "is_active"}  # a secret, and what support decides
    exported = set(world.owner.client.get("/auth/me/export").json()["account"])
    assert {field.name for field in User._meta.concrete_fields} - left_out == exported


def test_each_app_adds_its_part(signed_in, user, monkeypatch):
    monkeypatch.setattr(export, "_exporters", dict(export._exporters))
    export.exporter("notes")(lambda user_id: {"of": user_id})
    assert signed_in.get("/auth/me/export").json()["notes"] == {"of": str(user.pk)}
    with pytest.raises(ValueError, match="notes"):
        export.exporter("notes")(lambda user_id: None)
