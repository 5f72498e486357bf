"""Through LiteLLM and without it: one script, the same deltas."""

import asyncio
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from agents.llm import get_llm, litellm_engine
from agents.llm.calls import CallAssembly
from agents.llm.errors import ModelFailed
from agents.llm.messages import Message, Text, ToolCall, ToolFragment, Usage
from tests.agents.llm.world import ASKED, SCRIPTS, TOOL, hear, litellm, wire
from tests.doubles.upstream import Call, Say, Tokens, answer

pytestmark = pytest.mark.usefixtures("_warm")


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
async def test_both_engines_hear_the_same(upstream, script):
    upstream.play(script, script)
    heard = [await hear(make(upstream.url), tools=[TOOL]) for make in (wire, litellm)]
    ours, theirs = ((h.text, h.calls, h.usage, h.error) for h in heard)
    assert ours == theirs


async def test_both_engines_ask_the_same(upstream):
    messages = [
        *ASKED,
        Message("assistant", "", (ToolCall("c1", "create_task", '{"title":"x"}'),)),
        Message("tool", "done", tool_call_id="c1"),
    ]
    for make in (wire, litellm):
        await hear(make(upstream.url, temperature=0.3, max_tokens=99), messages, [TOOL])
    ours, theirs = (request.body for request in upstream.requests)
    for body in (ours, theirs):  # whether no text is null or left out is all the same
        body["messages"] = [{k: v for k, v in m.items() if v is not None} for m in body["messages"]]
    assert theirs == ours


async def test_another_protocol(upstream, monkeypatch):
    """Anthropic's own: what LiteLLM is there for."""
    monkeypatch.setenv("ANTHROPIC_API_BASE", upstream.url.removesuffix("/v1"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-1")
    upstream.play([Say(("I will", " do it.")), Call("create_task", {"title": "x"}, id="c1"), Tokens(7, 5)])
    heard = await hear(get_llm("anthropic/claude-sonnet-4-5"), tools=[TOOL])
    assert heard.error is None
    assert heard.text == "I will do it."
    assembly = CallAssembly()
    for delta in heard.deltas:
        if isinstance(delta, ToolFragment):
            assembly.add(delta)
    assert assembly.calls() == (ToolCall("c1", "create_task", '{"title": "x"}'),)
    assert heard.usage.output_tokens == 5
    assert heard.usage.model == "anthropic/claude-sonnet-4-5"
    (request,) = upstream.requests
    assert (request.path, request.headers["x-api-key"]) == ("/v1/messages", "sk-ant-1")


async def test_closing_the_iterator_closes_the_connection_at_once(upstream):
    stream = litellm(upstream.url, "hang-mid-answer").deltas(ASKED)
    assert isinstance(await anext(stream), Text)
    assert upstream.running == 1
    await stream.aclose()
    assert await upstream.until(lambda server: server.running == 0 and server.aborted == 1)


async def test_a_provider_nobody_knows(upstream):
    heard = await hear(litellm_engine.LiteLLMEngine("nosuch/model"))
    assert isinstance(heard.error, ModelFailed)
    assert not heard.error.retryable


def held_clients() -> list[object]:
    import litellm

    clients = litellm.in_memory_llm_clients_cache.cache_dict.values()
    return [client for client in clients if hasattr(client, "api_key")]


async def test_a_caller_s_key_is_not_kept(upstream, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-server")
    await hear(litellm(upstream.url, key="sk-of-the-caller"))
    assert held_clients() == []
    await hear(litellm(upstream.url, key=""))
    assert [client.api_key for client in held_clients()] == ["sk-of-the-server"]
    assert [request.key for request in upstream.requests] == ["sk-of-the-caller", "sk-of-the-server"]


@pytest.mark.parametrize("model", ["echo", "status-500", "cut", "hang-before-headers", "hang-mid-answer"])
async def test_the_client_of_a_caller_s_key_is_closed_however_it_ends(upstream, monkeypatch, model):
    made = []
    close = litellm_engine._close

    async def closing(clients: list[object]) -> None:
        made.extend(clients)
        await close(clients)

    monkeypatch.setattr(litellm_engine, "_close", closing)
    hearing = asyncio.create_task(hear(litellm(upstream.url, model, key="sk-of-the-caller")))
    if model.startswith("hang"):
        assert await upstream.until(lambda upstream: upstream.running == 1, 20)
        hearing.cancel()
    await asyncio.wait([hearing])
    assert made
    assert all(client.is_closed() for client in made)


async def test_no_prompt_and_no_answer_in_any_log(make, upstream, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    upstream.play(answer("MARKER-ANSWER"), [Say(("MARKER-",))])
    asked = [Message("system", "MARKER-SYSTEM"), Message("user", "MARKER-USER")]
    for model in ("gpt-4o", "status-400", "error-event"):
        await hear(make(upstream.url, model, key="MARKER-KEY"), asked)
    out, err = capfd.readouterr()
    assert "MARKER" not in caplog.text + out + err


def test_it_is_loaded_with_the_first_call_off_the_loop_and_off_the_network():
    code = """
import asyncio, socket, sys, threading
from agents.llm import get_llm, litellm_engine
engine = get_llm("anthropic/claude-sonnet-4-5")
assert "litellm" not in sys.modules
where = []
real = litellm_engine._import
litellm_engine._import = lambda: where.append(threading.current_thread()) or real()
called = []
socket.getaddrinfo = lambda *to, **how: called.append(to) or []
asyncio.run(litellm_engine.load())
import litellm
assert not called, called
assert where[0] is not threading.main_thread()
assert litellm.model_cost
assert "langchain" not in sys.modules
"""
    root = Path(__file__).parents[3]
    offline = {
        "PATH": "",
        "ADIUVA_ENV_FILE": "/dev/null",
        "ADIUVA_VAR_DIR": "/tmp",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=offline, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


async def test_estimates_are_told_from_counts(upstream):
    upstream.play([Say(("Hello",)), Tokens(3, 2)])
    heard = await hear(litellm(upstream.url))
    assert heard.usage == Usage(3, 2)
