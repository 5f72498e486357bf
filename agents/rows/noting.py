"""What a run tells of itself becomes its row."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec import UNSET

from agents.rows.book import BOOK
from agents.runs.hooks import RunBegun, RunRecord, on_run_begun, on_run_finished

MICRO = 1_000_000


@on_run_begun
def begun(run: RunBegun) -> None:
    BOOK.note(
        run.run_id,
        user_id=UUID(run.user_id),
        door=run.door,
        status="running",
        started_at=datetime.fromtimestamp(run.started_at, UTC),
        **({"request_id": run.request_id} if run.request_id else {}),  # of a batch it is known who asked for it
    )


@on_run_finished
async def finished(run: RunRecord) -> None:
    cost = run.usage.cost_usd
    BOOK.note(
        run.run_id,
        agent=run.agent[:300],
        status=run.status,
        duration_ms=run.duration_ms,
        first_token_ms=run.first_token_ms,
        input_tokens=run.usage.input_tokens,
        output_tokens=run.usage.output_tokens,
        cost_micro_usd=None if cost is UNSET else round(cost * MICRO),
        estimated=run.usage.estimated,
        tool_calls=run.tool_calls,
        error_code=run.error_code,
        device_id=run.device_id,
    )
