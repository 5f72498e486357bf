"""Which of a user's agents his tier lets him use: the oldest ones, as many as it has, with models it allows.

A downgrade turns nothing off: what no longer fits stays as it is, says so, and is not used.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from adiuva.errors import Problem
from agents.choices import check_model
from agents.models import OwnAgent
from agents.own.settings import Wording, opened
from agents.registry import registry
from billing.tiers import require_feature

UNREADABLE = "unavailable"


class Kept(NamedTuple):
    row: OwnAgent
    wording: Wording
    refusal: Problem | None


def kept(rows: Iterable[OwnAgent], tier: str) -> Iterator[Kept]:
    for number, row in enumerate(rows, start=1):
        wording = opened(row.sealed, row.user_id)
        if wording is None:
            yield Kept(row, Wording("", "", ""), Problem(UNREADABLE))
        else:
            yield Kept(row, wording, _refusal(row, number, tier))


def check(row: OwnAgent, number: int, tier: str) -> None:
    """Raises what keeps the tier from using this one, its `number` being its place among the user's agents."""
    require_feature(tier, "own_agents", number)
    if row.model:
        check_model(row.model, tier)
    registry.get(row.agent)


def _refusal(row: OwnAgent, number: int, tier: str) -> Problem | None:
    try:
        check(row, number, tier)
    except Problem as refusal:
        return refusal
    return None
