"""Whatever people do and in whatever order: never two live successors, never a live token after a revocation."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import jwt
import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts import opaque
from accounts.asking import who_holds, who_is_asking
from accounts.models import RefreshToken, Session, User
from accounts.services import sessions
from accounts.services.passwords import _change
from accounts.services.people import _create
from adiuva.errors import Problem
from tests.accounts.worlds import PASSWORD, give_tier, make_user
from tests.client import Client

GRACE = sessions.GRACE.total_seconds()


@dataclass
class Family:
    """What a careful observer knows of one session."""

    chain: list[str]
    access: list[str]
    spent: dict[str, float] = field(default_factory=dict)
    live: bool = True


class People(RuleBasedStateMachine):
    clock = None
    number = 0

    def __init__(self):
        super().__init__()
        People.number += 1
        self.email, self.password = f"someone-{People.number}@example.org", PASSWORD
        self.api = Client(address=f"someone-{People.number}")
        self.families: list[Family] = []

    def now(self) -> float:
        return timezone.now().timestamp()

    def begun(self, tokens: dict[str, str]) -> None:
        self.families.append(Family([tokens["refresh_token"]], [tokens["access_token"]]))

    def sign_in(self, password: str):
        return self.api.post("/auth/login", {"email": self.email, "password": password})

    def refreshed(self, family: Family, token: str, answer) -> None:
        """Compares an answer to what had to come, and takes it into what is known."""
        past_grace = token in family.spent and self.now() - family.spent[token] > GRACE
        if past_grace:
            assert answer.json()["code"] == "refresh_reused"
            family.live = False
        elif not family.live:
            assert answer.json()["code"] == "unauthenticated"
        elif token in family.spent:
            assert answer.json()["refresh_token"] == family.chain[-1]
            family.access.append(answer.json()["access_token"])
        else:
            assert answer.status == 200
            family.spent[token] = self.now()
            family.chain.append(answer.json()["refresh_token"])
            family.access.append(answer.json()["access_token"])

    families_known = precondition(lambda self: self.families)

    @initialize()
    def register(self):
        self.begun(self.api.post("/auth/register", {"email": self.email, "password": self.password}).json())
        give_tier(User.objects.get(email=self.email), "team")  # who may ask as often as this needs

    @rule()
    def log_in(self):
        self.begun(self.sign_in(self.password).json())

    @rule()
    def guess(self):
        assert self.sign_in("not the password").status == 401

    @families_known
    @rule(data=st.data())
    def refresh(self, data):
        family = data.draw(st.sampled_from(self.families), label="family")
        token = data.draw(st.sampled_from([family.chain[-1], *family.chain]), label="token")
        self.refreshed(family, token, self.api.post("/auth/refresh", {"refresh_token": token}))

    @families_known
    @rule(data=st.data(), times=st.integers(2, 4))
    def refresh_at_once(self, data, times):
        family = data.draw(st.sampled_from(self.families), label="family")
        token = family.chain[-1]

        @async_to_sync
        async def together():
            asked = {"refresh_token": token}
            return await asyncio.gather(*(self.api.arequest("POST", "/auth/refresh", json=asked) for _ in range(times)))

        for answer in together():
            self.refreshed(family, token, answer)

    @families_known
    @rule(data=st.data())
    def log_out(self, data):
        family = data.draw(st.sampled_from(self.families), label="family")
        token = data.draw(st.sampled_from(family.chain), label="token")
        assert self.api.post("/auth/logout", {"refresh_token": token}).status == 204
        family.live = False

    @families_known
    @rule(data=st.data())
    def revoke(self, data):
        by, of = (data.draw(st.sampled_from(self.families), label=label) for label in ("by", "of"))
        token = self.fresh_access(by)
        answer = self.api.signed_in(token).delete(f"/auth/sessions/{session_of(of)}")
        assert answer.status == (401 if not by.live else 204 if of.live else 404)
        of.live = of.live and answer.status != 204

    @families_known
    @rule(data=st.data(), right=st.booleans())
    def change_password(self, data, right):
        family = data.draw(st.sampled_from(self.families), label="family")
        new = f"{PASSWORD} and {len(self.password)} more"
        asked = {"current": self.password if right else "not the password", "new": new}
        answer = self.api.signed_in(self.fresh_access(family)).post("/auth/password", asked)
        assert answer.status == (204 if right and family.live else 401)
        if answer.status == 204:
            self.password = new
            for other in self.families:
                other.live = other.live and other is family

    @rule(seconds=st.sampled_from([1, 5, GRACE - 1, GRACE + 1, 60, 31 * 60]))
    def wait(self, seconds):
        self.clock.forward(seconds)

    def fresh_access(self, family: Family) -> str:
        """The newest access token, or where time has passed over it, one of a refresh."""
        if family.live and not still_good(family.access[-1], self.now()):
            token = family.chain[-1]
            self.refreshed(family, token, self.api.post("/auth/refresh", {"refresh_token": token}))
        return family.access[-1]

    @invariant()
    def tokens_live_as_long_as_their_sessions(self):
        for family in self.families:
            for token in family.access[-3:]:
                assert answers(token) == (family.live and still_good(token, self.now()))

    @invariant()
    def one_live_successor_at_most(self):
        for family in self.families:
            unspent = RefreshToken.objects.filter(session=session_of(family), spent_at=None)
            assert [one.hash for one in unspent] == [opaque.digest(family.chain[-1])]
        live = Session.objects.live().filter(user__email=self.email).count()
        assert live == sum(family.live for family in self.families)


def answers(token: str) -> bool:
    try:
        return who_is_asking(token) is not None
    except Problem:
        return False


def claims_of(token: str) -> dict:
    return jwt.decode(token, options={"verify_signature": False})


def session_of(family: Family) -> str:
    return claims_of(family.access[0])["sid"]


def still_good(token: str, now: float) -> bool:
    return claims_of(token)["exp"] > now


def test_whatever_people_do(db, clock):
    People.clock = clock
    run_state_machine_as_test(
        People,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


THREADS = 8


@pytest.fixture
def at_once(transactional_db):
    """Calls a function on many threads at the same moment, each with a connection of its own."""

    def call(function):
        gate = threading.Barrier(THREADS)

        def one(number: int):
            gate.wait()
            try:
                return function(number)
            except Problem as problem:
                return problem.code
            finally:
                connection.close()

        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(one, range(THREADS)))

    return call


@pytest.fixture
def begun(transactional_db):
    user = make_user()
    return sessions.start_session(user_id=user.pk, password=user.password, client="")


def test_parallel_refreshes_meet_in_one_successor(at_once, begun):
    token = begun.refresh_token
    for _ in range(5):
        answers = at_once(lambda _, token=token: sessions.refresh(token=token, client=""))
        assert len({answer.refresh_token for answer in answers}) == 1
        assert RefreshToken.objects.filter(spent_at=None).count() == 1
        token = answers[0].refresh_token


def test_parallel_refreshes_and_a_revocation_leave_nothing_alive(at_once, begun):
    session = Session.objects.get()

    def refresh_or_revoke(number):
        if number == THREADS // 2:
            return sessions.revoke_session(user_id=session.user_id, session_id=session.pk)
        return sessions.refresh(token=begun.refresh_token, client="")

    answers = at_once(refresh_or_revoke)
    assert {type(answer) for answer in answers} <= {sessions.Tokens, str, type(None)}
    assert not Session.objects.live().exists()
    with pytest.raises(Problem):
        sessions.refresh(token=begun.refresh_token, client="")


def test_a_new_password_and_sign_ins_with_the_old_one_at_once(at_once):
    user = make_user()
    old = user.password

    def change_or_sign_in(number):
        if number == THREADS // 2:
            return _change(user.pk, keeper.pk, old, "the new hash")
        return sessions.start_session(user_id=user.pk, password=old, client="")

    keeper = Session.objects.create(user=user, expires_at=timezone.now() + sessions.KEPT_WHEN_DEAD)
    at_once(change_or_sign_in)
    assert [one.pk for one in Session.objects.live()] == [keeper.pk]


def test_one_ticket_lets_one_in_however_many_try(at_once, begun):
    ticket, _ = sessions.issue_ticket(session_id=Session.objects.get().pk, lifetime=sessions.GRACE)
    answers = at_once(lambda _: who_holds(ticket))
    assert sorted(type(answer).__name__ for answer in answers) == ["Caller", *["str"] * (THREADS - 1)]


def test_one_address_is_registered_once_however_many_try(at_once):
    answers = at_once(lambda number: _create("Ada@example.org" if number % 2 else "ada@example.org", "x", ""))
    assert answers.count("email_taken") == THREADS - 1
    assert (User.objects.count(), Session.objects.count()) == (1, 1)
