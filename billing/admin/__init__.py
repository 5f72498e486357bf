"""What support staff see and do of tiers, subscriptions and usage."""

from billing.admin import dashboard, people, subscriptions, usage

__all__ = ["dashboard", "people", "subscriptions", "usage"]
