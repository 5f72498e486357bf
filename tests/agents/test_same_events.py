"""One conversation, two ways to the same model: OpenAI's protocol by ourselves, and through LiteLLM."""

import asyncio
from dataclasses import dataclass

import pytest

from agents import runs
from agents.events import ActionMade, RunFailed, RunFinished, TextDelta, ToolCallArgs, ToolCallResult, ToolCallStarted
from agents.llm import litellm_engine
from agents.llm.engine import Engine
from agents.registry import registry
from agents.requests import read_chat_request
from tests.agents.llm.world import MAKERS, hear
from tests.doubles.upstream import Call, Calls, Cut, Raw, Say, Status, Tokens, answer

CONTEXT = {"projects": [{"id": "p1", "name": "Apollo"}], "recent_tasks": [{"id": "t1", "title": "Old"}], "now": 1}
TWO_CALLS = Calls(
    (
        Call("create_task", {"title": "Send it", "project_id": "apollo", "priority": "high"}, 0, "call_a"),
        Call("list_tasks", {"search": "old"}, 1, "call_b"),
    )
)
CONVERSATIONS = {
    "text": [answer("task_agent"), answer("Nothing is open today.")],
    "calls at once": [answer("task_agent"), [TWO_CALLS], answer("Made one, found one.")],
    "text before calls": [answer("task_agent"), [Say(("Let me ", "look.")), TWO_CALLS], answer("Done.")],
    "a bad call": [answer("note_agent"), [Call("create_note", "{bad", id="call_a")], answer("Sorry.")],
    "a pipeline": [
        answer("task_agent, note_agent"),
        [Call("create_task", {"title": "A"}, id="call_a")],
        answer("Task made."),
        [Call("create_note", {"title": "N"}, id="call_a")],
        answer("Note made."),
        answer("Both made."),
    ],
    "refused": [answer("task_agent"), [Status(400)]],
    "a key that is not": [[Status(401)]],
    "cut": [answer("task_agent"), [Say(("Half ", "an ")), Raw(b'data: {"choices":[{"del'), Cut()]],
    "usage": [answer("task_agent"), [Say(("Hi",)), Tokens(123, 45)]],
}


@dataclass
class Through:
    """The engines of one way."""

    engine: Engine

    def agent(self, request):
        return self.engine

    def router(self):
        return self.engine


@pytest.fixture(scope="module")
def _warm(model_server):
    async def once():
        await litellm_engine.load()
        await hear(MAKERS["litellm"](model_server.url))

    asyncio.run(once())


@pytest.mark.parametrize("scripts", CONVERSATIONS.values(), ids=CONVERSATIONS)
@pytest.mark.usefixtures("_warm")
async def test_both_ways_give_the_same_events(upstream, caller, scripts):
    ways = []
    for make in MAKERS.values():
        upstream.play(*scripts)
        request = read_chat_request({"message": "Do it", "context": CONTEXT})
        run = await runs.start_chat(
            request, caller=caller, door="test", engines=Through(make(upstream.url)), agents=registry
        )
        ways.append(joined([plain(event) async for _, event in run.listen()]))
    ours, theirs = ways
    assert ours == theirs
    assert len(ours) >= 2


def plain(event):
    """Without what is made anew in each run."""
    name = type(event).__name__
    match event:
        case TextDelta(_, text):
            return name, text
        case ToolCallStarted(_, tool):
            return name, tool
        case ToolCallArgs(_, args):
            return name, args
        case ToolCallResult(_, result):
            return name, without_id(result)
        case ActionMade(action):
            return name, action.type, action.table, without_id(action.data)
        case RunFinished(result, usage):
            return name, result.response, result.agent, len(result.actions), usage.input_tokens, usage.output_tokens
        case RunFailed(problem, response, actions):
            return name, problem.code, response, len(actions)
    return (name,)


def without_id(value):
    return {key: item for key, item in value.items() if key != "id"} if isinstance(value, dict) else value


def joined(events):
    """Where a text was cut into pieces is the network's doing."""
    out = []
    for event in events:
        if event[0] == "TextDelta" and out and out[-1][0] == "TextDelta":
            out[-1] = ("TextDelta", out[-1][1] + event[1])
        else:
            out.append(event)
    return out
