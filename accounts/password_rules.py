"""Which passwords will do, by Django's validators, and what a new one brings with it."""

from typing import NamedTuple

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Session, User
from accounts.services import sessions


class Fault(NamedTuple):
    code: str
    words: str


def faults_of(password: str, email: str = "") -> list[Fault]:
    try:
        validate_password(password, User(email=email))
    except ValidationError as error:
        return [Fault(fault.code or "invalid", fault.messages[0]) for fault in error.error_list]
    return []


class EndsSessions:
    """A rule any password keeps. Django tells it of each one set by form or command; services see to theirs."""

    def validate(self, password: str, user: User | None = None) -> None:
        return

    def password_changed(self, password: str, user: User) -> None:
        with transaction.atomic():
            sessions.revoke(Session.objects.filter(user=user))

    def get_help_text(self) -> str:
        return "A new password signs every device out."
