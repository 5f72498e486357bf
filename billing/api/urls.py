from django.urls import URLPattern, URLResolver, include, path

from billing.api.subscription import SubscriptionView
from billing.api.tiers import TiersView
from billing.api.usage import UsageView

urlpatterns: list[URLPattern | URLResolver] = [
    path("tiers", TiersView.as_view()),
    path("subscription", SubscriptionView.as_view()),
    path("usage", UsageView.as_view()),
    path("", include("billing.stripe.urls")),
]
