"""What agents add to a user's page: the last runs, batches and the agents of his own, without content."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import localize
from unfold.admin import TabularInline
from unfold.decorators import display

from accounts.admin.confirmed import page_of
from accounts.admin.links import link
from accounts.models import User
from agents.admin import batches, own_agents, runs
from agents.models import Batch, OwnAgent, RunRow
from billing.admin.people import PersonAdmin, Shown


class RunInline(runs.Figures, Shown, TabularInline):
    model = RunRow
    verbose_name_plural = "Last runs"
    fields = readonly_fields = ("run", *runs.COLUMNS[1:])
    ordering = ("-started_at", "-id")
    hide_title = True
    per_page = 20

    @display(description="Started at")
    def run(self, row: RunRow) -> str:
        return link(page_of(row), localize(row.started_at))


class BatchInline(batches.Figures, Shown, TabularInline):
    model = Batch
    verbose_name_plural = "Batches"
    fields = readonly_fields = batches.COLUMNS
    hide_title = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        return batches.without_words(super().get_queryset(request))


class OwnAgentInline(Shown, TabularInline):
    model = OwnAgent
    verbose_name_plural = "Own agents"
    hide_title = True
    fields = readonly_fields = own_agents.COLUMNS

    def get_queryset(self, request: HttpRequest) -> QuerySet[OwnAgent]:
        rows: QuerySet[OwnAgent] = super().get_queryset(request)
        return rows.defer("sealed")


admin.site.unregister(User)


@admin.register(User)
class WorkingPersonAdmin(PersonAdmin):
    inlines: ClassVar[tuple[Any, ...]] = (*PersonAdmin.inlines, RunInline, BatchInline, OwnAgentInline)
