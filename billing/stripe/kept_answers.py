"""`Idempotency-Key`: the same question gets the same answer, another one is refused."""

import hashlib
import uuid

import msgspec
from django.db import IntegrityError, transaction

from adiuva.errors import Problem, field_error
from billing.stripe.models import KeptAnswer

LONGEST_KEY = 255


def checked(key: str) -> str:
    if len(key) > LONGEST_KEY or not key.isprintable():
        fault = field_error("", "idempotency_key", f"Idempotency-Key has up to {LONGEST_KEY} printable characters.")
        raise Problem("invalid", "The Idempotency-Key cannot be used.", errors=[fault])
    return key


def earlier_answer(user_id: uuid.UUID, key: str, asked: object) -> str:
    """What was answered before; empty when this is the first time, or the first try failed."""
    digest = hashlib.sha256(msgspec.json.encode(asked)).hexdigest()
    try:
        with transaction.atomic():
            KeptAnswer.objects.bulk_create([KeptAnswer(user_id=user_id, key=key, asked=digest)], ignore_conflicts=True)
            row = KeptAnswer.objects.get(user_id=user_id, key=key)
    except (IntegrityError, KeptAnswer.DoesNotExist):
        raise Problem("unauthenticated", "The account has just been deleted.") from None
    if row.asked != digest:
        raise Problem("idempotency_conflict")
    return row.url


def keep_answer(user_id: uuid.UUID, key: str, url: str) -> str:
    """Of two that were made at once, the first stays."""
    rows = KeptAnswer.objects.filter(user_id=user_id, key=key)
    rows.filter(url="").update(url=url)
    return rows.values_list("url", flat=True).first() or url
