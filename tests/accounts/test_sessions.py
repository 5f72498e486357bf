"""Refresh families: one live token each, a grace for lost answers, and an end for thieves."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import opaque
from accounts.models import RefreshToken, Session, Ticket, User
from accounts.services import sessions
from accounts.signals import sessions_revoked
from tests.accounts.worlds import PASSWORD, make_session

ADA = {"email": "ada@example.org", "password": PASSWORD}


@pytest.fixture
def tokens(api, clock):
    return api.post("/auth/register", ADA, headers={"User-Agent": "Adiuva/1.0 (Linux)"}).json()


@pytest.fixture
def refresh(api):
    return lambda token, **options: api.post("/auth/refresh", {"refresh_token": token}, **options)


@pytest.fixture
def told():
    """The session ids that receivers heard of."""
    ids = []

    def hear(session_ids, **_):
        ids.extend(session_ids)

    sessions_revoked.connect(hear)
    yield ids
    sessions_revoked.disconnect(hear)


def lives(api, tokens) -> bool:
    return api.signed_in(tokens["access_token"]).get("/auth/me").status == 200


def code(answer) -> str:
    return answer.json()["code"]


def test_refreshing_gives_new_tokens_of_the_same_session(api, tokens, refresh):
    fresh = refresh(tokens["refresh_token"]).json()
    assert fresh["refresh_token"] != tokens["refresh_token"]
    assert lives(api, fresh)
    assert lives(api, tokens)
    assert Session.objects.count() == 1


def test_nothing_of_a_token_is_kept_but_its_digest(tokens, refresh):
    fresh = refresh(tokens["refresh_token"]).json()
    stored = str(list(RefreshToken.objects.values())) + str(list(Session.objects.values()))
    for secret in (tokens["refresh_token"], fresh["refresh_token"], fresh["access_token"]):
        assert secret not in stored


def test_within_the_grace_the_same_successor_is_handed_out(api, tokens, refresh, clock):
    first = refresh(tokens["refresh_token"]).json()
    clock.forward(seconds=19)
    again = refresh(tokens["refresh_token"]).json()
    assert again["refresh_token"] == first["refresh_token"]
    assert lives(api, again)
    assert RefreshToken.objects.filter(spent_at=None).count() == 1


def test_within_the_grace_a_successor_that_was_spent_leads_on(api, tokens, refresh):
    second = refresh(tokens["refresh_token"]).json()
    third = refresh(second["refresh_token"]).json()
    assert refresh(tokens["refresh_token"]).json()["refresh_token"] == third["refresh_token"]
    assert refresh(second["refresh_token"]).json()["refresh_token"] == third["refresh_token"]


def test_who_rotates_without_end_within_the_grace_is_cut_off(tokens, refresh, monkeypatch):
    monkeypatch.setattr(sessions, "MOST_ROTATIONS_IN_GRACE", 3)
    token = tokens["refresh_token"]
    for _ in range(4):
        token = refresh(token).json()["refresh_token"]
    assert code(refresh(tokens["refresh_token"])) == "refresh_reused"


def test_after_the_grace_the_family_ends(api, tokens, refresh, clock, told, django_capture_on_commit_callbacks):
    fresh = refresh(tokens["refresh_token"]).json()
    clock.forward(seconds=21)
    with django_capture_on_commit_callbacks(execute=True):
        replayed = refresh(tokens["refresh_token"])
    assert (replayed.status, code(replayed)) == (401, "refresh_reused")
    assert told == [Session.objects.get().pk]
    assert not lives(api, fresh)
    assert code(refresh(fresh["refresh_token"])) == "unauthenticated"
    assert code(refresh(tokens["refresh_token"])) == "refresh_reused"


def test_a_reuse_ends_that_family_alone(api, tokens, refresh, clock):
    other = api.post("/auth/login", ADA).json()
    refresh(tokens["refresh_token"])
    clock.forward(seconds=21)
    refresh(tokens["refresh_token"])
    assert lives(api, other)


def test_the_grace_is_not_for_a_session_that_ended(api, tokens, refresh):
    fresh = refresh(tokens["refresh_token"]).json()
    api.post("/auth/logout", {"refresh_token": fresh["refresh_token"]})
    assert code(refresh(tokens["refresh_token"])) == "unauthenticated"


def test_a_refresh_token_lasts_thirty_days_and_each_rotation_thirty_more(api, tokens, refresh, clock):
    clock.forward(days=29)
    fresh = refresh(tokens["refresh_token"]).json()
    clock.forward(days=29)
    last = refresh(fresh["refresh_token"])
    assert last.status == 200
    clock.forward(days=30, seconds=1)
    assert code(refresh(last.json()["refresh_token"])) == "unauthenticated"


@pytest.mark.parametrize("token", ["x", "ü" * 40, "a" * 512])
def test_an_unknown_refresh_token_is_refused(api, refresh, token):
    assert code(refresh(token)) == "unauthenticated"


def test_an_access_token_does_not_refresh_nor_a_refresh_token_sign_in(api, tokens, refresh):
    assert code(refresh(tokens["access_token"])) == "unauthenticated"
    assert api.signed_in(tokens["refresh_token"]).get("/auth/me").status == 401


def test_an_inactive_user_does_not_refresh(tokens, refresh):
    User.objects.update(is_active=False)
    assert code(refresh(tokens["refresh_token"])) == "unauthenticated"


def test_logging_out_ends_the_session_at_once(api, tokens, refresh, told, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert api.post("/auth/logout", {"refresh_token": tokens["refresh_token"]}).status == 204
    assert told == [Session.objects.get().pk]
    assert not lives(api, tokens)
    assert code(refresh(tokens["refresh_token"])) == "unauthenticated"
    assert api.post("/auth/logout", {"refresh_token": tokens["refresh_token"]}).status == 204


def test_logging_out_takes_a_spent_token_too(api, tokens, refresh):
    fresh = refresh(tokens["refresh_token"]).json()
    api.post("/auth/logout", {"refresh_token": tokens["refresh_token"]})
    assert not lives(api, fresh)


def test_sessions_are_the_devices_that_are_signed_in(api, tokens, clock):
    clock.forward(minutes=5)
    other = api.post("/auth/login", ADA, headers={"User-Agent": "x" * 200 + "\tä"}).json()
    ended = api.post("/auth/login", ADA).json()
    api.post("/auth/logout", {"refresh_token": ended["refresh_token"]})
    listed = api.signed_in(other["access_token"]).get("/auth/sessions").json()
    assert [set(one) for one in listed] == [{"id", "created_at", "last_used_at", "client", "current"}] * 2
    assert [(one["client"], one["current"]) for one in listed] == [("x" * 120, True), ("Adiuva/1.0 (Linux)", False)]
    assert listed[0]["created_at"] - listed[1]["created_at"] in (300, 301)


def test_refreshing_is_using(api, tokens, refresh, clock):
    clock.forward(minutes=10)
    fresh = refresh(tokens["refresh_token"], headers={"User-Agent": "Adiuva/1.1"}).json()
    (one,) = api.signed_in(fresh["access_token"]).get("/auth/sessions").json()
    assert one["client"] == "Adiuva/1.1"
    fresh = refresh(fresh["refresh_token"], headers={"User-Agent": ""}).json()
    (one,) = api.signed_in(fresh["access_token"]).get("/auth/sessions").json()
    assert one["client"] == "Adiuva/1.1"
    assert one["last_used_at"] - one["created_at"] in (600, 601)


@pytest.mark.parametrize("devices", [1, 3])
def test_listing_sessions_costs_two_queries_however_many(person, devices, django_assert_num_queries):
    one = person()
    for _ in range(devices - 1):
        make_session(one.user)
    with django_assert_num_queries(2):
        assert len(one.client.get("/auth/sessions").json()) == devices


def test_a_device_can_be_signed_out_from_another(api, tokens, told, django_capture_on_commit_callbacks):
    other = api.post("/auth/login", ADA).json()
    client = api.signed_in(tokens["access_token"])
    (theirs,) = (one["id"] for one in client.get("/auth/sessions").json() if not one["current"])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.delete(f"/auth/sessions/{theirs}").status == 204
    assert [str(one) for one in told] == [theirs]
    assert not lives(api, other)
    assert lives(api, tokens)
    assert client.delete(f"/auth/sessions/{theirs}").status == 404


def test_a_stranger_cannot_sign_a_device_out(world):
    for session in ("owner", "team_mate"):
        answer = world.stranger.client.delete(f"/auth/sessions/{getattr(world, session).session.pk}")
        assert (answer.status, code(answer)) == (404, "not_found")
    assert world.owner.client.get("/auth/me").status == 200


@pytest.mark.parametrize("name", ["x", "00000000-0000-0000-0000-000000000000", "%00"])
def test_a_session_that_is_not_there_is_not_found(signed_in, name):
    assert signed_in.delete(f"/auth/sessions/{name}").status == 404


def test_two_unspent_tokens_in_a_session_are_refused_by_the_database(tokens):
    session = Session.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        RefreshToken.objects.create(hash="x", session=session, expires_at=timezone.now())


def test_the_longest_unused_of_too_many_devices_is_signed_out(api, clock, monkeypatch):
    monkeypatch.setattr(sessions, "MOST_SESSIONS", 2)
    first = api.post("/auth/register", ADA).json()
    others = []
    for _ in range(2):
        clock.forward(seconds=1)
        others.append(api.post("/auth/login", ADA).json())
    assert not lives(api, first)
    assert all(lives(api, one) for one in others)


def test_what_nobody_can_use_is_cleaned(api, tokens, refresh, clock):
    fresh = refresh(tokens["refresh_token"]).json()
    api.signed_in(fresh["access_token"]).post("/auth/ticket")
    clock.forward(days=29)
    last = refresh(fresh["refresh_token"]).json()
    clock.forward(days=2)
    call_command("clean_sessions", verbosity=0)
    assert list(RefreshToken.objects.values_list("hash", flat=True)) == [opaque.digest(last["refresh_token"])]
    assert not Ticket.objects.exists()
    assert refresh(last["refresh_token"]).status == 200
    clock.forward(days=38)
    call_command("clean_sessions", verbosity=0)
    assert not Session.objects.exists()


def test_cleaning_goes_on_until_all_is_gone(user, monkeypatch):
    monkeypatch.setattr("accounts.management.commands.clean_sessions.BITE", 2)
    Session.objects.update(expires_at=timezone.now() - timedelta(days=8))
    for _ in range(5):
        make_session(user)
    Session.objects.filter(user=user).update(revoked_at=timezone.now() - timedelta(days=8))
    call_command("clean_sessions", verbosity=0)
    assert not Session.objects.exists()


def test_signing_in_cleans_a_few_of_ones_own(api, tokens, clock):
    api.post("/auth/logout", {"refresh_token": tokens["refresh_token"]})
    clock.forward(days=8)
    api.post("/auth/login", ADA)
    assert Session.objects.count() == 1


def test_refreshing_costs_few_queries(tokens, refresh, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        assert refresh(tokens["refresh_token"]).status == 200


def test_a_ticket_is_short_and_single(api, tokens, clock):
    answer = api.signed_in(tokens["access_token"]).post("/auth/ticket")
    assert answer.status == 201
    assert set(answer.json()) == {"ticket", "expires_at"}
    assert answer.json()["expires_at"] - int(timezone.now().timestamp()) in (29, 30)
    assert Ticket.objects.get().hash == opaque.digest(answer.json()["ticket"])


def test_tickets_of_before_go_when_another_is_issued(api, tokens, clock):
    client = api.signed_in(tokens["access_token"])
    client.post("/auth/ticket")
    clock.forward(seconds=31)
    client.post("/auth/ticket")
    assert Ticket.objects.count() == 1
