from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from accounts.admin.audited import ReadOnlyAdmin
from accounts.admin.filtering import one_of
from accounts.admin.searching import by_id
from adiuva.errors import KINDS
from agents.models import RunRow
from agents.rows.noting import MICRO

STATUSES = ("running", "waiting", "done", "failed", "cancelled")
COLUMNS = (
    "started_at",
    "agent",
    "door",
    "status",
    "error_code",
    "duration_ms",
    "first_token_ms",
    "input_tokens",
    "output_tokens",
    "cost",
)


def cost_usd(row: RunRow) -> str:
    return "–" if row.cost_micro_usd is None else f"{row.cost_micro_usd / MICRO:.6f}"


@admin.register(RunRow)
class RunAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "user_id", "agent", "door", "status", "error_code", "duration_ms", "tokens", "cost")
    list_per_page = 50
    list_filter = (one_of("status", STATUSES), one_of("error_code", KINDS))
    fields = ("id", "user", *COLUMNS, "estimated", "tool_calls", "request_id", "device_id")
    readonly_fields = ("cost",)
    ordering = ("-started_at", "-id")
    search_fields = ("id",)
    search_help_text = "The id of a run or of its user"
    show_full_result_count = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[RunRow], search_term: str
    ) -> tuple[QuerySet[RunRow], bool]:
        return by_id(queryset, search_term, "pk", "user"), False

    @display(description="Tokens")
    def tokens(self, row: RunRow) -> str:
        return f"{row.input_tokens + row.output_tokens:,}"

    @display(description="Cost in USD", ordering="cost_micro_usd")
    def cost(self, row: RunRow) -> str:
        return cost_usd(row)
