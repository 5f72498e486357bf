from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from unfold.decorators import display

from accounts.admin.audited import ReadOnlyAdmin
from accounts.admin.links import link
from accounts.admin.searching import by_id
from accounts.models import AuditEntry, User


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "action", "target", "told")
    fields = ("at", "actor", "actor_id", "action", "target", "told")
    readonly_fields = ("actor", "target", "told")
    list_filter = ("action", "target_type")
    search_fields = ("target_id",)
    search_help_text = "The id of who changed something, or of what was changed"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        rows: QuerySet[AuditEntry] = super().get_queryset(request)
        return rows.annotate(_actor=User.objects.filter(pk=OuterRef("actor_id")).values("email")[:1])

    @display(description="Who")
    def actor(self, entry: Any) -> str:
        return entry._actor or str(entry.actor_id)  # whose account is gone is an id

    @display(description="What")
    def target(self, entry: AuditEntry) -> str:
        url = f"admin:{entry.target_type.replace('.', '_')}_change"
        try:
            return link(reverse(url, args=[entry.target_id]), f"{entry.target_type} {entry.target_id}")
        except NoReverseMatch:
            return f"{entry.target_type} {entry.target_id}"

    @display(description="Changes")
    def told(self, entry: AuditEntry) -> str:
        return "; ".join(_told(*change) for change in entry.changes.items()) or "–"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        return by_id(queryset, search_term, "actor_id", "target_id"), False


def _told(name: str, change: Any) -> str:
    field = name.replace("_", " ")
    match change:
        case None:  # that it changed is all that is kept
            return f"{field} changed"
        case [was, became]:
            return f"{field}: {_value(was)} → {_value(became)}"
        case _:
            return f"{field}: {_value(change)}"


def _value(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case None | "" | []:
            return "–"
        case list():
            return ", ".join(map(str, value))
        case _:
            return str(value)
