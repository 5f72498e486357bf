"""The plans a user may see: the playbooks of the tier and those of the user's own runs."""

from uuid import UUID

from accounts.export import exporter
from adiuva.errors import Problem
from plans.cache import CACHE
from plans.plan import ExecutionPlan
from plans.playbooks import playbooks_of


def plans_of(user_id: UUID, tier: str) -> list[ExecutionPlan]:
    return [*playbooks_of(tier).values(), *CACHE.plans_of(str(user_id))]


def plan_of(user_id: UUID, tier: str, plan_id: str) -> ExecutionPlan:
    plan = playbooks_of(tier).get(plan_id) or CACHE.get_plan(str(user_id), plan_id)
    if plan is None:
        raise Problem("not_found", "There is no such plan.")
    return plan


@exporter("plans")
def _plans(user_id: UUID) -> list[ExecutionPlan]:
    return CACHE.plans_of(str(user_id))
