"""What a user has: the standing of the moment, and the way out of it."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema

from adiuva.api import ApiView, SignedIn
from billing.selectors import Standing
from billing.stripe.cancellation import cancel_subscription, get_subscription
from billing.tiers import TIERS


def as_answer(standing: Standing) -> dict[str, Any]:
    end = standing.current_period_end
    return {
        "tier": standing.tier,
        "status": standing.status,
        "current_period_end": int(end.timestamp()) if end else None,
        "cancel_at_period_end": standing.cancel_at_period_end,
        "seats": standing.seats,
        "source": standing.source,
        "features": dict(TIERS[standing.tier].features),
    }


class SubscriptionView(ApiView):
    permission_classes = (SignedIn,)

    @extend_schema(operation_id="billing_subscription", responses={200: OpenApiTypes.OBJECT})
    async def get(self, request: Any) -> Any:
        return as_answer(await get_subscription(request.caller.user_id))

    @extend_schema(operation_id="billing_subscription_cancel", responses={200: OpenApiTypes.OBJECT})
    async def delete(self, request: Any) -> Any:
        return as_answer(await cancel_subscription(request.caller.user_id))
