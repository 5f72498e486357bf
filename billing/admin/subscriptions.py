"""Subscriptions: what the payment side said is to be read, a tier is given with an end date."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import action, display

from accounts.admin.audited import AuditedAdmin
from accounts.admin.person_field import PersonField
from accounts.admin.searching import as_id
from billing.models import Subscription
from billing.selectors import effective_tier
from billing.services import end_comp, give_comp

PAID = (
    "tier",
    "status",
    "source",
    "current_period_end",
    "cancel_at_period_end",
    "seats",
    "stripe_customer_id",
    "stripe_subscription_id",
    "read_at",
)
COMP = ("comp_tier", "comp_until")


class CompForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable
    class Meta:
        model = Subscription
        fields = ("user", *COMP)
        labels = {"comp_tier": "Tier", "comp_until": "Until (UTC)"}
        help_texts = {"comp_until": "To take a tier back, empty both."}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        tier, until = given.get("comp_tier"), given.get("comp_until")
        if bool(tier) != bool(until):
            raise forms.ValidationError("A tier is given with an end date, and taken away by emptying both.")
        if "comp_until" in self.changed_data and until and until <= timezone.now():
            self.add_error("comp_until", "The end is in the past.")
        return given


@admin.register(Subscription)
class SubscriptionAdmin(AuditedAdmin):
    rights = ("view", "add", "change")
    form = CompForm
    fieldsets = (
        (None, {"fields": ("user", "user_email", "effective")}),
        ("Given by support", {"fields": COMP}),
        ("Paid for", {"fields": PAID}),
    )
    readonly_fields = ("user_email", "effective", *PAID)
    plain_fields = COMP
    list_display = ("user_email", "effective", "tier", "status", "source", "current_period_end", *COMP)
    list_filter = ("tier", "status", "source", "comp_tier", "cancel_at_period_end")
    list_select_related = ("user",)
    search_fields = ("user__email",)
    search_help_text = "E-mail or id of a user, or an id at Stripe"
    show_full_result_count = False
    actions = ("take_back", "sync_with_stripe")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        rows: QuerySet[Subscription] = super().get_queryset(request)
        return rows.annotate(_effective=effective_tier())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Subscription], search_term: str
    ) -> tuple[QuerySet[Subscription], bool]:
        term = search_term.strip()
        if user_id := as_id(term):
            return queryset.filter(user_id=user_id), False
        at_stripe = Q(stripe_customer_id=term) | Q(stripe_subscription_id=term)
        return queryset.filter(at_stripe | Q(user__email__icontains=term)) if term else queryset, False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj else ((None, {"fields": ("user", *COMP)}),)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            return PersonField(label="User", help_text="E-mail or id")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.readonly_fields, "user") if obj else self.readonly_fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="E-mail", ordering="user__email")
    def user_email(self, row: Subscription) -> str:
        return row.user.email if row.user_id else "–"

    @display(description="Tier now")
    def effective(self, row: Any) -> str:
        return str(getattr(row, "_effective", ""))

    def save_model(self, request: HttpRequest, obj: Subscription, form: Any, change: bool) -> None:
        """Only what was given is written: a form is old by the time it is sent, and Stripe may have spoken since."""
        if obj.comp_until:
            give_comp(user_id=obj.user_id, tier=obj.comp_tier, until=obj.comp_until)
        else:
            end_comp(user_id=obj.user_id)

    @action(description="Take back what was given", permissions=["support"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        given = list(queryset.exclude(comp_tier=""))
        for row in given:
            with transaction.atomic():
                end_comp(user_id=row.user_id)
                self.audit(request, "end_comp", row, {"comp_tier": [row.comp_tier, ""]})
        messages.success(request, f"{len(given)} given tiers taken back.")

    @action(description="Sync with Stripe", permissions=["support"])
    def sync_with_stripe(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> None:
        from billing.stripe.admin import read_again  # its pages replace dj-stripe's, which come later

        customers = list(queryset.exclude(stripe_customer_id=""))
        for row in customers:
            self.audit(request, "read_again_from_stripe", row)
        read_again(request, [row.stripe_customer_id for row in customers])
