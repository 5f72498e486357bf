"""What the support desk sees of Stripe: its events, what is owed to it, and the mirror. All to be read, not written."""

from collections.abc import Iterable
from typing import Any

from asgiref.sync import async_to_sync
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from djstripe import models as djstripe
from unfold.decorators import action, display

from accounts.admin.audited import ReadOnlyAdmin
from accounts.admin.filtering import one_of
from accounts.admin.links import link
from adiuva.errors import Problem
from billing.models import Subscription
from billing.stripe.background import wake
from billing.stripe.client import enabled
from billing.stripe.models import PendingCancellation, StripeEvent
from billing.stripe.sync import synchronize
from billing.stripe.webhooks import HANDLED


def mirrored(customer_id: str) -> str:
    """The customer's page in the mirror, if it is there."""
    key = djstripe.Customer.objects.filter(id=customer_id).values_list("pk", flat=True).first()
    if key is None:
        return customer_id
    return link(reverse("admin:djstripe_customer_change", args=[key]), customer_id)


def read_again(request: HttpRequest, customer_ids: Iterable[str]) -> None:
    if not enabled():
        messages.warning(request, "Billing runs without Stripe on this server.")
        return
    read = failed = 0
    for customer_id in customer_ids:
        try:
            read += async_to_sync(synchronize)(customer_id) is not None
        except Problem:
            failed += 1
    messages.success(request, f"{read} customers read again from Stripe.")
    if failed:
        messages.error(request, f"{failed} could not be read: Stripe did not answer.")


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnlyAdmin):
    rights = ("view", "change")
    list_display = ("received_at", "type", "customer_id", "done_at", "attempts", "failure")
    list_filter = (one_of("type", sorted(HANDLED)), ("done_at", admin.EmptyFieldListFilter))
    search_fields = ("=id", "=customer_id", "=object_id")
    search_help_text = "The id of an event, a customer or an object at Stripe"
    fields = (
        "id",
        "type",
        "customer",
        "user",
        "object_id",
        "created_at",
        "received_at",
        "done_at",
        "due_at",
        "attempts",
        "failure",
    )
    show_full_result_count = False
    actions = ("read_again",)

    @display(description="Customer")
    def customer(self, event: StripeEvent) -> str:
        return mirrored(event.customer_id)

    @display(description="User")
    def user(self, event: StripeEvent) -> str:
        row = Subscription.objects.exclude(stripe_customer_id="").filter(stripe_customer_id=event.customer_id).first()
        return link(reverse("admin:accounts_user_change", args=[row.user_id]), row.user_id) if row else "–"

    @action(description="Read again from Stripe", permissions=["support"])
    def read_again(self, request: HttpRequest, queryset: QuerySet[StripeEvent]) -> None:
        for event in queryset:
            self.audit(request, "read_again_from_stripe", event)
        read_again(request, {event.customer_id for event in queryset if event.customer_id})


@admin.register(PendingCancellation)
class PendingCancellationAdmin(ReadOnlyAdmin):
    rights = ("view", "change")
    list_display = ("created_at", "customer_id", "done_at", "due_at", "attempts", "failure")
    list_filter = (("done_at", admin.EmptyFieldListFilter),)
    fields = ("customer_id", "subscription_id", "created_at", "done_at", "due_at", "attempts", "failure")
    search_fields = ("=customer_id", "=subscription_id")
    actions = ("try_now",)

    @action(description="Try now", permissions=["support"])
    def try_now(self, request: HttpRequest, queryset: QuerySet[PendingCancellation]) -> None:
        for grave in queryset:
            self.audit(request, "try_cancellation_now", grave)
        queryset.due_now()  # type: ignore[attr-defined]  # an OwedQuerySet
        wake()
        messages.success(request, "They are tried again.")


class MirrorAdmin(ReadOnlyAdmin):
    """A copy for looking things up, only as new as Stripe's last event."""

    search_fields = ("=id",)
    list_display: Any = ("id", "created", "livemode", "djstripe_updated")
    show_full_result_count = False

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        columns = [field.name for field in self.model._meta.concrete_fields]
        return ["at_stripe", *(name for name in columns if name not in ("djstripe_id", "djstripe_owner_account"))]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.get_fields(request, obj)

    @display(description="At Stripe")
    def at_stripe(self, row: Any) -> str:
        return format_html('<a href="{}" rel="noreferrer">{}</a>', row.get_stripe_dashboard_url(), row.id)


def _show_the_mirror() -> None:
    """dj-stripe's own pages can write to Stripe, and most are of things that we do not mirror."""
    for model in [model for model in admin.site._registry if model._meta.app_label == "djstripe"]:
        admin.site.unregister(model)
    for model in (
        djstripe.Customer,
        djstripe.Subscription,
        djstripe.SubscriptionItem,
        djstripe.Product,
        djstripe.Price,
    ):
        admin.site.register(model, MirrorAdmin)


_show_the_mirror()
