from typing import Any

from django.core.management.base import BaseCommand

from agents.rows import store


class Command(BaseCommand):
    help = "Clears away the rows of runs that are older than 90 days. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{store.clean()} rows cleared away")
