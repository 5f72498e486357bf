"""Which agents a message needs, in the order of the work."""

from typing import Any

from agents.llm.offline.acting import world_of
from agents.llm.offline.conversation import Turn
from agents.llm.offline.kinds import kind_of
from agents.llm.offline.names import stems
from agents.llm.offline.recipes import parts_of
from agents.llm.offline.requests import TALK, Request
from agents.llm.offline.tables import words
from agents.llm.offline.understanding import understand_reply
from agents.llm.offline.world import ProjectRef, World, distinct, records

AGENTS = {"task": "task_agent", "project": "project_agent", "timeline": "timeline_agent", "note": "note_agent"}
DEEP = "deep_agent"
FALLBACK = "task_agent"
_PLAIN_WORDS = words("agent and the of to for with user a in or my it own help that")


def classify(turn: Turn) -> str:
    offered = [agent for agent in records(turn.blocks, "agents") if isinstance(agent.get("name"), str)]
    names = [str(agent["name"]) for agent in offered]
    world = world_of(turn)
    requests = understand_reply(turn.message, turn.history, world)
    if DEEP in names and parts_of(turn.message, world):
        return DEEP
    own = _own_agent(
        turn.message, [agent for agent in offered if agent["name"] not in (*AGENTS.values(), DEEP)], requests
    )
    if own:
        return own
    kinds = [kind_of(request, world) for request in requests if request.act not in TALK]
    chosen = distinct(AGENTS[kind] for kind in kinds if kind in AGENTS and AGENTS[kind] in names)
    if _are_unknown(turn) and any(_is_open(request, world) for request in requests):
        return ""
    if chosen:
        return ", ".join(chosen)
    return FALLBACK if FALLBACK in names or not names else names[0]


def _is_open(request: Request, world: World) -> bool:
    """With the records' names it may turn out to be something else."""
    project = request.fields.get("project")
    onto = request.guess and isinstance(project, ProjectRef) and not project.id
    return request.act not in TALK and (onto or not kind_of(request, world))


def _are_unknown(turn: Turn) -> bool:
    """The request brought no records: with their names the message may become clear."""
    told = turn.blocks.get("records")
    return isinstance(told, dict) and not any(told.values())


def _spoken(name: str) -> str:
    return name.casefold().replace("_", " ").replace("-", " ")


def _own_agent(message: str, own: list[dict[str, Any]], requests: list[Request]) -> str:
    """An agent that is not one of ours, when the message says its name or much of what it is for."""
    said = set(stems(message))
    low = message.casefold()
    clear = any(request.act in ("create", "update", "delete") and request.target.kind for request in requests)
    best, most = "", 0.0
    for agent in own:
        name = str(agent["name"])
        words = [word for word in stems(name.replace("_", " ").replace("-", " ")) if word not in _PLAIN_WORDS]
        if _spoken(name) in low or (not clear and words and all(word in said for word in words)):
            score = 3.0 + len(words)
        else:
            purpose = {
                word
                for word in stems(str(agent.get("description") or ""))
                if word not in _PLAIN_WORDS and len(word) > 3
            }
            score = len(purpose & said) * (0.5 if clear else 1.0)
        if score > most:
            best, most = name, score
    known = any(request.act not in ("unknown",) for request in requests)
    return best if most >= (2.0 if known else 1.0) else ""
