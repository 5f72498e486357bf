import asyncio
import gzip
import json

import pytest
from aiohttp import web

from agents.llm.messages import Message, Text, ToolCall, Usage
from agents.llm.openai_wire import http
from tests.agents.llm.world import TOOL, hear, wire
from tests.doubles.upstream import Call, Calls, Finish, Raw, Say, Status, Tokens, Wait, answer, call


@pytest.fixture
async def aiohttp_double():
    """A server of one handler, in the loop of the test."""
    runners = []

    async def serve(handler) -> str:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", handler)
        runners.append(runner := web.AppRunner(app))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}/v1"

    yield serve
    for runner in runners:
        await runner.cleanup()


def event(**delta: object) -> bytes:
    chunk = {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


async def test_text_and_usage(upstream):
    upstream.play(answer("All is well.", tokens=Tokens(11, 4)))
    heard = await hear(wire(upstream.url))
    assert heard.text == "All is well."
    assert heard.deltas[-1] == Usage(11, 4)


async def test_tokens_are_passed_on_one_by_one(upstream):
    upstream.play([Say(("a", "b", "c"), every=0.05)])
    heard = await hear(wire(upstream.url))
    assert heard.deltas[:3] == [Text("a"), Text("b"), Text("c")]


async def test_what_arrives_together_is_one_delta(upstream):
    upstream.play([Wait(0.05), Say(tuple("abcdef"), together=True)])
    heard = await hear(wire(upstream.url))
    texts = [d for d in heard.deltas if isinstance(d, Text)]
    assert texts == [Text("abcdef")]


async def test_what_is_asked(upstream):
    messages = [
        Message("system", "Be kind."),
        Message("user", "Do it"),
        Message("assistant", "", (ToolCall("c1", "create_task", '{"title":"x"}'),)),
        Message("tool", "done", tool_call_id="c1"),
    ]
    await hear(wire(upstream.url, key="sk-mine"), messages, [TOOL])
    (request,) = upstream.requests
    assert request.key == "sk-mine"
    assert request.body == {
        "model": "gpt-4o",
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0,
        "messages": [
            {"role": "system", "content": "Be kind."},
            {"role": "user", "content": "Do it"},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {"id": "c1", "type": "function", "function": {"name": "create_task", "arguments": '{"title":"x"}'}}
                ],
            },
            {"role": "tool", "content": "done", "tool_call_id": "c1"},
        ],
        "tools": [
            {
                "type": "function",
                "function": {"name": TOOL.name, "description": TOOL.description, "parameters": TOOL.parameters},
            }
        ],
    }


async def test_models_that_think_get_no_temperature(upstream):
    await hear(wire(upstream.url, "gpt-5-mini", max_tokens=50))
    await hear(wire(upstream.url, "gpt-4o", max_tokens=50, temperature=0.7, asks_for_usage=False))
    thinking, plain = (request.body for request in upstream.requests)
    assert "temperature" not in thinking
    assert thinking["max_completion_tokens"] == 50
    assert (plain["temperature"], plain["max_tokens"]) == (0.7, 50)
    assert "stream_options" not in plain


async def test_a_tool_call_comes_in_fragments(upstream):
    upstream.play(call("create_task", {"title": "Send the invoice"}, id="c1", fragments=5))
    heard = await hear(wire(upstream.url), tools=[TOOL])
    assert heard.calls == {0: ("c1", "create_task", '{"title": "Send the invoice"}')}


async def test_parallel_calls_are_kept_apart(upstream):
    upstream.play([Calls((Call("a", {"x": 1}, 0, "c1"), Call("b", {"yyy": "zzzz"}, 1, "c2")))])
    heard = await hear(wire(upstream.url))
    assert heard.calls == {0: ("c1", "a", '{"x": 1}'), 1: ("c2", "b", '{"yyy": "zzzz"}')}


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([{"index": 0, "id": "c1"}, {"index": 0, "id": "c2"}], id="one index for all"),
        pytest.param([{"id": "c1"}, {"id": "c2"}], id="no index"),
        pytest.param([{"index": 3, "id": "c1"}, {"index": 7, "id": "c2"}], id="gaps"),
    ],
)
async def test_whole_calls_of_careless_servers(upstream, pieces):
    named = [p | {"function": {"name": f"f{n}", "arguments": {"n": n}}} for n, p in enumerate(pieces)]
    upstream.play([Raw(event(tool_calls=[named[0]])), Raw(event(tool_calls=[named[1]])), Finish("tool_calls")])
    heard = await hear(wire(upstream.url))
    assert heard.calls == {0: ("c1", "f0", '{"n":0}'), 1: ("c2", "f1", '{"n":1}')}


async def test_ids_and_names_said_again_count_once(upstream):
    again = {"index": 0, "id": "c1", "function": {"name": "f", "arguments": "{}"}}
    upstream.play([Call("f", {"title": "abc"}, 0, "c1", extra={"id": "c1"})])
    upstream.play([Raw(event(tool_calls=[again])), Raw(event(tool_calls=[again])), Finish("tool_calls")])
    assert (await hear(wire(upstream.url))).calls == {0: ("c1", "f", '{"title": "abc"}')}
    assert (await hear(wire(upstream.url))).calls == {0: ("c1", "f", "{}{}")}


async def test_a_call_without_an_id_gets_one(upstream):
    upstream.play([Raw(event(tool_calls=[{"index": 0, "function": {"name": "f", "arguments": "{}"}}])), Finish("stop")])
    ((id_, name, arguments),) = (await hear(wire(upstream.url))).calls.values()
    assert (id_[:5], name, arguments) == ("call_", "f", "{}")


async def test_content_in_parts_and_thoughts(upstream):
    thought = {"type": "thinking", "thinking": [{"type": "text", "text": "hm"}]}
    upstream.play([Raw(event(reasoning_content="hm")), Raw(event(content=[thought, {"type": "text", "text": "Yes."}]))])
    assert (await hear(wire(upstream.url))).text == "Yes."


async def test_connections_are_used_again(upstream):
    engine = wire(upstream.url)
    for _ in range(3):
        await hear(engine)
    assert len({request.port for request in upstream.requests}) == 1


async def test_closing_the_iterator_closes_the_connection_at_once(upstream):
    stream = wire(upstream.url, "hang-mid-answer").deltas([Message("user", "Hi")])
    assert isinstance(await anext(stream), Text)
    assert upstream.running == 1
    await stream.aclose()
    assert await upstream.until(lambda server: server.running == 0 and server.aborted == 1)


async def test_embeddings(upstream):
    vectors, tokens = await wire(upstream.url, "text-embedding-3-small").embed(["one two", "three"])
    assert [len(v) for v in vectors] == [1536, 1536]
    assert vectors[0] != vectors[1]
    assert tokens == 3
    assert upstream.requests[0].body["dimensions"] == 1536


async def test_a_packed_answer_is_unpacked(aiohttp_double):
    async def packed(request):
        body = gzip.compress(event(content="Well packed") + b"data: [DONE]\n\n")
        return web.Response(body=body, headers={"Content-Encoding": "gzip", "Content-Type": "text/event-stream"})

    heard = await hear(wire(await aiohttp_double(packed)))
    assert heard.text == "Well packed"


async def test_a_redirect_is_not_followed_with_the_key(aiohttp_double, upstream):
    async def elsewhere(request):
        raise web.HTTPTemporaryRedirect(f"{upstream.url}/chat/completions")

    heard = await hear(wire(await aiohttp_double(elsewhere)))
    assert heard.error.code == "model_failed"
    assert upstream.requests == []


@pytest.fixture
def environment(monkeypatch):
    """Looked at once in a process; here once more before and after."""
    http.proxy_of.cache_clear()
    yield monkeypatch
    http.proxy_of.cache_clear()


async def test_a_proxy_of_the_environment_is_used(upstream, environment):
    environment.setenv("http_proxy", upstream.url.removesuffix("/v1"))
    environment.setenv("no_proxy", "")
    upstream.play(answer("By proxy"))
    heard = await hear(wire("http://models.example/v1"))
    assert heard.text == "By proxy"
    assert upstream.requests[0].headers["host"] == "models.example"


async def test_cookies_of_a_provider_are_not_sent_back(upstream):
    upstream.play([Status(429, {"Set-Cookie": "who=someone; Path=/"})])
    engine = wire(upstream.url)
    await hear(engine)
    await hear(engine)
    assert [request.headers.get("cookie") for request in upstream.requests] == [None, None]


async def test_many_at_once_share_no_words(upstream):
    upstream.playbook = lambda request: answer(request.last("user"), every=0.001)
    asked = [f"question number {n} of many" for n in range(60)]
    heard = await asyncio.gather(*(hear(wire(upstream.url), [Message("user", text)]) for text in asked))
    assert [h.text for h in heard] == asked
