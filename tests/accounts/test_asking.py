import base64
import json
import time
from datetime import timedelta
from uuid import uuid4

import jwt
import pytest
from asgiref.sync import async_to_sync
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import OperationalError
from django.db.models import CharField, Value
from django.test import RequestFactory
from django.utils import timezone

from accounts import asking, tiers
from accounts.asking import caller_of, who_is_asking
from accounts.models import Session, Ticket, User
from accounts.opaque import digest
from accounts.socket_auth import SocketAuth
from adiuva.errors import Problem
from adiuva.observability import context
from tests.accounts import worlds


def refusal(token: str) -> str:
    with pytest.raises(Problem) as caught:
        who_is_asking(token)
    return caught.value.code


def forged(person, key=settings.SIMPLE_JWT["SIGNING_KEY"], algorithm="HS256", **claims) -> str:
    now = int(timezone.now().timestamp())
    payload = {
        "sub": str(person.id),
        "sid": str(person.session.pk),
        "aud": "adiuva",
        "type": "access",
        "jti": uuid4().hex,
        "iat": now,
        "exp": now + 600,
    } | claims
    return jwt.encode({k: v for k, v in payload.items() if v is not None}, key, algorithm=algorithm)


def test_a_token_is_a_user_a_session_and_a_tier(person):
    one = person(tier="power", verified=True)
    caller = who_is_asking(one.token)
    assert caller == asking.Caller(one.id, one.email, "power", one.session.pk, True, caller.expires_at)
    assert caller.expires_at > time.time()


def test_a_caller_of_long_ago_is_asked_for_again_with_one_query(world, django_assert_num_queries):
    owner = world.owner
    before = who_is_asking(owner.token)
    worlds.give_tier(owner.user, "pro")
    with django_assert_num_queries(1):
        assert async_to_sync(asking.caller_now)(before).tier == "pro"
    Session.objects.update(revoked_at=timezone.now())
    with pytest.raises(Problem) as refused:
        async_to_sync(asking.caller_now)(before)
    assert refused.value.code == "unauthenticated"


def test_the_tier_is_not_in_the_token(person):
    payload = json.loads(base64.urlsafe_b64decode(person(tier="pro").token.split(".")[1] + "=="))
    assert set(payload) == {"sub", "sid", "aud", "type", "jti", "iat", "exp"}


def test_asking_costs_one_query(person, django_assert_num_queries):
    token = person(tier="team").token
    with django_assert_num_queries(1):
        assert who_is_asking(token).tier == "team"


def test_the_tier_comes_from_the_expression_in_use(world):
    before = tiers.expression()
    tiers.use(Value("pro", output_field=CharField()))
    try:
        assert who_is_asking(world.owner.token).tier == "pro"
    finally:
        tiers.use(before)
    assert who_is_asking(world.owner.token).tier == "free"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another"},
        {"aud": None},
        {"type": "refresh"},
        {"type": None},
        {"exp": None},
        {"jti": None},
        {"sub": None},
        {"sid": None},
        {"sub": "1 OR 1=1"},
        {"sid": "\x00"},
        {"sid": 7},
    ],
)
def test_a_token_that_lacks_something_is_refused(world, claims):
    assert who_is_asking(forged(world.owner)).user_id == world.owner.id
    assert refusal(forged(world.owner, **claims)) == "unauthenticated"


def test_another_key_or_algorithm_is_refused(world):
    assert refusal(forged(world.owner, key="k" * 64)) == "unauthenticated"
    assert refusal(forged(world.owner, algorithm="HS512")) == "unauthenticated"
    assert refusal(forged(world.owner, key=None, algorithm="none")) == "unauthenticated"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ü", "\x00", "." * 5000, "e30.e30.e30"])
def test_rubbish_is_refused(db, token):
    assert refusal(token) == "unauthenticated"


def test_an_expired_token_says_so(world):
    past = int(timezone.now().timestamp()) - 1
    assert refusal(forged(world.owner, exp=past)) == "token_expired"


def test_another_users_session_is_refused(world):
    assert refusal(forged(world.owner, sid=str(world.stranger.session.pk))) == "unauthenticated"


@pytest.mark.parametrize(
    "change",
    [
        lambda p: Session.objects.filter(pk=p.session.pk).update(revoked_at=timezone.now()),
        lambda p: Session.objects.filter(pk=p.session.pk).update(expires_at=timezone.now() - timedelta(seconds=1)),
        lambda p: Session.objects.filter(pk=p.session.pk).delete(),
        lambda p: User.objects.filter(pk=p.id).update(is_active=False),
        lambda p: User.objects.filter(pk=p.id).delete(),
    ],
)
def test_a_dead_session_or_user_is_refused_at_once(world, change):
    assert who_is_asking(world.owner.token)
    change(world.owner)
    assert refusal(world.owner.token) == "unauthenticated"
    assert who_is_asking(world.stranger.token)


def request_with(header: str = ""):
    return RequestFactory().get("/", **({"HTTP_AUTHORIZATION": header} if header else {}))


def test_a_request_asks_once(world, django_assert_num_queries):
    request = request_with(f"Bearer {world.owner.token}")
    trace = context.begin("a-request")
    with django_assert_num_queries(1):
        first, second = async_to_sync(caller_of)(request), async_to_sync(caller_of)(request)
    assert first is second
    assert trace.user_id == str(world.owner.id)


def test_a_refused_request_asks_once_too(world, django_assert_num_queries):
    request = request_with(f"bearer {forged(world.owner, sid=str(uuid4()))}")
    with django_assert_num_queries(1):
        for _ in range(2):
            with pytest.raises(Problem):
                async_to_sync(caller_of)(request)


def test_no_header_is_nobody_and_another_scheme_is_refused(db):
    assert async_to_sync(caller_of)(request_with()) is None
    with pytest.raises(Problem) as caught:
        async_to_sync(caller_of)(request_with("Basic dTpw"))
    assert caught.value.headers["WWW-Authenticate"].startswith("Bearer")


async def doorman(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    asked = scope["refusal"].code if scope["refusal"] else str(scope["caller"].user_id)
    await send({"type": "websocket.send", "text": asked})


@async_to_sync
async def knock(path: str = "/", **headers: str) -> str:
    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    socket = WebsocketCommunicator(SocketAuth(doorman), path, headers=given)
    await socket.connect()
    said = await socket.receive_from()
    await socket.disconnect()
    return said


def ticket_for(person, seconds: int = 30) -> str:
    Ticket.objects.create(
        hash=digest("a ticket"), session=person.session, expires_at=timezone.now() + timedelta(seconds=seconds)
    )
    return "a+ticket"


def test_sockets_take_a_header_a_ticket_or_a_token(world):
    owner = str(world.owner.id)
    assert knock(authorization=f"Bearer {world.owner.token}") == owner
    assert knock(f"/?token={world.owner.token}") == owner
    assert knock(f"/?ticket={ticket_for(world.owner)}") == owner
    assert knock() == knock("/?token=x") == knock("/?ticket=x") == knock("/?ticket=") == "unauthenticated"


def test_the_header_decides_before_the_ticket_and_the_ticket_before_the_token(world):
    ticket = ticket_for(world.stranger)
    everything = f"/?token={world.owner.token}&ticket={ticket}"
    assert knock(everything, authorization=f"Bearer {world.team_mate.token}") == str(world.team_mate.id)
    assert knock(everything, authorization="Bearer x") == "unauthenticated"
    assert knock(everything) == str(world.stranger.id)


def test_a_ticket_lets_one_socket_in(world):
    path = f"/?ticket={ticket_for(world.owner)}"
    assert [knock(path), knock(path)] == [str(world.owner.id), "unauthenticated"]


def test_an_old_ticket_lets_nobody_in(world):
    assert knock(f"/?ticket={ticket_for(world.owner, seconds=-1)}") == "unauthenticated"


def test_a_ticket_dies_with_its_session(world):
    path = f"/?ticket={ticket_for(world.owner)}"
    Session.objects.filter(pk=world.owner.session.pk).update(revoked_at=timezone.now())
    assert knock(path) == "unauthenticated"


def test_a_socket_that_finds_no_database_is_told_to_try_later(db, monkeypatch):
    def fails(*_):
        raise OperationalError

    monkeypatch.setattr(asking, "who_holds", fails)
    assert knock("/?ticket=x") == "unavailable"


def test_helpers_make_people_of_any_tier(db):
    for tier in ("free", "pro", "power", "team"):
        header = worlds.auth_header(tier)["Authorization"]
        assert who_is_asking(header.removeprefix("Bearer ")).tier == tier
