"""Changing a password, and setting a new one by letter. Either ends every other session."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import hashing, letters, mailed_tokens
from accounts.mailed_tokens import RESET
from accounts.models import Session, User
from accounts.password_rules import faults_of
from accounts.services import people, sessions
from adiuva.database import in_database
from adiuva.errors import Problem, field_error


async def change(*, user_id: UUID, session_id: UUID, current: str, new: str) -> None:
    compared = await people.confirm(user_id, current)
    await in_database(_change, user_id, session_id, compared, await hashing.hashed(new))


async def ask_reset(*, email: str) -> None:
    """Nobody learns from the answer, or from the time it takes, whether there is such an account."""
    letters.post(RESET, await in_database(_active, email))


async def reset(*, token: str, new: str) -> None:
    user_id = mailed_tokens.addressee(RESET, token)
    user = await in_database(_user, user_id)
    if user is None or not mailed_tokens.still_counts(RESET, token, user):
        raise mailed_tokens.refusal()
    if faults := await hashing.aside(faults_of, new, user.email):
        raise Problem("invalid", errors=[field_error("new", fault.code, fault.words) for fault in faults])
    await in_database(_reset, user_id, token, await hashing.hashed(new))


def _change(user_id: UUID, session_id: UUID, compared: str, hashed: str) -> None:
    with transaction.atomic():
        user = _locked(user_id)
        if user is None or user.password != compared:
            raise Problem("invalid_credentials", "The password is wrong.")
        if not Session.objects.live().filter(pk=session_id).exists():
            raise Problem("unauthenticated")  # revoked while the password was hashed
        User.objects.filter(pk=user_id).update(password=hashed)
        sessions.revoke(Session.objects.filter(user=user_id).exclude(pk=session_id))


def _reset(user_id: UUID, token: str, hashed: str) -> None:
    with transaction.atomic():
        user = _locked(user_id)
        if user is None or not mailed_tokens.still_counts(RESET, token, user):
            raise mailed_tokens.refusal()
        # Who reads the letter owns the address.
        verified_at = user.email_verified_at or timezone.now()
        User.objects.filter(pk=user_id).update(password=hashed, email_verified_at=verified_at)
        sessions.revoke(Session.objects.filter(user=user_id))


def _user(user_id: UUID) -> User | None:
    return User.objects.filter(pk=user_id).first()


def _active(email: str) -> User | None:
    return User.objects.with_email(email).filter(is_active=True).first()


def _locked(user_id: UUID) -> User | None:
    return User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
