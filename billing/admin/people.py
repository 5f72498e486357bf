"""What billing adds to a user's page: the subscription, this month's usage, and the way to give a tier."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from asgiref.sync import async_to_sync
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from unfold.admin import StackedInline, TabularInline
from unfold.decorators import action, display

from accounts.admin.confirmed import back_to, confirmed
from accounts.admin.people import UserAdmin
from accounts.admin.searching import by_id
from accounts.models import User
from billing.admin.subscriptions import COMP, PAID
from billing.admin.usage import COLUMNS, Figures
from billing.limits import reset
from billing.models import Subscription, UsageDay
from billing.stripe.models import StripeEvent
from billing.usage.months import first_of_month

EVENTS = 10


class Shown:
    can_delete = False
    extra = max_num = 0

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_delete_permission = has_change_permission


class SubscriptionInline(Shown, StackedInline):
    model = Subscription
    hide_title = True
    fields = readonly_fields = (*PAID, *COMP)


class UsageInline(Figures, Shown, TabularInline):
    model = UsageDay
    verbose_name_plural = "Usage this month"
    hide_title = True
    fields = readonly_fields = COLUMNS
    per_page = 20

    def get_queryset(self, request: HttpRequest) -> QuerySet[UsageDay]:
        rows: QuerySet[UsageDay] = super().get_queryset(request)
        return rows.filter(day__gte=first_of_month())


admin.site.unregister(User)


@admin.register(User)
class PersonAdmin(UserAdmin):
    inlines: ClassVar[tuple[Any, ...]] = (SubscriptionInline, *UserAdmin.inlines, UsageInline)
    actions = (*UserAdmin.actions, "reset_limiter")
    actions_detail = (
        "give_tier",
        {"title": "More", "items": ["sync_with_stripe", "reset_windows", *UserAdmin.actions_detail]},
    )
    fieldsets = (*UserAdmin.fieldsets, ("Webhook events", {"fields": ("stripe_events",)}))
    readonly_fields = (*UserAdmin.readonly_fields, "stripe_events")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        shown = super().get_fieldsets(request, obj)
        if request.user.has_perm("billing_stripe.view_stripeevent"):
            return shown
        return [one for one in shown if "stripe_events" not in one[1]["fields"]]

    @display(description="Latest")
    def stripe_events(self, user: User) -> str:
        customer_id = Subscription.objects.filter(user=user).values_list("stripe_customer_id", flat=True).first()
        events = StripeEvent.objects.filter(customer_id=customer_id)[:EVENTS] if customer_id else []
        return render_to_string("billing/stripe_events.html", {"events": events, "customer_id": customer_id})

    def has_billing_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("billing.change_subscription")

    @confirmed(
        "Sync with Stripe",
        "Reads this customer's subscriptions again, and overwrites ours.",
        "Read again",
        ("billing",),
    )
    def sync_with_stripe(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        from billing.stripe.admin import read_again  # its pages replace dj-stripe's, which come later

        rows = by_id(Subscription.objects.exclude(stripe_customer_id=""), object_id, "pk")
        if not rows:
            messages.warning(request, "This person has never been a customer at Stripe.")
        for row in rows:
            self.audit(request, "read_again_from_stripe", row)
            read_again(request, [row.stripe_customer_id])
        return back_to(self.get_object(request, object_id))

    @confirmed("Reset the limiter", "This person's window of requests starts empty.", "Reset")
    def reset_windows(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        self.reset_limiter(request, by_id(User.objects.all(), object_id, "pk"))
        return back_to(self.get_object(request, object_id))

    @action(description="Give or end a tier", permissions=["billing"])
    def give_tier(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if Subscription.objects.filter(user_id=object_id).exists():
            return redirect("admin:billing_subscription_change", object_id)
        return redirect(f"{reverse('admin:billing_subscription_add')}?{urlencode({'user': object_id})}")

    @action(description="Reset the request limiter", permissions=["support"])
    def reset_limiter(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        users = list(queryset)
        try:
            for user in users:
                async_to_sync(reset)(user.pk)
                self.audit(request, "reset_limiter", user)
        except OSError:
            messages.error(request, "Redis does not answer, so the windows are as they were.")
        else:
            messages.success(request, f"{len(users)} limiters reset.")
