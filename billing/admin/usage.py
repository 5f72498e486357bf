from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from accounts.admin.audited import ReadOnlyAdmin
from accounts.admin.searching import by_id
from billing.models import UsageDay
from billing.usage.months import MICRO

COLUMNS = ("day", "model", "requests", "estimated_requests", "input_tokens", "output_tokens", "cost")


def cost_usd(row: UsageDay) -> str:
    return f"{row.cost_micro_usd / MICRO:.6f}"


@admin.register(UsageDay)
class UsageDayAdmin(ReadOnlyAdmin):
    list_display = ("user_id", *COLUMNS)
    list_filter = ("day",)
    fields = ("user", *COLUMNS)
    readonly_fields = ("cost",)
    search_fields = ("user",)
    search_help_text = "The id of a user"
    show_full_result_count = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[UsageDay], search_term: str
    ) -> tuple[QuerySet[UsageDay], bool]:
        return by_id(queryset, search_term, "user"), False

    @display(description="Cost in USD", ordering="cost_micro_usd")
    def cost(self, row: UsageDay) -> str:
        return cost_usd(row)
