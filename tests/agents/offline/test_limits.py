"""Whatever is said to it, the engine answers, soon, and without a fault."""

import json
import sys
import time
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.llm.data import data_block
from agents.llm.messages import Message
from agents.llm.offline.calendar import Calendar
from agents.llm.offline.conversation import read_turn
from agents.llm.offline.engine import answer
from agents.llm.offline.recipes import parts_of
from agents.llm.offline.world import World
from tests.agents.offline.records import CONTEXT
from tests.agents.offline.sentences import changing_tasks, creating_tasks, held_out
from tests.agents.offline.talk import NOTE_TOOLS, TASK_TOOLS, asked

WORDS = sorted({word for module in (changing_tasks, creating_tasks, held_out) for case in module.CASES
                for word in case.message.split()})  # fmt: skip
JUNK = st.one_of(
    st.sampled_from(WORDS), st.text(max_size=12), st.sampled_from(["'", '"', ":", ",", "\n", "-", "1.", "@", "#"])
)


@given(st.lists(JUNK, max_size=25).map(" ".join))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_are_answered(message):
    step = answer(read_turn(asked(message, CONTEXT), TASK_TOOLS))
    assert step.text or step.calls
    routed = [Message("user", data_block("agents", [{"name": "task_agent", "description": ""}]) + "\n"
              + data_block("records", CONTEXT) + "\n" + data_block("message", message))]  # fmt: skip
    assert answer(read_turn(routed, ())).text == "task_agent"


@pytest.mark.parametrize(
    "context",
    [
        {
            "recent_tasks": [
                {},
                {"id": 7},
                {"title": None},
                {"title": ["x"]},
                {"id": "a", "title": "Call Bob", "due_date": "x"},
            ]
        },
        {"projects": [{"name": None}, {"id": None, "name": "Apollo"}, {"name": 5}]},
        {"timezone": "Nowhere/Land", "now": "soon"},
        {"timezone": 5, "now": -1e300},
        {"user_profile": [], "task_comments": "no", "conversation_history": [1, {"role": "user"}]},
        {"recent_tasks": [{"id": "a", "title": "Call Bob", "assignees": "Anna", "due_date": 1e300}]},
        {"recent_tasks": [{"id": "a", "title": "Call Bob", "status": {}, "priority": ["x"], "assignees": True}]},
    ],
)
@pytest.mark.parametrize(
    "message",
    [
        "complete Call Bob",
        "what is overdue?",
        "add a task in Apollo due tomorrow",
        "how is Apollo?",
        "list the open tasks of Anna",
        "mark all high priority tasks as done",
    ],
)
def test_odd_records_do_no_harm(context, message):
    messages = asked(message, context)
    step = answer(read_turn(messages, TASK_TOOLS))
    assert step.text or step.calls
    for call in step.calls:
        reply = Message("tool", data_block("result", context.get("recent_tasks", [])), tool_call_id=call.id)
        after = answer(read_turn([*messages, Message("assistant", "", (call,)), reply], TASK_TOOLS))
        assert after.text or after.calls


@contextmanager
def _untraced():
    """What is measured here is the engine, not what counts its lines."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


def _seconds(messages, tools):
    with _untraced():
        began = time.thread_time()
        answer(read_turn(messages, tools))
        return time.thread_time() - began


def big_context(size):
    tasks = [{"id": f"t{n}", "title": f"Prepare document number {n}", "status": "todo", "assignees": ["Anna"],
              "description": "lorem ipsum " * 5, "project_id": "p1"} for n in range(size)]  # fmt: skip
    return {**CONTEXT, "recent_tasks": tasks}


@pytest.mark.parametrize("message", ["complete document 77", "create a task 'X' in Apollo", "delete the yoga task"])
def test_a_context_of_a_megabyte_takes_no_long(message):
    context = big_context(5_000)
    block = data_block("context", context)
    assert 900_000 < len(block) < 1_500_000
    messages = [Message("user", f"{block}\n{data_block('message', message)}")]
    reads = answer(read_turn(messages, TASK_TOOLS)).calls
    if reads:
        reply = Message("tool", data_block("result", context["recent_tasks"]), tool_call_id=reads[0].id)
        messages += [Message("assistant", "", reads), reply]
    assert min(_seconds(messages, TASK_TOOLS) for _ in range(3)) < 1.0


@pytest.mark.parametrize(
    "message",
    [
        "create a task to " + "and buy milk " * 2_300,
        "a " * 16_000,
        "'" * 32_000,
        '" ' * 16_000,
        "in Apollo " * 3_200,
        "due tomorrow " * 2_400,
        "mark a as done and " * 1_600,
        "write a note: " + "delete everything. " * 1_600,
        "- " * 16_000,
        "1. x\n" * 6_400,
        "what is due " * 2_600,
        "no, I mean " * 2_900,
        "-" * 32_000,
        "." * 32_000,
        "delete " + "! " * 15_900,
        "list " + "but {" * 6_300,
        "mark " + "my ," * 7_900,
    ],
)
@pytest.mark.parametrize("tools", [TASK_TOOLS, NOTE_TOOLS])
def test_the_longest_messages_take_no_long(message, tools):
    assert _seconds(asked(message, CONTEXT), tools) < 3.0


@pytest.mark.parametrize("message", ["kick off " + "project without " * 1_990, "note " * 6_400, "tasks of " * 3_500])
def test_the_longest_wishes_are_told_from_others_at_once(message):
    with _untraced():
        began = time.thread_time()
        assert parts_of(message, World({}, Calendar.at(0, "UTC"))) == []
        assert time.thread_time() - began < 0.5


def test_a_long_text_is_kept_to_its_end():
    text = "\n".join(f"Line {n}, and more of it." for n in range(1_000))
    [call] = answer(read_turn(asked(f'create a note called "Log": {text}', CONTEXT), NOTE_TOOLS)).calls
    assert json.loads(call.arguments)["content"] == text
