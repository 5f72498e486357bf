from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from accounts.admin.filtering import one_of
from accounts.admin.owned import OwnedAdmin
from adiuva.errors import KINDS
from agents.models import RunRow
from agents.rows.noting import MICRO

STATUSES = ("running", "waiting", "done", "failed", "cancelled")
COLUMNS = ("started_at", "agent", "status", "error_code", "duration", "tokens", "cost")


def _seconds(ms: int | None) -> str:
    return "–" if ms is None else f"{ms / 1000:,.1f}\N{NO-BREAK SPACE}s"


class Figures:
    @display(description="Took", ordering="duration_ms")
    def duration(self, row: RunRow) -> str:
        return _seconds(row.duration_ms)

    @display(description="First word after", ordering="first_token_ms")
    def first_token(self, row: RunRow) -> str:
        return _seconds(row.first_token_ms)

    @display(description="Tokens")
    def tokens(self, row: RunRow) -> str:
        return f"{row.input_tokens + row.output_tokens:,}"

    @display(description="Cost, USD", ordering="cost_micro_usd")
    def cost(self, row: RunRow) -> str:
        return "–" if row.cost_micro_usd is None else f"{row.cost_micro_usd / MICRO:,.6f}"


@admin.register(RunRow)
class RunAdmin(Figures, OwnedAdmin):
    list_display = (COLUMNS[0], "owner", *COLUMNS[1:])
    list_per_page = 50
    list_filter = (one_of("status", STATUSES), one_of("error_code", KINDS))
    fields = (
        "id",
        "owner",
        "started_at",
        "agent",
        "door",
        "status",
        "error_code",
        "duration",
        "first_token",
        "input_tokens",
        "output_tokens",
        "cost",
        "estimated",
        "tool_calls",
        "request_id",
        "device_id",
    )
    readonly_fields = (*OwnedAdmin.readonly_fields, "duration", "first_token", "cost")
    ordering = ("-started_at", "-id")
    search_help_text = "The id of a run, of its user or of a request"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[RunRow], search_term: str
    ) -> tuple[QuerySet[RunRow], bool]:
        """By the request's too, which is what people are told when something fails."""
        found, _ = super().get_search_results(request, queryset, search_term)
        asked = search_term.strip()
        return (found | queryset.filter(request_id=asked) if asked else found), False
