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
        mirror = apps.get_app_config("djstripe")
        mirror.verbose_name = "Mirror of Stripe"
        mirrored = ("customer", "subscription", "subscriptionitem", "product", "price")
        support_may(mirror, *(f"view_{model}" for model in mirrored))
