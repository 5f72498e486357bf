"""A user's batches, for who asks for all that is kept of him."""

from typing import Any
from uuid import UUID

import msgspec

from accounts.export import exporter
from agents.batches.models import Batch
from agents.batches.wording import Wording, opened


@exporter("batches")
def _batches(user_id: UUID) -> list[dict[str, Any]]:
    return [_plain(row) for row in Batch.objects.filter(user_id=user_id)]


def _plain(row: Batch) -> dict[str, Any]:
    wording = opened(row.sealed, row.template, row.user_id) or Wording("")
    when = {"schedule": row.schedule, "timezone": row.timezone, "active": row.active}
    return {"id": str(row.id), "template": row.template, **msgspec.to_builtins(wording), **when}
