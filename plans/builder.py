"""Puts a plan together and refuses one that could not run."""

import uuid
from collections.abc import Mapping
from typing import Any, Self

from msgspec import UNSET

from plans.plan import LLM, ExecutionPlan, PlanStep
from plans.prompts import PromptTemplateRegistry, templates


class PlanError(ValueError):
    """The plan cannot be built; the message names the step."""


class ExecutionPlanBuilder:
    def __init__(
        self, *, agent: str, title: str, plan_id: str = "", registry: PromptTemplateRegistry = templates
    ) -> None:
        self._agent, self._title, self._registry = agent, title, registry
        self._plan_id = plan_id or str(uuid.uuid4())
        self._steps: list[PlanStep] = []

    def add_step(
        self,
        action: str,
        *,
        prompt_template: str | None = None,
        variables: Mapping[str, Any] | None = None,
        data_from_step: int | None = None,
        table: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> Self:
        self._steps.append(
            PlanStep(
                action=action,
                prompt_template=UNSET if prompt_template is None else prompt_template,
                variables=UNSET if variables is None else dict(variables),
                data_from_step=UNSET if data_from_step is None else data_from_step,
                table=UNSET if table is None else table,
                data=UNSET if data is None else dict(data),
            )
        )
        return self

    def add_llm_step(self, template_id: str, variables: Mapping[str, Any] | None = None) -> Self:
        return self.add_step(LLM, prompt_template=template_id, variables=variables or {})

    def add_data_step(
        self,
        action: str,
        data_from_step: int | None = None,
        *,
        table: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> Self:
        return self.add_step(action, data_from_step=data_from_step, table=table, data=data)

    def build(self) -> ExecutionPlan:
        if not self._steps:
            raise PlanError("A plan needs at least one step.")
        for n, step in enumerate(self._steps):
            if fault := self._fault(n, step):
                raise PlanError(f"Step {n} ({step.action or 'no action'}): {fault}")
        return ExecutionPlan(self._plan_id, self._agent, self._title, list(self._steps))

    def _fault(self, n: int, step: PlanStep) -> str:
        if not step.action:
            return "it has no action."
        if step.action == LLM and step.prompt_template is UNSET:
            return "a model step needs a template."
        if step.prompt_template is not UNSET and step.prompt_template not in self._registry.ids():
            return f"there is no template {step.prompt_template!r}."
        if step.data_from_step is UNSET:
            return ""
        if not 0 <= step.data_from_step < n:
            return f"it takes data from step {step.data_from_step}, which is not before it."
        return ""
