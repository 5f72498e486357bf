"""All that is stored of an account. Each app adds its part:

@exporter("billing")
def subscription(user_id: UUID) -> object: …      # sync, plain data
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

Exporter = Callable[[UUID], Any]

_exporters: dict[str, Exporter] = {}


def exporter(name: str) -> Callable[[Exporter], Exporter]:
    def register(export: Exporter) -> Exporter:
        if name in _exporters:
            raise ValueError(f"two exporters are named {name}")
        _exporters[name] = export
        return export

    return register


def everything_of(user_id: UUID) -> dict[str, Any]:
    return {name: export(user_id) for name, export in _exporters.items()}
