"""What follows from an event, and what follows from a deleted account; whatever fails is owed again."""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from adiuva.database import in_database
from adiuva.errors import Problem
from adiuva.observability import figures
from billing.stripe import farewell, open_checkouts, owed
from billing.stripe.metrics import EFFECTS
from billing.stripe.models import PendingCancellation, StripeEvent
from billing.stripe.owed import OwedQuerySet, W
from billing.stripe.sync import synchronize

log = structlog.get_logger("billing.stripe")

BATCH = 50
SIGNS_OF_LIFE = frozenset(
    {"checkout.session.completed", "customer.subscription.created", "customer.subscription.updated", "invoice.paid"}
)

Job = Callable[[], Awaitable[None]]


def due() -> list[Job]:
    """One job a customer, however many of its events wait: one reading answers them all."""
    events, leaving = StripeEvent.objects.due(), PendingCancellation.objects.due()
    customers = set(events.order_by("due_at").values_list("customer_id", flat=True)[:BATCH])
    return [
        *(partial(_settle, "event", events.filter(customer_id=name), _on_events) for name in customers),
        *(partial(_settle, "farewell", leaving.filter(pk=gone.pk), _on_farewell) for gone in leaving[:BATCH]),
    ]


async def _settle(kind: str, waiting: OwedQuerySet[W], effect: Callable[[list[W]], Awaitable[None]]) -> None:
    work = await in_database(waiting.lease)
    if not work:
        return
    try:
        await effect(work)
    except Exception as error:  # not done is owed again, whatever the reason
        code = error.code if isinstance(error, Problem) else type(error).__name__
        log.warning(
            "stripe.effect_failed", kind=kind, code=code, exc_info=None if isinstance(error, Problem) else error
        )
        EFFECTS.labels(kind, "failed").inc(len(work))
        figures.count("failed_effects", len(work))
        await in_database(owed.failed, work, code)
    else:
        EFFECTS.labels(kind, "done").inc(len(work))
        await in_database(owed.done, work)


async def _on_events(events: list[StripeEvent]) -> None:
    customer_id = events[0].customer_id
    if customer_id and await synchronize(customer_id) is None:
        await _on_stranger(customer_id, events)
    # Only now: a session that makes room before its purchase is in our row would be sold a second time.
    await in_database(open_checkouts.close, [e.object_id for e in events if e.type.startswith("checkout.session.")])


async def _on_stranger(customer_id: str, events: list[StripeEvent]) -> None:
    moved = any(event.type in SIGNS_OF_LIFE for event in events)
    if moved and await in_database(farewell.dig_up, customer_id):
        log.warning("stripe.deleted_account_moved")


async def _on_farewell(graves: list[PendingCancellation]) -> None:
    for grave in graves:
        await farewell.end_customer(grave.customer_id)
