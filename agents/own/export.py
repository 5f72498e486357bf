"""A user's own agents, for who asks for all that is kept of him."""

from typing import Any
from uuid import UUID

import msgspec

from accounts.export import exporter
from agents.models import OwnAgent
from agents.own.settings import Wording, opened


@exporter("own_agents")
def _own_agents(user_id: UUID) -> list[dict[str, Any]]:
    return [_plain(row) for row in OwnAgent.objects.filter(user_id=user_id)]


def _plain(row: OwnAgent) -> dict[str, Any]:
    wording = opened(row.sealed, row.user_id) or Wording("", "", "")
    chosen = {"agent": row.agent, "model": row.model, "temperature": row.temperature, "enabled": row.enabled}
    return {"id": str(row.id), **msgspec.to_builtins(wording), **chosen}
