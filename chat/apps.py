from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "chat"

    def ready(self) -> None:
        import chat.ended_sessions  # noqa: F401 - it connects itself
