"""How the support desk looks: its name, its environment, and the way to its pages."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy

from adiuva.config import config


def _may_view(app: str, model: str, request: HttpRequest) -> bool:
    return request.user.has_perm(f"{app}.view_{model}")


def _page(title: str, icon: str, label: str) -> dict[str, Any]:
    app, model = label.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{model}_changelist"),
        "permission": partial(_may_view, app, model),
    }


def _favicon(_request: HttpRequest) -> str:
    return static("adiuva/favicon.svg")


NAVIGATION = [
    {"items": [{"title": "Dashboard", "icon": "monitoring", "link": reverse_lazy("admin:index")}]},
    {
        "title": "People",
        "items": [
            _page("Users", "person", "accounts.user"),
            _page("Sessions", "devices", "accounts.session"),
        ],
    },
    {
        "title": "Work",
        "items": [
            _page("Runs", "play_circle", "agents.runrow"),
            _page("Batches", "event_repeat", "agents.batch"),
            _page("Own agents", "smart_toy", "agents.ownagent"),
            _page("Usage", "bar_chart", "billing.usageday"),
        ],
    },
    {
        "title": "Billing",
        "items": [
            _page("Subscriptions", "card_membership", "billing.subscription"),
            _page("Stripe events", "webhook", "billing_stripe.stripeevent"),
            _page("Owed cancellations", "event_busy", "billing_stripe.pendingcancellation"),
        ],
    },
    {
        "title": "Mirror of Stripe",
        "collapsible": True,
        "items": [
            _page("Customers", "groups", "djstripe.customer"),
            _page("Subscriptions", "autorenew", "djstripe.subscription"),
            _page("Subscription items", "list", "djstripe.subscriptionitem"),
            _page("Products", "inventory_2", "djstripe.product"),
            _page("Prices", "sell", "djstripe.price"),
        ],
    },
    {
        "title": "Oversight",
        "collapsible": True,
        "items": [
            _page("Audit", "history", "accounts.auditentry"),
            _page("Roles", "badge", "auth.group"),
        ],
    },
]

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Adiuva support",
    "SITE_HEADER": "Adiuva support",
    "SITE_SYMBOL": "support_agent",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _favicon}],
    "SITE_URL": None,
    "SHOW_HISTORY": False,
    "ENVIRONMENT": [config.env, "danger" if config.is_prod else "info"],
    "ENVIRONMENT_TITLE_PREFIX": None if config.is_prod else f"[{config.env}]",
    "LOGIN": {"form": "accounts.admin_login.ThrottledLogin"},
    "SIDEBAR": {"show_search": False, "navigation": NAVIGATION},
    "DASHBOARD_CALLBACK": "billing.admin.dashboard.with_figures",
}
