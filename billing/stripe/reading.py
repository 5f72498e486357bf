"""What Stripe holds of one customer, read in one call, and what that means for us."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import stripe

from billing.models import Status
from billing.selectors import COUNTING
from billing.stripe.client import client, is_gone, plain
from billing.stripe.prices import tier_of
from billing.tiers import NAMES

ENDED = (Status.CANCELED, Status.INCOMPLETE_EXPIRED)

TierOf = Callable[[dict[str, Any]], str | None]


class State(msgspec.Struct, frozen=True):
    """In the words of `apply_subscription`."""

    tier: str = "free"
    status: str = Status.NONE
    current_period_end: datetime | None = None
    cancel_at_period_end: bool = False
    seats: int = 1
    stripe_subscription_id: str = ""


class Reading(msgspec.Struct, frozen=True):
    state: State
    subscriptions: list[dict[str, Any]]
    customer_is_gone: bool = False


def read_customer(customer_id: str) -> Reading:
    try:
        listed = client().v1.subscriptions.list(
            {"customer": customer_id, "status": "all", "limit": 100, "expand": ["data.customer"]}
        )
    except stripe.InvalidRequestError as error:
        if not is_gone(error):
            raise
        return Reading(State(), [], customer_is_gone=True)
    subscriptions = [plain(subscription) for subscription in listed.data]
    return Reading(state_of(subscriptions, tier_of), subscriptions)


def state_of(subscriptions: list[dict[str, Any]], tier_of: TierOf) -> State:
    """The best of what is there: one that counts before one that does not, then the higher tier, then the newer."""
    ours = [(tier, subscription) for subscription in subscriptions if (tier := _tier(subscription, tier_of))]
    if not ours:
        return State()
    tier, best = max(ours, key=lambda pair: _rank(*pair))
    status = best["status"] if best["status"] in Status else Status.UNPAID
    if status in ENDED:
        return State(status=status)
    item = _item(best)
    return State(
        tier=tier,
        status=status,
        current_period_end=_moment(best.get("cancel_at") or _period_end(best)),
        cancel_at_period_end=bool(best.get("cancel_at_period_end") or best.get("cancel_at")),
        seats=max(1, item.get("quantity") or 1) if tier == "team" else 1,
        stripe_subscription_id=best["id"],
    )


def is_live(subscription: dict[str, Any]) -> bool:
    return subscription["status"] not in ENDED


def _rank(tier: str, subscription: dict[str, Any]) -> tuple[bool, bool, int, int]:
    status = subscription["status"]
    return status in COUNTING, status not in ENDED, NAMES.index(tier), subscription.get("created", 0)


def _tier(subscription: dict[str, Any], tier_of: TierOf) -> str | None:
    return next((tier for item in subscription["items"]["data"] if (tier := tier_of(item["price"]))), None)


def _item(subscription: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = subscription["items"]["data"][0]
    return first


def _period_end(subscription: dict[str, Any]) -> int | None:
    """On the items today; on the subscription in older versions of the API."""
    ends = [item["current_period_end"] for item in subscription["items"]["data"] if item.get("current_period_end")]
    return max(ends, default=None) or subscription.get("current_period_end")


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
