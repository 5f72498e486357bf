import pytest
from msgspec import UNSET

from plans.builder import ExecutionPlanBuilder, PlanError
from plans.playbooks import PLAYBOOKS
from plans.prompts import templates


def builder():
    return ExecutionPlanBuilder(agent="task_agent", title="A plan")


def test_a_plan_of_a_model_step_and_a_data_step():
    plan = (
        builder()
        .add_llm_step("tpl_task_agent_default", {"message": "Hi"})
        .add_data_step("create_record", data_from_step=0, table="tasks", data={"priority": "high"})
        .build()
    )

    model, data = plan.steps
    assert (model.action, model.prompt_template, model.variables) == (
        "llm",
        "tpl_task_agent_default",
        {"message": "Hi"},
    )
    assert (data.action, data.data_from_step, data.table, data.data) == (
        "create_record",
        0,
        "tasks",
        {"priority": "high"},
    )
    assert model.data_from_step is UNSET and data.prompt_template is UNSET


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda b: b, "at least one step"),
        (lambda b: b.add_llm_step("tpl_unknown"), "Step 0 (llm): there is no template 'tpl_unknown'"),
        (lambda b: b.add_llm_step("router"), "Step 0 (llm): there is no template 'router'"),
        (lambda b: b.add_step("llm"), "Step 0 (llm): a model step needs a template"),
        (lambda b: b.add_step(""), "Step 0 (no action): it has no action"),
        (
            lambda b: b.add_data_step("create_record", data_from_step=0),
            "Step 0 (create_record): it takes data from step 0",
        ),
        (
            lambda b: b.add_llm_step("tpl_task_agent_default").add_data_step("x", data_from_step=2),
            "Step 1 (x): it takes data from step 2, which is not before it",
        ),
        (
            lambda b: b.add_llm_step("tpl_task_agent_default").add_data_step("x", data_from_step=-1),
            "Step 1 (x): it takes data from step -1",
        ),
    ],
)
def test_a_plan_that_could_not_run_names_its_step(build, says):
    with pytest.raises(PlanError) as refused:
        build(builder()).build()
    assert says in str(refused.value)


def test_plans_have_ids_of_their_own():
    made = [builder().add_llm_step("tpl_task_agent_default").build().plan_id for _ in range(2)]
    assert made[0] != made[1]


def test_the_six_templates_and_no_others_may_be_named():
    assert templates.ids() == [
        "tpl_task_agent_default",
        "tpl_timeline_agent_default",
        "tpl_project_agent_default",
        "tpl_note_agent_default",
        "tpl_task_extract_from_project",
        "tpl_note_weekly_summary",
    ]
    assert {plan.plan_id for plan, _ in PLAYBOOKS} == {"create_tasks_from_project", "generate_weekly_note"}
