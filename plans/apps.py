from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"

    def ready(self) -> None:
        from plans import receivers, selectors  # noqa: F401 - they register themselves
