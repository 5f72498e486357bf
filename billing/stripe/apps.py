from django.apps import AppConfig, apps


class StripeConfig(AppConfig):
    name = "billing.stripe"
    label = "billing_stripe"
    verbose_name = "Stripe"

    def ready(self) -> None:
        from accounts.roles import support_may
        from adiuva import health
        from billing.stripe import background, client, farewell

        health.CHECKS["stripe"] = client.health
        farewell.connect()
        background.connect()
        support_may(
            self,
            "view_stripeevent",
            "change_stripeevent",
            "view_pendingcancellation",
            "change_pendingcancellation",
        )
        mirrored = ("customer", "subscription", "subscriptionitem", "product", "price")
        support_may(apps.get_app_config("djstripe"), *(f"view_{model}" for model in mirrored))
