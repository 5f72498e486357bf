"""The shapes of billing's answers, for the reference."""

from typing import Any

from rest_framework import serializers

from billing.tiers import NAMES


class FeaturesAnswer(serializers.Serializer[Any]):
    """A number is how many, null is as many as one likes."""

    own_agents = serializers.IntegerField(allow_null=True)
    active_batches = serializers.IntegerField(allow_null=True)
    model_providers = serializers.IntegerField(allow_null=True)
    batch_builder = serializers.BooleanField()
    own_provider_key = serializers.BooleanField()
    sso = serializers.BooleanField()


class TierAnswer(serializers.Serializer[Any]):
    name = serializers.ChoiceField(choices=NAMES)
    price_cents = serializers.IntegerField()
    currency = serializers.CharField()
    per_seat = serializers.BooleanField()
    requests_per_minute = serializers.IntegerField()
    runs_at_once = serializers.IntegerField()
    features = FeaturesAnswer()


class UsageDayAnswer(serializers.Serializer[Any]):
    date = serializers.DateField()
    model = serializers.CharField()
    requests = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    cost_usd = serializers.FloatField()


class LimitAnswer(serializers.Serializer[Any]):
    name = serializers.ChoiceField(choices=["requests", "runs", "tokens_month", "cost_usd_month"])
    limit = serializers.FloatField()
    remaining = serializers.FloatField()
    resets_at = serializers.IntegerField(allow_null=True)


class UsageAnswer(serializers.Serializer[Any]):
    days = UsageDayAnswer(many=True)
    limits = LimitAnswer(many=True)
