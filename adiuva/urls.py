"""Every HTTP route. The doors of each app are listed in its own api/urls.py."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from adiuva.config import config
from adiuva.health import HealthView, LiveView, MetricsView, ReadyView
from adiuva.signposts import ToTheAdmin

api: list[URLPattern | URLResolver] = [
    path("health", HealthView.as_view()),
    path("health/live", LiveView.as_view()),
    path("health/ready", ReadyView.as_view()),
    path("auth/", include("accounts.api.urls")),
    path("billing/", include("billing.api.urls")),
    path("", include("plans.api.urls")),
    path("", include("agents.api.urls")),
    path("", include("chat.api.urls")),
]

if not config.is_prod:
    from adiuva.openapi import DocsView, SchemaView
    from chat.api.asyncapi import AsyncApiView

    api += [path("schema", SchemaView.as_view(), name="schema"), path("docs", DocsView.as_view())]
    api += [path("asyncapi", AsyncApiView.as_view())]

urlpatterns = [
    path("api/v1/", include(api)),
    path("metrics", MetricsView.as_view()),
    path("admin/", admin.site.urls),
    path("admin", ToTheAdmin.as_view()),
]
handler400, handler403, handler404, handler500 = (
    f"adiuva.desk_refusals.{name}" for name in ("bad_request", "forbidden", "not_found", "crashed")
)
