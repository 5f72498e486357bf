"""What the dashboard shows, in three questions to the database however many users there are."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Count, Sum

from accounts.figures import of_days
from billing.models import UsageDay
from billing.selectors import effective_tier
from billing.tiers import NAMES
from billing.usage.months import MICRO, today

Days = dict[date, float]


def whole(number: float) -> str:
    return f"{number:,.0f}"


def dollars(number: float) -> str:
    return f"${number:,.2f}"


class Figure(NamedTuple):
    """A figure of each day: columns of usage, or names of daily figures, added up."""

    title: str
    meaning: str
    usage: tuple[str, ...] = ()
    daily: tuple[str, ...] = ()
    said: Callable[[float], str] = whole
    unit: float = 1


CHARTS = (
    Figure("Model requests", "Calls of a model", usage=("requests",)),
    Figure("Tokens", "Read and written by models", usage=("input_tokens", "output_tokens")),
    Figure("Cost", "Of those calls, in US dollars", usage=("cost_micro_usd",), said=dollars, unit=MICRO),
    Figure("Runs", "Messages and batches worked on", daily=("runs",)),
    Figure("Failed runs", "Runs that ended with an error", daily=("failed_runs",)),
    Figure("Throttled requests", "Refused for coming too fast", daily=("throttled",)),
    Figure("Leak-guard hits", "Answers cut to keep our secrets", daily=("guard_hits",)),
    Figure("Webhook failures", "Stripe events that went wrong", daily=("refused_webhooks", "failed_effects")),
)


def users_by_tier() -> dict[str, int]:
    tiers = get_user_model().objects.order_by().values_list(effective_tier("subscription__"))
    counted = dict(tiers.annotate(Count("pk")))
    return {name: counted.get(name, 0) for name in NAMES}


def figures_of(days: int) -> dict[str, Days]:
    since = today() - timedelta(days=days - 1)
    columns = [column for one in CHARTS for column in one.usage]
    rows = UsageDay.objects.filter(day__gte=since).order_by().values_list("day").annotate(*map(Sum, columns))
    usage = {day: dict(zip(columns, sums, strict=True)) for day, *sums in rows}
    daily = of_days(since)

    def of_day(one: Figure, day: date) -> float:
        used_then = sum(usage[day][column] for column in one.usage) if day in usage else 0
        return (used_then + sum(daily.get((day, name), 0) for name in one.daily)) / one.unit

    all_days = [since + timedelta(days=number) for number in range(days)]
    return {one.title: {day: of_day(one, day) for day in all_days} for one in CHARTS}
