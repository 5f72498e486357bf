"""Reads every customer again from Stripe; meant for a nightly job."""

from typing import Any

from asgiref.sync import async_to_sync
from django.core.management.base import BaseCommand, CommandError

from billing.stripe.client import enabled
from billing.stripe.nightly import reconcile


class Command(BaseCommand):
    help = "Makes every subscription say what Stripe holds, and does what is still owed from before."

    def handle(self, *args: Any, **options: Any) -> None:
        if not enabled():
            self.stdout.write("Billing runs without Stripe: there is nothing to read.")
            return
        report = async_to_sync(reconcile)()
        self.stdout.write(f"Read {report.read} customers again.")
        if report.failed:
            raise CommandError(f"{report.failed} customers could not be read; the next run tries them again.")
