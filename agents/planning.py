"""Plan mode: which agents would work on a message, as a plan the client can keep and have run."""

from collections.abc import Sequence

from agents.registry import registry
from plans.builder import ExecutionPlanBuilder
from plans.plan import LLM, ExecutionPlan, PlanStep

APPLY = "apply_actions"


def plan_for(names: Sequence[str], message: str) -> ExecutionPlan:
    """The title speaks of agents only: plans are kept, and what a user wrote is not."""
    agents = [registry.get(name) for name in names]
    builder = ExecutionPlanBuilder(agent=",".join(names), title=", then ".join(agent.title for agent in agents))
    for n, agent in enumerate(agents):
        builder.add_llm_step(agent.template_id(), {"message": message})
        builder.add_data_step(APPLY, data_from_step=2 * n)
    return builder.build()


def agent_behind(step: PlanStep) -> str | None:
    """The agent whose own template a model step names."""
    if step.action != LLM:
        return None
    return next((agent.name for agent in registry.all() if agent.template_id() == step.prompt_template), None)
