"""Runs go with their user, on whichever worker they are."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.signals import account_deleted
from adiuva.workers import workers
from agents.runs import live

KIND = "user.left"


def on_deleted(*, user_id: UUID, **_: Any) -> None:
    transaction.on_commit(partial(_cancel_everywhere, str(user_id)))


def _cancel_everywhere(user_id: str) -> None:
    live.cancel_all_of(user_id)
    workers.tell_all(KIND, user=user_id)


@workers.hears(KIND)
def on_told(_: str, word: dict[str, Any]) -> None:
    live.cancel_all_of(word["user"])


account_deleted.connect(on_deleted, dispatch_uid="agents.runs.leavers")
