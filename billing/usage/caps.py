"""Optional monthly caps of a tier: checked and held before a run, so that runs at once cannot pass one together."""

from datetime import timedelta
from types import TracebackType
from uuid import UUID

import msgspec
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from adiuva.config import config
from adiuva.database import in_database
from adiuva.errors import Problem
from billing.limits.throttle import Asking
from billing.models import UsageReservation
from billing.usage.book import Book
from billing.usage.months import MICRO, micro_usd, next_month
from billing.usage.store import Spent, spent_this_month

# A run cannot last longer than its time-out; what a killed worker held is free again soon after.
MARGIN = timedelta(seconds=60)


class Cap(msgspec.Struct, frozen=True):
    tokens: int | None
    usd: float | None

    @property
    def is_set(self) -> bool:
        return self.tokens is not None or self.usd is not None


def cap_of(tier: str) -> Cap:
    return Cap(getattr(config, f"usage_cap_tokens_{tier}"), getattr(config, f"usage_cap_usd_{tier}"))


class Reservation:
    """What a run may still use; given back when the run ends, however it ends."""

    def __init__(self, book: Book, user_id: UUID, held: UUID | None) -> None:
        self._book, self._user_id, self._held = book, user_id, held

    def settle(
        self,
        model: str,
        *,
        input_tokens: int,
        output_tokens: int,
        cost_usd: float | None = None,
        estimated: bool = False,
    ) -> None:
        """Records what was used in the place of what was held."""
        self._book.record(
            self._user_id,
            model,
            input_tokens=input_tokens,
            output_tokens=output_tokens,
            cost_usd=cost_usd,
            estimated=estimated,
        )
        self.release()

    def release(self) -> None:
        """After everything the run used has been recorded. Twice does no harm."""
        if self._held is not None:
            self._book.release(self._held)
            self._held = None

    def __enter__(self) -> "Reservation":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


async def hold(book: Book, caller: Asking, *, tokens: int, cost_usd: float) -> Reservation:
    cap = cap_of(caller.tier)
    held = await in_database(_hold, caller.user_id, cap, tokens, micro_usd(cost_usd)) if cap.is_set else None
    return Reservation(book, caller.user_id, held)


@transaction.atomic
def _hold(user_id: UUID, cap: Cap, tokens: int, micro: int) -> UUID:
    # The user's row is the lock: one reservation of a user at a time, over all workers.
    get_user_model().objects.select_for_update(no_key=True).filter(pk=user_id).values_list("pk").first()
    ours, now = UsageReservation.objects.filter(user_id=user_id), timezone.now()
    ours.filter(expires_at__lte=now).delete()
    spent, held = spent_this_month(user_id), _held(user_id)
    _check("tokens_month", cap.tokens, spent.tokens + held.tokens, tokens)
    _check(
        "cost_usd_month", micro_usd(cap.usd) if cap.usd is not None else None, spent.micro_usd + held.micro_usd, micro
    )
    until = now + timedelta(seconds=config.run_timeout) + MARGIN
    return ours.create(user_id=user_id, tokens=tokens, cost_micro_usd=micro, expires_at=until).pk


def _held(user_id: UUID) -> Spent:
    live = UsageReservation.objects.filter(user_id=user_id, expires_at__gt=timezone.now())
    found = live.aggregate(tokens=Coalesce(Sum("tokens"), 0), micro_usd=Coalesce(Sum("cost_micro_usd"), 0))
    return Spent(found["tokens"], found["micro_usd"])


def _check(name: str, cap: int | None, used: int, asked: int) -> None:
    if cap is None or (used < cap and used + asked <= cap):
        return
    resets = next_month()
    seconds = int((resets - timezone.now()).total_seconds()) + 1
    raise Problem(
        "usage_cap",
        f"The {name.replace('_', ' ').removesuffix(' month')} of this month are used up or held by runs.",
        limit=name,
        retry_after=seconds,
        resets_at=int(resets.timestamp()),
    )


def left_this_month(user_id: UUID, tier: str) -> list[dict[str, object]]:
    cap, resets_at = cap_of(tier), int(next_month().timestamp())
    if not cap.is_set:
        return []
    spent, held = spent_this_month(user_id), _held(user_id)
    limits: list[dict[str, object]] = []
    if cap.tokens is not None:
        left: float = max(0, cap.tokens - spent.tokens - held.tokens)
        limits.append({"name": "tokens_month", "limit": cap.tokens, "remaining": left, "resets_at": resets_at})
    if cap.usd is not None:
        left = max(0.0, cap.usd - (spent.micro_usd + held.micro_usd) / MICRO)
        limits.append({"name": "cost_usd_month", "limit": cap.usd, "remaining": round(left, 6), "resets_at": resets_at})
    return limits
