"""Every way a provider can fail, over real HTTP."""

import asyncio
import socket
from collections.abc import Callable, Iterator

import pytest

from agents.llm.errors import ModelError, ModelFailed, ModelRefused, ModelTimeout
from agents.llm.messages import Text, Usage
from agents.llm.resilient import Patience, ResilientEngine
from tests.agents.llm.world import ASKED, hear
from tests.doubles.upstream import (
    SECRET_OF_THE_PROVIDER,
    Call,
    Cut,
    ErrorEvent,
    Hang,
    Open,
    Raw,
    Say,
    Script,
    Status,
    Tokens,
    Wait,
    answer,
)

QUICK = Patience(first_token=1.5, next_token=0.2, tries=3, pause=0.01, longest_pause=0.3)
FAILURES: dict[str, tuple[Script, type[ModelError]]] = {
    "429": ([Status(429)], ModelFailed),
    "500": ([Status(500)], ModelFailed),
    "503": ([Status(503)], ModelFailed),
    "529": ([Status(529)], ModelFailed),
    "408": ([Status(408)], ModelTimeout),
    "cut before headers": ([Cut()], ModelFailed),
    "cut before a token": ([Open(), Cut()], ModelFailed),
    "garbage": ([Raw(b"data: {not json\n\n")], ModelFailed),
    "error event": ([Open(), ErrorEvent({"message": SECRET_OF_THE_PROVIDER})], ModelFailed),
}
FINAL: dict[str, tuple[Script, type[ModelError]]] = {
    "400": ([Status(400)], ModelRefused),
    "context length": ([Status(400, error={"code": "context_length_exceeded"})], ModelRefused),
    "bad key": ([Status(401)], ModelFailed),
    "no such model": ([Status(404)], ModelFailed),
    "no money": ([Status(429, error={"code": "insufficient_quota"})], ModelFailed),
    "come back in an hour": ([Status(429, {"Retry-After": "3600"})], ModelFailed),
    "hangs before headers": ([Hang()], ModelTimeout),
    "hangs before a token": ([Open(), Hang()], ModelTimeout),
}


@pytest.fixture
def engine(make, upstream) -> Callable[..., ResilientEngine]:
    def engine(*, fallback: str = "", patience: Patience = QUICK) -> ResilientEngine:
        other = make(upstream.url, fallback, key="sk-other") if fallback else None
        return ResilientEngine(make(upstream.url), patience=patience, fallback=other)

    return engine


@pytest.mark.parametrize(("script", "kind"), FAILURES.values(), ids=FAILURES)
async def test_failures_before_the_first_token_are_tried_again(engine, upstream, script, kind):
    upstream.play(script, script, answer("At last"))
    heard = await hear(engine())
    assert (heard.text, heard.error) == ("At last", None)
    assert len(upstream.requests) == 3


@pytest.mark.parametrize(("script", "kind"), FAILURES.values(), ids=FAILURES)
async def test_three_tries_and_no_word_of_the_provider(engine, upstream, script, kind):
    upstream.play(script, script, script, answer("too late"))
    heard = await hear(engine())
    assert isinstance(heard.error, kind)
    assert heard.deltas == []
    assert len(upstream.requests) == 3
    assert SECRET_OF_THE_PROVIDER not in f"{heard.error} {heard.error!r} {heard.error.body()} {vars(heard.error)}"


@pytest.mark.parametrize(("script", "kind"), FINAL.values(), ids=FINAL)
async def test_what_is_not_tried_again(engine, upstream, script, kind):
    upstream.play(script, answer("never asked"))
    heard = await hear(engine())
    assert isinstance(heard.error, kind)
    assert len(upstream.requests) == 1


@pytest.mark.parametrize("name", [*FAILURES, *FINAL])
async def test_the_fallback_answers_unless_the_model_refused(engine, upstream, name):
    script, kind = (FAILURES | FINAL)[name]
    upstream.playbook = lambda request: script if request.model == "gpt-4o" else answer("I can", tokens=Tokens(3, 2))
    heard = await hear(engine(fallback="other-model"))
    if kind is ModelRefused:
        assert isinstance(heard.error, ModelRefused)
    else:
        assert heard.text == "I can"
        assert heard.usage == Usage(3, 2, model=heard.usage.model)
        assert heard.usage.model.endswith("other-model")
        assert upstream.requests[-1].key == "sk-other"


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ([Say(("Half ", "an ")), Hang()], ModelTimeout),
        ([Say(("Half ", "an ")), Raw(b'data: {"choi'), Cut()], ModelFailed),
        ([Say(("Half ", "an ")), Raw(b"data: nonsense\n\n")], ModelFailed),
        ([Say(("Half ", "an ")), ErrorEvent({"code": 500, "message": SECRET_OF_THE_PROVIDER})], ModelFailed),
    ],
    ids=["hangs", "cut", "garbage", "error event"],
)
async def test_after_the_first_token_nothing_is_tried_again(engine, upstream, script, kind):
    upstream.play(script, answer("again"))
    heard = await hear(engine(fallback="other-model"))
    assert heard.text == "Half an "
    assert isinstance(heard.error, kind)
    assert heard.usage is not None
    assert heard.usage.estimated
    assert heard.usage.output_tokens == 2
    assert len(upstream.requests) == 1


async def test_a_call_that_began_is_not_tried_again(engine, upstream):
    upstream.play([Call("f", {"title": "long enough"}, id="c"), Cut()], answer("again"))
    heard = await hear(engine())
    assert heard.calls
    assert isinstance(heard.error, ModelFailed)
    assert len(upstream.requests) == 1


async def test_a_silent_provider_loses_its_connection(engine, upstream):
    upstream.play([Say(("Half ",)), Hang()])
    await hear(engine())
    assert await upstream.until(lambda server: server.running == 0 and server.aborted == 1)


async def test_a_stream_left_early_closes_the_connection(engine, upstream):
    upstream.play([Say(("Half ",)), Hang()])
    stream = engine().deltas(ASKED)
    await anext(stream)
    await stream.aclose()
    assert await upstream.until(lambda server: server.running == 0 and server.aborted == 1)


async def test_a_stream_left_before_its_first_word_closes_the_connection(engine, upstream):
    upstream.play([Open(), Hang()])
    first = asyncio.ensure_future(anext(engine(patience=Patience()).deltas(ASKED)))
    assert await upstream.until(lambda server: server.running == 1)
    first.cancel()
    assert await upstream.until(lambda server: server.running == 0 and server.aborted == 1)


@pytest.fixture
def deaf() -> Iterator[str]:
    """A server whose queue is full: nobody ever gets a connection."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        waiting = []
        for _ in range(4):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(server.getsockname())
            waiting.append(client)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"
        for client in waiting:
            client.close()


async def test_no_connection_in_time(make, deaf, upstream):
    hopeless = make(deaf, connect_timeout=0.1)
    heard = await hear(ResilientEngine(hopeless, patience=QUICK))
    assert isinstance(heard.error, ModelTimeout)
    assert heard.error.retryable
    heard = await hear(ResilientEngine(hopeless, patience=QUICK, fallback=make(upstream.url)))
    assert heard.error is None


async def test_a_refused_connection_is_a_failure(make, unused_tcp_port, upstream):
    closed = make(f"http://127.0.0.1:{unused_tcp_port}/v1")
    heard = await hear(ResilientEngine(closed, patience=QUICK))
    assert isinstance(heard.error, ModelFailed)
    heard = await hear(ResilientEngine(closed, patience=QUICK, fallback=make(upstream.url)))
    assert heard.error is None


async def test_retry_after_is_honoured(engine, upstream):
    upstream.play([Status(429, {"Retry-After": "0.25"})], answer("Now"))
    loop = asyncio.get_running_loop()
    asked = loop.time()
    heard = await hear(engine())
    assert heard.text == "Now"
    assert loop.time() - asked >= 0.25


@pytest.mark.parametrize("attempt", [1, 2])
def test_pauses_grow_and_are_jittered(attempt):
    error = ModelFailed("m", "x", retryable=True)
    pauses = {QUICK.before(attempt, error) for _ in range(50)}
    low, high = 0.01 * 2 ** (attempt - 1) * 0.5, 0.01 * 2 ** (attempt - 1) * 1.5
    assert len(pauses) > 10
    assert all(low <= pause <= high for pause in pauses if pause)


async def test_usage_is_estimated_where_nobody_counts(engine, upstream):
    upstream.play([Say(("x" * 40,)), Tokens(None)])
    heard = await hear(engine())
    characters = sum(len(message.content) for message in ASKED)
    assert heard.usage == Usage(-(-characters // 4) + 8, 10, estimated=True, model=heard.usage.model)


async def test_a_slow_listener_is_no_silent_provider(engine, upstream):
    upstream.play([Say(("a", "b"), every=0.01)])
    heard = []
    async for delta in engine().deltas(ASKED):
        heard.append(delta)
        await asyncio.sleep(0.4)
    assert Text("b") in heard or Text("ab") in heard


async def test_a_slow_model_is_no_silent_provider(engine, upstream):
    upstream.play([Say(tuple("abcdef"), every=0.12)])
    heard = await hear(engine())
    assert (heard.text, heard.error) == ("abcdef", None)


async def test_thoughts_keep_the_model_alive(engine, upstream):
    thought = b'data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}\n\n'
    upstream.play([step for _ in range(4) for step in (Raw(thought), Wait(0.15))] + [Say(("Yes",))])
    heard = await hear(engine())
    assert (heard.text, heard.error) == ("Yes", None)


async def test_a_cancelled_listener_is_cancelled_not_timed_out(engine, upstream):
    upstream.play([Say(("a",)), Hang()])
    patient = Patience(first_token=5, next_token=5)
    task = asyncio.create_task(hear(engine(patience=patient)))
    await upstream.until(lambda server: server.running == 1)
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await upstream.until(lambda server: server.running == 0 and server.aborted == 1)


async def test_a_task_that_lived_through_a_silence_can_go_on(engine, upstream):
    upstream.play([Say(("a",)), Hang()], answer("well"))
    await hear(engine())
    assert asyncio.current_task().cancelling() == 0
    async with asyncio.timeout(5):
        assert (await hear(engine())).text == "well"


async def test_vectors_come_in_batches(engine, upstream):
    vectors, tokens = await engine(patience=Patience()).embed(["a word"] * 300)
    assert (len(vectors), tokens) == (300, 600)
    assert [len(request.body["input"]) for request in upstream.requests] == [128, 128, 44]


async def test_vectors_of_another_length_are_a_failure(engine, upstream):
    upstream.vector_length = 8
    with pytest.raises(ModelFailed) as caught:
        await engine().embed(["one"])
    assert "1536" in caught.value.reason


async def test_vectors_are_tried_again(engine, upstream):
    upstream.play([Status(500)], [Status(429)])
    vectors, _ = await engine().embed(["one"])
    assert len(vectors) == 1
