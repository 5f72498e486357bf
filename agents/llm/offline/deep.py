"""The deep agent's turns: a plan, its parts one after another, then the answer."""

from typing import Any

import msgspec

from agents.llm.messages import ToolCall
from agents.llm.offline.acting import Step, world_of
from agents.llm.offline.classify import classify
from agents.llm.offline.conversation import Turn
from agents.llm.offline.desk import seed_of
from agents.llm.offline.recipes import Part, parts_of
from agents.llm.offline.writing import synthesize

PLAN, CALL = "write_plan", "call_agent"
_STEPS = {
    "task_agent": "See to the tasks",
    "project_agent": "See to the project",
    "timeline_agent": "See to the milestones",
    "note_agent": "See to the notes",
}


def is_deep(turn: Turn) -> bool:
    return CALL in turn.tools


def deep_step(turn: Turn) -> Step:
    """The conversation is read anew in each turn: what it answers is done, the first thing it does not is next."""
    parts = parts_of(turn.message, world_of(turn)) or _by_kind(turn)
    seed = seed_of(turn)
    if not any(tool == PLAN for tool, _ in turn.called):
        return _call(f"call_{seed}_plan", PLAN, {"steps": [part.step for part in parts]})
    ids = [f"call_{seed}_{place}" for place in range(len(parts))]
    for call_id, part in zip(ids, parts, strict=True):
        if call_id not in turn.replies:
            return _call(call_id, CALL, {"agent": part.agent, "request": part.request})
    return Step(text=synthesize([_told(turn, call_id) for call_id in ids]))


def _by_kind(turn: Turn) -> list[Part]:
    """Each agent takes from the whole message what is its own."""
    names = classify(turn).split(", ")
    return [Part(_STEPS.get(name, "Do what was asked"), name, turn.message) for name in names]


def _told(turn: Turn, call_id: str) -> dict[str, Any]:
    reply = turn.replies[call_id]
    if reply.error:
        return {"response": f"A part of this could not be done: {reply.error}"}
    return reply.value if isinstance(reply.value, dict) else {}


def _call(call_id: str, tool: str, arguments: dict[str, Any]) -> Step:
    return Step((ToolCall(call_id, tool, msgspec.json.encode(arguments).decode()),))
