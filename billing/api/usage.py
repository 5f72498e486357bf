"""What the caller has used, and what is left."""

import time
from math import ceil
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema

from adiuva.api import ApiView, SignedIn
from adiuva.database import in_database
from adiuva.errors import invalid
from billing import runs, usage
from billing.api.serializers import UsageAnswer
from billing.limits import look
from billing.models import UsageDay
from billing.tiers import get_run_limit
from billing.usage.caps import left_this_month
from billing.usage.months import MICRO
from billing.usage.store import usage_days

MOST_DAYS = 366


DAYS = {"type": "integer", "minimum": 1, "maximum": MOST_DAYS, "default": 30}


class UsageView(ApiView):
    permission_classes = (SignedIn,)

    @extend_schema(
        operation_id="billing_usage",
        parameters=[OpenApiParameter("days", DAYS, description="Today included.")],
        responses={200: UsageAnswer},
    )
    async def get(self, request: Any) -> Any:
        caller, days = request.caller, _days(request.GET.get("days", "30"))
        await usage.flush()  # so that the figures are current where the user is
        rows, capped = await in_database(_read, caller.user_id, caller.tier, days)
        window, running = await look(caller), await runs.running(caller.user_id)
        most = get_run_limit(caller.tier)
        resets_at = ceil(time.time() + window.reset)
        limits = [
            {"name": "requests", "limit": window.limit, "remaining": window.remaining, "resets_at": resets_at},
            {"name": "runs", "limit": most, "remaining": max(0, most - running), "resets_at": None},
        ]
        return {"days": [_day(row) for row in rows], "limits": limits + capped}


def _read(user_id: UUID, tier: str, days: int) -> tuple[list[UsageDay], list[dict[str, object]]]:
    return usage_days(user_id, days), left_this_month(user_id, tier)


def _days(given: str) -> int:
    days = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
    if not 1 <= days <= MOST_DAYS:
        raise invalid("days", "out_of_range", f"days is a whole number from 1 to {MOST_DAYS}.")
    return days


def _day(row: UsageDay) -> dict[str, Any]:
    return {
        "date": row.day.isoformat(),
        "model": row.model,
        "requests": row.requests,
        "input_tokens": row.input_tokens,
        "output_tokens": row.output_tokens,
        "cost_usd": row.cost_micro_usd / MICRO,
    }
