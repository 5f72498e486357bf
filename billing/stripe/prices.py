"""Which price is which tier. A configured price is an id or a lookup key."""

import time
from typing import Any

import msgspec
import stripe
import structlog

from adiuva.config import config
from billing.stripe.client import client, plain
from billing.tiers import TIERS

log = structlog.get_logger("billing.stripe")

FRESH = 600.0


class Catalogue(msgspec.Struct):
    """The configured prices as Stripe has them now."""

    key: tuple[str, ...]
    read: float
    prices: dict[str, dict[str, Any]]


_catalogue = Catalogue((), 0, {})


def configured() -> dict[str, str]:
    return {"pro": config.stripe_price_pro, "power": config.stripe_price_power, "team": config.stripe_price_team}


def price_id(tier: str) -> str:
    """What to charge for; calls Stripe now and then."""
    found = _fresh().prices.get(tier)
    return str(found["id"]) if found else configured()[tier]


def tier_of(price: dict[str, Any]) -> str | None:
    """By id or lookup key; a price that was replaced is known by its product."""
    names = {name: tier for tier, name in configured().items()}
    by_name = names.get(price["id"]) or names.get(price.get("lookup_key") or "")
    marked = (price.get("metadata") or {}).get("tier")
    return by_name or (marked if marked in TIERS else None) or _tier_of_product(price.get("product"))


def _tier_of_product(product: Any) -> str | None:
    name = product["id"] if isinstance(product, dict) else product
    sold = {price.get("product"): tier for tier, price in _fresh().prices.items()}
    return sold.get(name)


def _fresh() -> Catalogue:
    global _catalogue
    key = (config.stripe_secret_key, config.stripe_api_base, *configured().values())
    if _catalogue.key != key or time.monotonic() - _catalogue.read > FRESH:
        _catalogue = Catalogue(key, time.monotonic(), _read())
    return _catalogue


def _read() -> dict[str, dict[str, Any]]:
    wanted = configured()
    try:
        listed = client().v1.prices.list({"lookup_keys": list(wanted.values()), "active": True})
    except stripe.InvalidRequestError:
        return {}
    by_key = {price["lookup_key"]: price for price in map(plain, listed.data)}
    found = {tier: by_key.get(name) or _by_id(name) for tier, name in wanted.items()}
    return {tier: price for tier, price in found.items() if price}


def _by_id(name: str) -> dict[str, Any] | None:
    try:
        return plain(client().v1.prices.retrieve(name))
    except stripe.InvalidRequestError:
        log.warning("stripe.price_missing", price=name)
        return None
