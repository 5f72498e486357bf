"""What plans hear of: an account that is gone takes its plans along."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import receiver

from accounts.signals import account_deleted
from plans.cache import CACHE


@receiver(account_deleted)
def forget_plans(user_id: UUID, **_: Any) -> None:
    transaction.on_commit(partial(CACHE.forget, str(user_id)))
