"""People for tests: an owner, a team mate and a stranger, each signed in on a device of their own.

`make_jwt(tier)` and `auth_header(tier)` make a user of that tier on the way.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from uuid import UUID

from django.utils import timezone

from accounts.access_tokens import issue
from accounts.models import Session, User
from adiuva.config import config
from billing.services import apply_subscription
from tests.client import Client

PASSWORD = "three blind mice 3"
_numbers = count(1)


def give_tier(user: User, tier: str) -> None:
    apply_subscription(user_id=user.pk, tier=tier, status="active", source="stub", read_at=timezone.now())


@dataclass(frozen=True)
class Person:
    user: User
    session: Session
    token: str

    @property
    def id(self) -> UUID:
        return self.user.pk

    @property
    def email(self) -> str:
        return self.user.email

    @property
    def client(self) -> Client:
        return Client(self.token)

    @property
    def header(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True)
class World:
    owner: Person
    team_mate: Person
    stranger: Person


def make_user(email: str = "", *, tier: str = "", password: str = PASSWORD, verified: bool = False) -> User:
    email = email or f"person-{next(_numbers)}@example.org"
    user = User.objects.create_user(email, password, email_verified_at=timezone.now() if verified else None)
    if tier and tier != config.default_tier:
        give_tier(user, tier)
    return user


def make_session(user: User, client: str = "a test") -> Session:
    return Session.objects.create(user=user, client=client, expires_at=timezone.now() + timedelta(days=30))


def make_person(email: str = "", *, tier: str = "", verified: bool = False) -> Person:
    user = make_user(email, tier=tier, verified=verified)
    session = make_session(user)
    return Person(user, session, issue(user_id=user.pk, session_id=session.pk).token)


def make_world(tier: str = "") -> World:
    owner, team_mate, stranger = (make_person(tier=tier) for _ in range(3))
    return World(owner, team_mate, stranger)


def make_jwt(tier: str = "") -> str:
    return make_person(tier=tier).token


def auth_header(tier: str = "") -> dict[str, str]:
    return {"Authorization": f"Bearer {make_jwt(tier)}"}
