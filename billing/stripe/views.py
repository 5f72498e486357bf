"""The doors to Stripe, and the pages that stand in for it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

from adiuva.api import Anyone, ApiView, SignedIn, StrictSerializer, WholeNumberField, read
from adiuva.config import config
from adiuva.database import in_database
from adiuva.errors import Problem, invalid
from adiuva.responses import json_response
from billing.stripe import background, kept_answers, stub, webhooks
from billing.stripe.checkout import create_checkout_session
from billing.stripe.open_checkouts import Wish
from billing.stripe.pages import page, refusal
from billing.stripe.portal import create_portal_session
from billing.tiers import TIERS

MOST_SEATS = 10_000
FOR_SALE = [name for name, tier in TIERS.items() if tier.price_cents]


class CheckoutSerializer(StrictSerializer):
    tier = serializers.ChoiceField(choices=FOR_SALE)
    seats = WholeNumberField(min_value=1, max_value=MOST_SEATS, required=False)


class CheckoutAnswer(serializers.Serializer[Any]):
    checkout_url = serializers.URLField()


class PortalAnswer(serializers.Serializer[Any]):
    portal_url = serializers.URLField()


def base_url(request: HttpRequest) -> str:
    return config.public_url.rstrip("/") or f"{request.scheme}://{request.get_host()}"


class CheckoutView(ApiView):
    permission_classes = (SignedIn,)

    @extend_schema(
        operation_id="billing_checkout",
        request=CheckoutSerializer,
        responses={201: CheckoutAnswer},
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
    )
    async def post(self, request: Any) -> HttpResponse:
        asked = read(request, CheckoutSerializer)
        tier, seats = asked["tier"], asked.get("seats", 1)
        if "seats" in asked and not TIERS[tier].per_seat:
            raise invalid("seats", "no_seats", f"Only the team tier has seats, {tier} has none.")
        caller, key = request.caller, kept_answers.checked(request.headers.get("Idempotency-Key", ""))
        url = await in_database(kept_answers.earlier_answer, caller.user_id, key, [tier, seats]) if key else ""
        if not url:
            url = await create_checkout_session(
                user_id=caller.user_id, email=caller.email, tier=tier, seats=seats, base_url=base_url(request)
            )
            url = await in_database(kept_answers.keep_answer, caller.user_id, key, url) if key else url
        return json_response({"checkout_url": url}, 201)


class PortalView(ApiView):
    permission_classes = (SignedIn,)

    @extend_schema(operation_id="billing_portal", request=None, responses={200: PortalAnswer})
    async def post(self, request: Any) -> Any:
        url = await create_portal_session(user_id=request.caller.user_id, base_url=base_url(request))
        return {"portal_url": url}


class WebhookView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)  # the signature is the permission

    @extend_schema(
        operation_id="billing_webhook", request=OpenApiTypes.OBJECT, responses={200: OpenApiTypes.OBJECT}, auth=[]
    )
    async def post(self, request: Any) -> Any:
        event = webhooks.believed(request.body, request.headers.get("Stripe-Signature", ""))
        if await in_database(webhooks.store, event):
            background.wake()
        return {"ok": True}


class _Page(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)


class StubCheckoutView(_Page):
    permission_classes = (Anyone,)  # the signature in the address is the permission

    @extend_schema(exclude=True)
    async def get(self, request: Any, token: str) -> HttpResponse:
        try:
            wish = stub.wish_in(token)
        except Problem as problem:
            return await refusal(request, problem)
        return await page("checkout", is_open=stub.is_open(), **_shown(wish))

    @extend_schema(exclude=True)
    async def post(self, request: Any, token: str) -> HttpResponse:
        try:
            wish = stub.wish_in(token)
            await in_database(stub.buy, wish)
        except Problem as problem:
            return await refusal(request, problem)
        return await page("bought", **_shown(wish))


def _shown(wish: Wish) -> dict[str, Any]:
    tier = TIERS[wish.tier]
    return {
        "name": tier.name.capitalize(),
        "seats": wish.seats,
        "per_seat": tier.per_seat,
        "price": f"{tier.price_cents / 100:.2f}",
        "requests_per_minute": tier.requests_per_minute,
    }


class StubPortalView(_Page):
    permission_classes = (Anyone,)

    @extend_schema(exclude=True)
    async def get(self, request: Any) -> HttpResponse:
        return await page("portal")


class CheckoutDoneView(_Page):
    permission_classes = (Anyone,)

    @extend_schema(exclude=True)
    async def get(self, request: Any) -> HttpResponse:
        return await page("done")


class CheckoutLeftView(_Page):
    permission_classes = (Anyone,)

    @extend_schema(exclude=True)
    async def get(self, request: Any) -> HttpResponse:
        return await page("left")
