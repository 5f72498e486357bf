"""The rows of usage: added to by several workers at once, read by their owner."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Field, Sum
from django.db.models.functions import Coalesce

from billing.models import UsageDay, UsageReservation
from billing.usage.months import first_of_month, today

COUNTED = ("requests", "estimated_requests", "input_tokens", "output_tokens", "cost_micro_usd")
_COLUMNS = ("user_id", "day", "model", *COUNTED)
_BATCH = 100


class Spent(msgspec.Struct, frozen=True):
    tokens: int
    micro_usd: int


def write(counts: Mapping[tuple[UUID, date, str], tuple[int, ...]], released: Iterable[UUID]) -> None:
    """Adds the counts and gives back the reservations that they settle, together or not at all."""
    try:
        _write(counts, released)
    except IntegrityError:  # a user was deleted between the look and the commit; the second look knows
        _write(counts, released)


@transaction.atomic
def _write(counts: Mapping[tuple[UUID, date, str], tuple[int, ...]], released: Iterable[UUID]) -> None:
    wanted = {user_id for user_id, _, _ in counts}
    there = set(get_user_model().objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    # In one order everywhere, so that two workers never wait for each other's rows.
    rows = [(*key, *counts[key]) for key in sorted(counts) if key[0] in there]
    for start in range(0, len(rows), _BATCH):
        _add(rows[start : start + _BATCH])
    ids = list(released)
    if ids:
        UsageReservation.objects.filter(pk__in=ids).delete()


def _add(rows: list[tuple[Any, ...]]) -> None:
    """Django's own upsert overwrites; this one adds. Both databases read it alike."""
    table = UsageDay._meta.db_table
    fields: list[Field[Any, Any]] = [f for name in _COLUMNS for f in UsageDay._meta.fields if f.column == name]
    places = ", ".join(["(" + ", ".join(["%s"] * len(_COLUMNS)) + ")"] * len(rows))
    sums = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in COUNTED)
    sql = (
        f"INSERT INTO {table} ({', '.join(_COLUMNS)}) VALUES {places} "  # noqa: S608 - names of ours alone
        f"ON CONFLICT (user_id, day, model) DO UPDATE SET {sums}"
    )
    values = [field.get_db_prep_save(v, connection) for row in rows for field, v in zip(fields, row, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def usage_days(user_id: UUID, days: int) -> list[UsageDay]:
    since = today() - timedelta(days=days - 1)
    return list(UsageDay.objects.filter(user_id=user_id, day__gte=since).order_by("day", "model"))


def spent_this_month(user_id: UUID) -> Spent:
    rows = UsageDay.objects.filter(user_id=user_id, day__gte=first_of_month())
    found = rows.aggregate(
        tokens=Coalesce(Sum(F("input_tokens") + F("output_tokens")), 0), micro_usd=Coalesce(Sum("cost_micro_usd"), 0)
    )
    return Spent(found["tokens"], found["micro_usd"])
