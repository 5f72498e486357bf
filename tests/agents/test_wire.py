import pytest

from adiuva.errors import Problem
from agents.answers import ChatResponse, PlanAction, Usage
from agents.events import (
    ActionMade,
    RunFailed,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
    TextDelta,
    TextEnded,
    TextStarted,
    ToolCallArgs,
    ToolCallEnded,
    ToolCallResult,
    ToolCallStarted,
)
from agents.runs.wire import KINDS, packed, unpacked
from plans.plan import ExecutionPlan, PlanStep

ACTION = PlanAction("i", "create_record", table="tasks", data={"id": "1", "due_date": None})
EVENTS = [
    RunStarted("r"),
    StepStarted("task_agent"),
    TextStarted("m"),
    TextDelta("m", "héllo 🌍\x00"),
    TextEnded("m"),
    ToolCallStarted("c", "list_tasks"),
    ToolCallArgs("c", {"a": [1, None, {"b": 2.5}]}),
    ToolCallEnded("c"),
    ToolCallResult("c", [{"x": True}]),
    ActionMade(ACTION),
    StepFinished("task_agent"),
    RunFinished(ChatResponse("x", [ACTION], "a", "m", "r", Usage(1, 2), cancelled=True), Usage(1, 2, 0.5, True), True),
    RunFinished(ExecutionPlan("p", "a", "t", [PlanStep("llm", "tpl", {"m": "x"}), PlanStep("apply")]), Usage()),
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_comes_out_as_it_went_in(event):
    assert unpacked(packed([event])) == [event]


def test_a_failure_keeps_its_problem():
    problem = Problem("invalid", "No.", errors=[{"pointer": "#", "code": "c", "detail": "d"}], retry_after=5)
    [back] = unpacked(packed([RunFailed(problem, "so far", [ACTION], Usage(3, 4))]))
    assert back.problem.body("id") == problem.body("id")
    assert (back.response, back.actions, back.usage) == ("so far", [ACTION], Usage(3, 4))


def test_every_kind_of_event_is_known():
    assert {type(event) for event in EVENTS} | {RunFailed} == set(KINDS)
