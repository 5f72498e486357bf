"""A user's runs, newest first; another user's are not there."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Q
from django.utils import timezone
from msgspec import UNSET, UnsetType

from accounts.export import exporter
from adiuva.config import config
from adiuva.errors import Problem, invalid
from agents.answers import Usage
from agents.models import RunRow
from agents.rows.noting import MICRO

PAGE = 50
GRACE = timedelta(seconds=60)
ABANDONED = timedelta(hours=1)  # a client that was asked has ten minutes for each answer


class RunEntry(msgspec.Struct, frozen=True):
    id: str
    agent: str
    door: str
    status: str
    started_at: int
    duration_ms: int
    usage: Usage
    tool_calls: int
    request_id: str
    first_token_ms: int | UnsetType = UNSET
    error_code: str | UnsetType = UNSET
    device_id: str | UnsetType = UNSET


class RunPage(msgspec.Struct, frozen=True):
    items: list[RunEntry]
    next: str | None


def page_of(user_id: UUID, cursor: str = "") -> RunPage:
    rows = RunRow.objects.filter(user_id=user_id).order_by("-started_at", "-id")
    if cursor:
        started_at, run_id = _place(cursor)
        rows = rows.filter(Q(started_at__lt=started_at) | Q(started_at=started_at, id__lt=run_id))
    found = list(rows[: PAGE + 1])
    return RunPage([entry(row) for row in found[:PAGE]], _cursor(found[PAGE - 1]) if len(found) > PAGE else None)


def one_of(user_id: UUID, run_id: str) -> RunEntry:
    try:
        row = RunRow.objects.filter(user_id=user_id, pk=UUID(run_id)).first()
    except ValueError:
        row = None
    if row is None:
        raise Problem("not_found")
    return entry(row)


def entry(row: RunRow) -> RunEntry:
    status, error_code = _state(row)
    cost = row.cost_micro_usd
    return RunEntry(
        id=row.id.hex,
        agent=row.agent,
        door=row.door,
        status=status,
        started_at=int(row.started_at.timestamp()),
        duration_ms=row.duration_ms,
        usage=Usage(row.input_tokens, row.output_tokens, UNSET if cost is None else cost / MICRO, row.estimated),
        tool_calls=row.tool_calls,
        request_id=row.request_id,
        first_token_ms=UNSET if row.first_token_ms is None else row.first_token_ms,
        error_code=error_code or UNSET,
        device_id=row.device_id or UNSET,
    )


def _state(row: RunRow) -> tuple[str, str]:
    """What became of it, with an error's code; no run goes on for ever."""
    age = timezone.now() - row.started_at
    if row.status == "running" and age > timedelta(seconds=config.run_timeout) + GRACE:
        return "failed", "internal"  # its worker was killed
    if row.status == "waiting" and row.door != "batch" and age > ABANDONED:
        return "cancelled", ""
    return row.status, row.error_code


def _cursor(row: RunRow) -> str:
    return base64.urlsafe_b64encode(f"{row.started_at.isoformat()} {row.id.hex}".encode()).decode()


def _place(cursor: str) -> tuple[datetime, UUID]:
    try:
        started_at, _, run_id = base64.urlsafe_b64decode(cursor).decode().partition(" ")
        return datetime.fromisoformat(started_at).astimezone(UTC), UUID(run_id)
    except (ValueError, OverflowError, binascii.Error):
        raise invalid("cursor", "unknown", "This is not a cursor of this list.") from None


@exporter("runs")
def _runs(user_id: UUID) -> list[Any]:
    rows = RunRow.objects.filter(user_id=user_id).order_by("started_at", "id")
    return [msgspec.to_builtins(entry(row)) for row in rows]
