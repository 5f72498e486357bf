"""The plans that come with the product, and the tier that has each."""

from billing.tiers import NAMES
from plans.builder import ExecutionPlanBuilder
from plans.plan import ExecutionPlan

CREATE_TASKS_FROM_PROJECT = (
    ExecutionPlanBuilder(
        plan_id="create_tasks_from_project", agent="task_agent", title="Create tasks from what a project holds"
    )
    .add_llm_step("tpl_task_extract_from_project", {"project_id": None})
    .add_data_step(
        "create_record", data_from_step=0, table="tasks", data={"is_ai_suggested": True, "is_approved": False}
    )
    .build()
)
GENERATE_WEEKLY_NOTE = (
    ExecutionPlanBuilder(plan_id="generate_weekly_note", agent="note_agent", title="Write the note of the week")
    .add_llm_step("tpl_note_weekly_summary", {"project_id": None})
    .add_data_step("create_record", data_from_step=0, table="notes")
    .build()
)

PLAYBOOKS = ((CREATE_TASKS_FROM_PROJECT, "free"), (GENERATE_WEEKLY_NOTE, "free"))  # with the lowest tier that has it


def playbooks_of(tier: str) -> dict[str, ExecutionPlan]:
    rank = NAMES.index(tier)
    return {plan.plan_id: plan for plan, lowest in PLAYBOOKS if NAMES.index(lowest) <= rank}
