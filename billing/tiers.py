"""What each tier may do and costs: the table, and the questions asked of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

import msgspec

from adiuva.config import Tier as TierName
from adiuva.errors import Problem

CURRENCY = "eur"
ANY = None

Allowance = int | bool | None


class Tier(msgspec.Struct, frozen=True):
    name: TierName
    price_cents: int
    per_seat: bool
    requests_per_minute: int
    runs_at_once: int
    features: Mapping[str, Allowance]


# A number is how many, ANY is as many as one likes, a truth value is whether at all.
_FEATURES: Mapping[str, tuple[Allowance, Allowance, Allowance, Allowance]] = {
    "own_agents": (3, ANY, ANY, ANY),
    "active_batches": (2, 10, ANY, ANY),
    "model_providers": (1, ANY, ANY, ANY),
    "batch_builder": (False, False, True, True),
    "own_provider_key": (False, False, True, True),
    "sso": (False, False, False, True),
}


def _features(column: int) -> Mapping[str, Allowance]:
    return MappingProxyType({name: row[column] for name, row in _FEATURES.items()})


TIERS: Mapping[str, Tier] = {
    tier.name: tier
    for tier in (
        Tier("free", 0, False, 20, 2, _features(0)),
        Tier("pro", 15_00, False, 60, 5, _features(1)),
        Tier("power", 29_00, False, 120, 10, _features(2)),
        Tier("team", 49_00, True, 200, 10, _features(3)),
    )
}
# From the lowest to the highest.
NAMES: tuple[TierName, ...] = get_args(TierName)


def get_rate_limit(tier: str) -> int:
    """Requests in any 60 seconds."""
    return TIERS[tier].requests_per_minute


def get_run_limit(tier: str) -> int:
    """Runs at once."""
    return TIERS[tier].runs_at_once


def check_feature(tier: str, feature: str, count: int = 1) -> bool:
    """Whether the tier has the feature; of a counted one, whether it allows `count`."""
    allowed = TIERS[tier].features[feature]
    return allowed is ANY or int(allowed) >= count


def require_feature(tier: str, feature: str, count: int = 1) -> None:
    if check_feature(tier, feature, count):
        return
    lowest = next(name for name in NAMES if check_feature(name, feature, count))
    detail = f"This needs the {lowest} tier or a higher one: {feature.replace('_', ' ')}."
    raise Problem("tier_required", detail, tier=lowest, feature=feature)
