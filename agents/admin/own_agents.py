from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.audited import ReadOnlyAdmin
from accounts.admin.searching import by_id
from agents.models import OwnAgent

COLUMNS = ("agent", "model", "enabled", "created_at")


@admin.register(OwnAgent)
class OwnAgentAdmin(ReadOnlyAdmin):
    list_display = ("id", "user_id", *COLUMNS)
    list_filter = ("enabled",)
    fields = ("id", "user", *COLUMNS)
    search_fields = ("id",)
    search_help_text = "The id of an agent or of its user"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[OwnAgent]:
        rows: QuerySet[OwnAgent] = super().get_queryset(request)
        return rows.defer("sealed")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[OwnAgent], search_term: str
    ) -> tuple[QuerySet[OwnAgent], bool]:
        return by_id(queryset, search_term, "pk", "user"), False
