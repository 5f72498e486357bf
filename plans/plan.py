"""The contract's execution plan: steps that a client can show, keep and have run again."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

LLM = "llm"


class PlanStep(msgspec.Struct, frozen=True):
    action: str
    prompt_template: str | UnsetType = UNSET
    variables: dict[str, Any] | UnsetType = UNSET
    data_from_step: int | UnsetType = UNSET
    table: str | UnsetType = UNSET
    data: dict[str, Any] | UnsetType = UNSET


class ExecutionPlan(msgspec.Struct, frozen=True):
    plan_id: str
    agent: str
    title: str
    steps: list[PlanStep]
