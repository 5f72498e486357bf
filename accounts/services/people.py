"""Registering, signing in, leaving."""

from uuid import UUID

from django.db import IntegrityError, transaction

from accounts import hashing, letters, selectors
from accounts.mailed_tokens import VERIFY
from accounts.models import Session, User
from accounts.services import sessions
from accounts.services.sessions import Tokens
from accounts.signals import account_deleted
from adiuva.config import config
from adiuva.database import in_database
from adiuva.errors import Problem


async def register(*, email: str, password: str, client: str) -> Tokens:
    if await in_database(selectors.known_by, email):
        raise Problem("email_taken")
    user, tokens = await in_database(_create, email, await hashing.hashed(password), client)
    if config.require_verified_email:
        letters.post(VERIFY, user)
    return tokens


async def sign_in(*, email: str, password: str, client: str) -> Tokens:
    known = await in_database(selectors.known_by, email)
    right = await hashing.matches(password, known.password if known else "")
    if known is None or not right:
        raise Problem("invalid_credentials")
    return await in_database(sessions.start_session, user_id=known.id, password=known.password, client=client)


async def confirm(user_id: UUID, password: str) -> str:
    """That it is really him; the hash that was compared, for a look at it under lock."""
    known = await in_database(selectors.password_of, user_id)
    if not await hashing.matches(password, known):
        raise Problem("invalid_credentials", "The password is wrong.")
    return known


async def leave(*, user_id: UUID, password: str) -> None:
    await confirm(user_id, password)
    await in_database(erase, user_id)


def erase(user_id: UUID) -> None:
    with transaction.atomic():
        if not list(User.objects.select_for_update().filter(pk=user_id)):
            return
        account_deleted.send(sender=User, user_id=user_id)
        sessions.tell_of(Session.objects.live().filter(user=user_id).values_list("pk", flat=True))
        User.objects.filter(pk=user_id).delete()


def _create(email: str, password: str, client: str) -> tuple[User, Tokens]:
    try:
        with transaction.atomic():
            user = User.objects.create(email=email, password=password)
            return user, sessions.begin(user_id=user.pk, client=client)
    except IntegrityError:
        raise Problem("email_taken") from None
