from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from accounts.admin.filtering import one_of
from accounts.admin.owned import OwnedAdmin
from agents.batches.templates import TEMPLATES
from agents.models import Batch, BatchRun

COLUMNS = ("created_at", "steps", "when", "timezone", "active", "next_due", "last_run")


def without_words(rows: QuerySet[Batch]) -> QuerySet[Batch]:
    """With their runs, which are few: those on their way, and the last that ended."""
    runs = Prefetch("runs", BatchRun.objects.order_by("-queued_at"), to_attr="latest_runs")
    return rows.defer("sealed").prefetch_related(runs)


class Figures:
    @display(description="Steps", ordering="template")
    def steps(self, batch: Batch) -> str:
        return batch.template or "the user's own"

    @display(description="Schedule", ordering="schedule")
    def when(self, batch: Batch) -> str:
        return batch.schedule or "by hand"

    @display(description="Last run")
    def last_run(self, batch: Any) -> str:
        if not batch.latest_runs:
            return "never"
        run = batch.latest_runs[0]
        why = f": {run.error_code}" if run.error_code else ""
        return f"{run.status}, step {min(run.step + 1, run.steps)} of {run.steps}{why}"


@admin.register(Batch)
class BatchAdmin(Figures, OwnedAdmin):
    list_display = (COLUMNS[0], "owner", *COLUMNS[1:])
    list_filter = ("active", one_of("template", TEMPLATES))
    fields = ("id", "owner", *COLUMNS)
    readonly_fields = (*OwnedAdmin.readonly_fields, "steps", "when", "last_run")
    ordering = ("-created_at", "-id")
    search_help_text = "The id of a batch or of its user"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        return without_words(super().get_queryset(request))
