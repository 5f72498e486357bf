"""The feature matrix and the prices, for everyone."""

from typing import Any

from drf_spectacular.utils import extend_schema

from adiuva.api import Anyone, ApiView
from billing.api.serializers import TierAnswer
from billing.tiers import CURRENCY, TIERS

MATRIX = [
    {
        "name": tier.name,
        "price_cents": tier.price_cents,
        "currency": CURRENCY,
        "per_seat": tier.per_seat,
        "requests_per_minute": tier.requests_per_minute,
        "runs_at_once": tier.runs_at_once,
        "features": dict(tier.features),
    }
    for tier in TIERS.values()
]


class TiersView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(operation_id="billing_tiers", responses={200: TierAnswer(many=True)}, auth=[])
    async def get(self, request: Any) -> Any:
        return MATRIX
