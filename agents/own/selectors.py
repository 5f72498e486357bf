"""Reading a user's own agents; another user's are not there."""

from uuid import UUID

from adiuva.errors import Problem
from agents.models import OwnAgent
from agents.own.fitting import Kept, kept


def all_of(user_id: UUID, tier: str) -> list[Kept]:
    return list(kept(OwnAgent.objects.filter(user_id=user_id), tier))


def one_of(user_id: UUID, tier: str, agent_id: UUID) -> Kept:
    for one in all_of(user_id, tier):
        if one.row.id == agent_id:
            return one
    raise Problem("not_found")


def offered_to(user_id: UUID, tier: str) -> list[Kept]:
    """Those the router may choose."""
    rows = all_of(user_id, tier)
    return [one for one in rows if one.row.enabled and one.refusal is None]
