"""Making, changing and removing a user's own agents."""

from uuid import UUID

import msgspec
from django.db import transaction

from accounts.models import User
from adiuva.errors import Problem, invalid
from agents.base import ChatAgent
from agents.choices import check_model
from agents.models import OwnAgent
from agents.own import fitting, selectors
from agents.own.fitting import Kept
from agents.own.settings import Wording, sealed
from agents.own.shapes import OwnAgentChange, OwnAgentRequest
from agents.registry import registry

MOST = 200  # of one user, whatever the tier: an own agent goes to the router with every message


def create(*, user_id: UUID, tier: str, asked: OwnAgentRequest) -> Kept:
    _check_base(asked.agent)
    wording = Wording(asked.name, asked.description, asked.instructions)
    row = OwnAgent(
        user_id=user_id,
        agent=asked.agent,
        sealed=sealed(wording, user_id),
        model=asked.model or "",
        temperature=asked.temperature,
        enabled=asked.enabled,
    )
    with transaction.atomic():
        list(User.objects.select_for_update().filter(pk=user_id))  # two at once must not pass the limit
        there = OwnAgent.objects.filter(user_id=user_id).count()
        if there >= MOST:
            raise Problem("conflict", f"{MOST} own agents are the most a user may have.")
        fitting.check(row, there + 1, tier)
        row.save(force_insert=True)
    return Kept(row, wording, None)


def change(*, user_id: UUID, tier: str, agent_id: UUID, asked: OwnAgentChange) -> Kept:
    """Whatever the tier, an agent may be changed or switched off; a new base or model must fit."""
    named = asked.model_dump(exclude_unset=True)
    with transaction.atomic():
        row, wording, _ = selectors.one_of(user_id, tier, agent_id)
        if "agent" in named:
            _check_base(named["agent"])
        if named.get("model"):
            check_model(named["model"], tier)
        written = {name: named.pop(name) for name in list(named) if name in Wording.__struct_fields__}
        wording = msgspec.structs.replace(wording, **written)
        row.sealed = sealed(wording, user_id)
        for name, value in named.items():
            setattr(row, name, value or "" if name == "model" else value)
        row.save()
    return selectors.one_of(user_id, tier, agent_id)


def remove(*, user_id: UUID, agent_id: UUID) -> None:
    deleted, _ = OwnAgent.objects.filter(user_id=user_id, pk=agent_id).delete()
    if not deleted:
        raise Problem("not_found")


def _check_base(name: str) -> None:
    if name not in registry or not issubclass(registry.get(name), ChatAgent):
        raise invalid("agent", "unknown", "There is no such agent in the catalog.")
