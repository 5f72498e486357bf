"""What a night's run does: every customer is read again, and what is no longer needed goes."""

import asyncio
from datetime import timedelta

import msgspec
import structlog
from django.utils import timezone

from adiuva.database import in_database
from adiuva.errors import Problem
from billing.models import Subscription
from billing.stripe.background import settle
from billing.stripe.models import KeptAnswer, PendingCancellation, StripeEvent
from billing.stripe.sync import synchronize

log = structlog.get_logger("billing.stripe")

AT_ONCE = 4
# Stripe sends an event again for three days, and by hand for thirty.
KEEP_EVENTS = timedelta(days=90)
KEEP_ANSWERS = timedelta(days=1)


class Report(msgspec.Struct):
    read: int = 0
    failed: int = 0


async def reconcile() -> Report:
    report, room = Report(), asyncio.Semaphore(AT_ONCE)

    async def one(customer_id: str) -> None:
        async with room:
            try:
                await synchronize(customer_id)
                report.read += 1
            except Problem as problem:
                log.warning("stripe.sync_failed", code=problem.code)
                report.failed += 1

    await settle()
    customers = await in_database(_customers)
    for start in range(0, len(customers), 200):
        await asyncio.gather(*map(one, customers[start : start + 200]))
    await in_database(_tidy)
    return report


def _customers() -> list[str]:
    rows = Subscription.objects.exclude(stripe_customer_id="").order_by("user_id")
    return list(rows.values_list("stripe_customer_id", flat=True))


def _tidy() -> None:
    now = timezone.now()
    StripeEvent.objects.filter(received_at__lt=now - KEEP_EVENTS, done_at__isnull=False).delete()
    PendingCancellation.objects.filter(created_at__lt=now - KEEP_EVENTS, done_at__isnull=False).delete()
    KeptAnswer.objects.filter(created_at__lt=now - KEEP_ANSWERS).delete()
