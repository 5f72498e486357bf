from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "billing"

    def ready(self) -> None:
        import billing.export  # its parts register themselves
        import billing.usage  # noqa: F401 - its writer starts and stops with the worker
        from accounts import tiers
        from accounts.roles import support_may
        from billing.selectors import effective_tier

        tiers.use(effective_tier("subscription__"))
        support_may(self, "view_subscription", "add_subscription", "change_subscription", "view_usageday")
