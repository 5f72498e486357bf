"""The last net on JSON answers."""

import asyncio
import json

import pytest

from agents.task_agent import TaskAgent
from chat import middleware
from chat.middleware import sanitized
from plans.leakguard import MARK
from plans.prompts import templates

PROMPT = templates.text("tpl_task_agent_default")


@pytest.mark.parametrize(
    "shape", [lambda t: {"detail": t}, lambda t: [[{"a": [1, t]}]], lambda t: {"data": {"x\n": t}}]
)
def test_whatever_made_it_a_prompt_does_not_leave(shape):
    body = json.dumps(shape(f'He said: "{PROMPT}"\n\u2603')).encode()
    clean = sanitized(body)
    assert MARK.encode() in clean
    assert PROMPT[:60] not in json.dumps(json.loads(clean), ensure_ascii=False)


@pytest.mark.parametrize(
    "value",
    [
        {"response": 'Two tasks: "A" and "B\\"".\n', "actions": [], "n": 1.50},
        [],
        "\u0000 and \ud83d\ude00",
        {"embedding": [0.1, 1e-9, -3]},
    ],
)
def test_everything_else_leaves_byte_for_byte(value):
    body = json.dumps(value).encode()
    assert sanitized(body) is body


def test_every_answer_passes_it(signed_in, monkeypatch):
    told = []
    monkeypatch.setattr(middleware, "report", told.extend)
    monkeypatch.setattr(TaskAgent, "description", PROMPT)
    answer = signed_in.get("/agents")
    assert answer.status == 200
    assert MARK in next(agent["description"] for agent in answer.json() if agent["name"] == "task_agent")
    assert PROMPT[:60] not in answer.body.decode()
    assert told


@pytest.mark.parametrize("path", ["/agents", "/agents/models", "/plans/playbook"])
def test_what_the_server_says_of_itself_is_not_a_leak(signed_in, path):
    answer = signed_in.get(path)
    assert answer.status == 200
    assert MARK not in answer.body.decode()


def test_a_large_answer_is_looked_at_beside_the_loop(signed_in, monkeypatch):
    loops = []

    def noting(body):
        loops.append(asyncio._get_running_loop())
        return sanitized(body)

    monkeypatch.setattr(middleware, "sanitized", noting)
    here = signed_in.get("/agents")
    monkeypatch.setattr(middleware, "LARGE", 1)
    beside = signed_in.get("/agents")
    assert here.body == beside.body
    assert loops[0] is not None
    assert loops[1] is None
