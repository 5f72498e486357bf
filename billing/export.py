"""What billing keeps of a user, for who asks for all of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.forms.models import model_to_dict

from accounts.export import exporter
from accounts.selectors import unix
from billing.models import UsageDay
from billing.selectors import subscription_of


@exporter("subscription")
def _subscription(user_id: UUID) -> dict[str, Any] | None:
    row = subscription_of(user_id)
    return _plain(row) if row else None


@exporter("usage")
def _usage(user_id: UUID) -> list[dict[str, Any]]:
    return [_plain(row) for row in UsageDay.objects.filter(user_id=user_id).order_by("day", "model")]


def _plain(row: Model) -> dict[str, Any]:
    values = model_to_dict(row, exclude=["id", "user"])
    return {name: unix(value) if isinstance(value, datetime) else value for name, value in values.items()}
