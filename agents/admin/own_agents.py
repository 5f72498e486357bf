from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.owned import OwnedAdmin
from agents.models import OwnAgent

COLUMNS = ("agent", "model", "enabled", "created_at")


@admin.register(OwnAgent)
class OwnAgentAdmin(OwnedAdmin):
    list_display = ("created_at", "owner", "agent", "model", "enabled")
    list_filter = ("enabled",)
    fields = ("id", "owner", *COLUMNS)
    ordering = ("-created_at", "-id")
    search_help_text = "The id of an agent or of its user"

    def get_queryset(self, request: HttpRequest) -> QuerySet[OwnAgent]:
        rows: QuerySet[OwnAgent] = super().get_queryset(request)
        return rows.defer("sealed")
