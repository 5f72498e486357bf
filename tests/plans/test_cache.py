"""The same behaviour from each store, and what happens when Redis goes away."""

import os
import uuid

import pytest

from plans.builder import ExecutionPlanBuilder
from plans.cache import PlanCache, PlansHere


def plan(**variables):
    builder = ExecutionPlanBuilder(agent="task_agent", title="Tasks")
    builder.add_llm_step("tpl_task_agent_default", variables)
    return builder.add_data_step("create_record", data_from_step=0, table="tasks", data=variables).build()


def shared(most):
    from plans.shared_plans import PlansInRedis

    return PlansInRedis(os.environ["REDIS_URL"], most, prefix=f"test:plans:{uuid.uuid4().hex}:")


@pytest.fixture(
    params=[
        "here",
        pytest.param(
            "redis",
            marks=[
                pytest.mark.services,
                pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="needs Redis"),
            ],
        ),
    ]
)
def cache(request):
    if request.param == "here":
        yield PlanCache(here=PlansHere(3))
        return
    store = shared(3)
    yield PlanCache(shared=store)
    for user in ("anna", "bob"):
        store.forget(user)


def test_values_are_not_kept_only_names(cache):
    kept = plan(message="SECRET")
    cache.cache_plan("anna", kept)

    found = cache.get_plan("anna", kept.plan_id)
    assert found.steps[0].variables == {"message": None}
    assert found.steps[1].data == {"message": None}
    assert (found.title, found.steps[1].table) == ("Tasks", "tasks")


def test_a_plan_is_its_users_alone(cache):
    kept = plan()
    cache.cache_plan("anna", kept)

    assert cache.get_plan("bob", kept.plan_id) is None
    assert cache.plans_of("bob") == []


def test_the_least_recently_used_goes_first(cache):
    first, second, third, fourth = (plan() for _ in range(4))
    for each in (first, second, third):
        cache.cache_plan("anna", each)
    cache.get_plan("anna", first.plan_id)
    cache.cache_plan("anna", fourth)

    assert {each.plan_id for each in cache.plans_of("anna")} == {first.plan_id, third.plan_id, fourth.plan_id}
    assert cache.get_plan("anna", second.plan_id) is None


def test_an_account_that_is_gone_leaves_nothing(cache):
    kept = [plan(), plan()]
    cache.cache_plan("anna", kept[0])
    cache.cache_plan("bob", kept[1])
    cache.forget("anna")

    assert cache.plans_of("anna") == []
    assert len(cache.plans_of("bob")) == 1


def test_without_redis_this_process_keeps_them():
    class Gone:
        def __getattr__(self, name):
            def ask(*_):
                raise OSError("ConnectionError")

            return ask

    cache = PlanCache(shared=Gone())
    kept = plan()
    cache.cache_plan("anna", kept)
    assert cache.get_plan("anna", kept.plan_id).plan_id == kept.plan_id
