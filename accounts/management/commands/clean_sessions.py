from typing import Any

from django.core.management.base import BaseCommand

from accounts.services import sessions

BITE = 1000


class Command(BaseCommand):
    help = "Removes sessions, refresh tokens and tickets that nobody can use any more. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        gone = 0
        while bite := sessions.clean(most=BITE):
            gone += bite
        self.stdout.write(f"{gone} rows removed")
