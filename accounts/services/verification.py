"""Showing that an e-mail address is one's own."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import letters, mailed_tokens
from accounts.mailed_tokens import VERIFY
from accounts.models import User
from adiuva.database import in_database


def verify(*, token: str) -> None:
    user_id = mailed_tokens.addressee(VERIFY, token)
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
        if not mailed_tokens.still_counts(VERIFY, token, user):
            raise mailed_tokens.refusal()
        User.objects.filter(pk=user_id).update(email_verified_at=timezone.now())


async def resend(*, user_id: UUID) -> None:
    letters.post(VERIFY, await in_database(_unverified, user_id))


def _unverified(user_id: UUID) -> User | None:
    return User.objects.filter(pk=user_id, email_verified_at=None).first()
