"""The first page of the support desk: the last thirty days as bars, drawn here, without a script."""

from typing import Any

from django.contrib import admin
from django.core.cache import caches
from django.http import HttpRequest

from billing.admin.charts import Chart, Part, chart, parts
from billing.admin.figures import CHARTS, figures_of, users_by_tier
from billing.usage.months import today

DAYS = 30
KEPT_SECONDS = 60
KEY = "support_desk_charts"

Shown = tuple[list[Part], list[Chart]]

admin.site.index_title = f"The last {DAYS} days"
admin.site.index_template = "billing/dashboard.html"


def with_figures(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    if request.user.has_perm("billing.view_usageday"):
        context["tiers"], context["charts"] = shown()
    return context


def shown() -> Shown:
    cache = caches["counts"]
    key = f"{KEY}_{today()}"
    kept: Shown | None = cache.get(key)
    if kept is None:
        kept = _drawn()
        cache.add(key, kept, KEPT_SECONDS)
    return kept


def _drawn() -> Shown:
    figures = figures_of(DAYS)
    return parts(users_by_tier()), [chart(one.title, one.meaning, figures[one.title], one.said) for one in CHARTS]
