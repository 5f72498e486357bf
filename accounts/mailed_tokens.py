"""Tokens that go out in letters: signed and bound to what using them changes, so each works once and none is stored."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from adiuva.errors import Problem, invalid


class Purpose(NamedTuple):
    name: str
    valid: timedelta
    words: str


RESET = Purpose("reset", timedelta(hours=1), "an hour")
VERIFY = Purpose("verify", timedelta(days=3), "three days")


def write(purpose: Purpose, user: User) -> str:
    return signing.dumps([user.pk.hex, _seal(purpose, user)], salt=_salt(purpose))


def addressee(purpose: Purpose, token: str) -> UUID:
    """Whom it was written for. Whether it still counts, `still_counts` tells from the user as he is now."""
    return UUID(_read(purpose, token)[0])


def still_counts(purpose: Purpose, token: str, user: User | None) -> bool:
    if user is None or not user.is_active:
        return False
    return constant_time_compare(_read(purpose, token)[1], _seal(purpose, user))


def refusal() -> Problem:
    return invalid("token", "invalid_token", "This code is wrong, used or too old; ask for a new one.")


def _read(purpose: Purpose, token: str) -> tuple[str, str]:
    try:
        user_id, seal = signing.loads(token, salt=_salt(purpose), max_age=purpose.valid)
    except signing.BadSignature:
        raise refusal() from None
    return user_id, seal


def _seal(purpose: Purpose, user: User) -> str:
    changes_with = f"{user.email}\n{user.password if purpose is RESET else user.email_verified_at}"
    return salted_hmac(_salt(purpose), changes_with, algorithm="sha256").hexdigest()[:32]


def _salt(purpose: Purpose) -> str:
    return f"accounts.letter.{purpose.name}"
