"""The row that lets a user have one open checkout session, whoever asks at once."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from adiuva.errors import Problem
from billing.stripe.models import OpenCheckout

# Stripe keeps a session open for a day; a page that old is better made anew.
FRESH = timedelta(minutes=30)


class Wish(msgspec.Struct, frozen=True):
    user_id: uuid.UUID
    tier: str
    seats: int


class Place(msgspec.Struct, frozen=True):
    nonce: uuid.UUID
    url: str = ""
    superseded: str = ""


def take(wish: Wish) -> Place:
    """The session that is open for this wish, or the right to make one; the one it replaces is to be expired."""
    new = OpenCheckout(user_id=wish.user_id, tier=wish.tier, seats=wish.seats)
    try:
        with transaction.atomic():
            OpenCheckout.objects.bulk_create([new], ignore_conflicts=True)
            row = OpenCheckout.objects.select_for_update().get(pk=wish.user_id)
            if (row.tier, row.seats) == (wish.tier, wish.seats) and row.made_at > timezone.now() - FRESH:
                return Place(row.nonce, row.url)
            old = row.session_id
            OpenCheckout(user_id=wish.user_id, tier=wish.tier, seats=wish.seats, nonce=new.nonce).save(
                force_update=True
            )
            return Place(new.nonce, superseded=old)
    except (IntegrityError, OpenCheckout.DoesNotExist):
        raise Problem("unauthenticated", "The account has just been deleted.") from None


def keep(user_id: uuid.UUID, nonce: uuid.UUID, session_id: str, url: str) -> bool:
    """False when another wish has taken the place meanwhile."""
    return bool(OpenCheckout.objects.filter(user_id=user_id, nonce=nonce).update(session_id=session_id, url=url))


def session_of(user_id: uuid.UUID) -> str:
    return OpenCheckout.objects.filter(user_id=user_id).values_list("session_id", flat=True).first() or ""


def close(session_ids: Iterable[str]) -> None:
    OpenCheckout.objects.filter(session_id__in=[name for name in session_ids if name]).delete()


def drop(user_id: uuid.UUID) -> None:
    OpenCheckout.objects.filter(user_id=user_id).delete()
