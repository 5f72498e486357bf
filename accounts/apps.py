from django.apps import AppConfig

from adiuva import lifespan


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts.figures import Writer
        from accounts.roles import support_may

        support_may(self, "view_user", "change_user", "view_session", "change_session", "view_auditentry")
        figures = Writer()
        lifespan.on_start(figures.start)
        lifespan.on_stop(figures.stop)
