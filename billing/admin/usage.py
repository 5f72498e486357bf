from django.contrib import admin
from unfold.decorators import display

from accounts.admin.owned import OwnedAdmin
from billing.models import UsageDay
from billing.usage.months import MICRO

COLUMNS = ("day", "model", "requests", "estimated_requests", "tokens_in", "tokens_out", "cost")


class Figures:
    @display(description="Tokens in", ordering="input_tokens")
    def tokens_in(self, row: UsageDay) -> str:
        return f"{row.input_tokens:,}"

    @display(description="Tokens out", ordering="output_tokens")
    def tokens_out(self, row: UsageDay) -> str:
        return f"{row.output_tokens:,}"

    @display(description="Cost, USD", ordering="cost_micro_usd")
    def cost(self, row: UsageDay) -> str:
        return f"{row.cost_micro_usd / MICRO:,.6f}"


@admin.register(UsageDay)
class UsageDayAdmin(Figures, OwnedAdmin):
    list_display = ("day", "owner", *COLUMNS[1:])
    list_filter = ("day",)
    fields = ("owner", *COLUMNS)
    readonly_fields = (*OwnedAdmin.readonly_fields, "tokens_in", "tokens_out", "cost")
    searched = ("user",)
    search_help_text = "The id of a user"
