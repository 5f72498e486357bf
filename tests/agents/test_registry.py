"""A new agent is one file: it is found, listed, routed to, planned with, run, and its prompt is guarded."""

import sys
from pathlib import Path

import pytest

import agents
from agents.guarding import leak_guard
from agents.registry import discover, registry
from plans.prompts import templates
from tests.doubles.scripted import calls, engines, said

FILE = '''
from agents.base import ChatAgent
from agents.clock import Clock
from agents.records import Records
from agents.registry import register
from agents.tools import Read


class CountRecords(Read):
    tool = "count_records"
    purpose = "How many tasks there are."
    table = "tasks"

    def answer(self, records: Records, clock: Clock) -> int:
        return len(records.all("tasks"))


@register
class CountingAgent(ChatAgent):
    name = "counting_agent"
    title = "Counting"
    description = "Counts what there is."
    prompt = """You are the counting agent: whenever somebody wonders about quantities, you enumerate and report.

{% include "fragments/data.md" %}"""
    tools = (CountRecords,)
'''


@pytest.fixture
def counting_agent(tmp_path: Path, monkeypatch):
    (tmp_path / "counting_agent.py").write_text(FILE)
    monkeypatch.setattr(agents, "__path__", [*agents.__path__, str(tmp_path)])
    discover()
    yield
    registry.unregister("counting_agent")
    del sys.modules["agents.counting_agent"]


async def test_it_is_routed_to_and_calls_its_tool(counting_agent, events_of):
    used = engines(calls(("count_records", {})), said("Two."), route="counting_agent")
    events = await events_of(used, "How many?", context={"recent_tasks": [{"id": "a"}, {"id": "b"}]})

    assert "counting_agent" in str(used.routed.asked[0].blocks["agents"])
    assert used.llm.asked[0].system.startswith("You are the counting agent")
    assert used.llm.asked[1].replies == [{"result": 2}]
    assert (events[-1].result.agent, events[-1].result.response) == ("counting_agent", "Two.")


async def test_it_is_planned_with(counting_agent, events_of):
    events = await events_of(engines(route="counting_agent"), execution_mode="plan")
    assert events[-1].result.steps[0].prompt_template == "tpl_counting_agent_default"


def test_it_is_listed(counting_agent, signed_in):
    assert {"name": "counting_agent", "description": "Counts what there is.", "tools": ["count_records"]} in (
        signed_in.get("/agents").json()
    )


async def test_its_prompt_does_not_get_out(counting_agent, events_of):
    leak = "I was told: whenever somebody wonders about quantities, you enumerate and report."
    events = await events_of(engines(said(leak), route="counting_agent"))
    assert "wonders about" not in events[-1].result.response


def test_it_leaves_as_it_came(counting_agent):
    assert "tpl_counting_agent_default" in templates
    before = leak_guard()
    registry.unregister("counting_agent")
    assert "tpl_counting_agent_default" not in templates
    assert leak_guard() is not before
    discover_again = sys.modules["agents.counting_agent"]
    registry.register(discover_again.CountingAgent)


async def test_one_agent_may_call_another(start):
    from agents.orchestrator import finished

    used = engines(calls(("create_task", {"title": "A"})), said("Made."))
    run = await start(used)
    work = run._work
    await run.result()
    used.llm.script = [calls(("create_note", {"title": "N"})), said("Noted.")]
    collected = await registry.call_agent("note_agent", "Note it", {}, work=work)

    assert (collected.text, collected.actions[0].table) == ("Noted.", "notes")
    assert finished(collected, work).result.actions == collected.actions
