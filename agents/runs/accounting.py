"""What a run may use is held before it begins; what it used goes into its user's book, however it ended."""

from uuid import UUID

from accounts.asking import Caller
from agents.llm.estimate import tokens_in
from agents.requests import RunRequest
from agents.runs.hooks import RunRecord, on_run_finished
from billing import usage
from billing.usage import Reservation

_held: dict[str, Reservation] = {}


async def hold(request: RunRequest, caller: Caller) -> Reservation | None:
    """As much as the request itself is long: an answer's length nobody knows. Nothing where the tier has no cap."""
    if not usage.is_capped(caller.tier):
        return None
    return await usage.reserve(caller, tokens=tokens_in(len(request.model_dump_json(exclude_unset=True))))


def keep(run_id: str, held: Reservation | None) -> None:
    if held:
        _held[run_id] = held


@on_run_finished
async def count(record: RunRecord) -> None:
    for used in record.models:
        usage.record(
            UUID(record.user_id),
            used.model,
            input_tokens=used.input_tokens,
            output_tokens=used.output_tokens,
            cost_usd=used.cost_usd,
            estimated=used.estimated,
        )
    if held := _held.pop(record.run_id, None):
        held.release()
        await usage.flush()  # so that other workers see it at once
