import json

import pytest

from agents.llm.errors import ModelError, ModelFailed, ModelRefused
from agents.llm.messages import Delta, Text, ToolFragment, Usage
from agents.llm.openai_wire.answer import Answer


def event(finish: str | None = None, usage: object = None, **delta: object) -> bytes:
    chunk = {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}], "usage": usage}
    return b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\n\n"


WHOLE = (
    event(role="assistant", content="")
    + event(content="Grüße, ")
    + event(content="you 😀")
    + event(tool_calls=[{"index": 0, "id": "c1", "function": {"name": "f", "arguments": '{"a"'}}])
    + event(tool_calls=[{"index": 0, "function": {"arguments": ": 1}"}}])
    + event(finish="tool_calls")
    + b'data: {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":7}}\n\ndata: [DONE]\n\n'
)


def read(*pieces: bytes) -> list[Delta]:
    answer = Answer("m")
    return [delta for piece in pieces for delta in answer.feed(piece)] + answer.end()


def told(deltas: list[Delta]) -> tuple[str, str, list[Delta]]:
    text = "".join(d.text for d in deltas if isinstance(d, Text))
    arguments = "".join(d.arguments for d in deltas if isinstance(d, ToolFragment))
    return text, arguments, [d for d in deltas if isinstance(d, Usage)]


def error_of(*pieces: bytes) -> ModelError:
    with pytest.raises(ModelError) as caught:
        read(*pieces)
    return caught.value


def test_every_cut_tells_the_same():
    for cut in range(len(WHOLE) + 1):
        assert told(read(WHOLE[:cut], WHOLE[cut:])) == ("Grüße, you 😀", '{"a": 1}', [Usage(5, 7)])


def test_what_was_read_at_once_is_told_at_once_and_in_order():
    assert read(WHOLE) == [
        Text("Grüße, you 😀"),
        ToolFragment(0, "c1", "f", '{"a"'),
        ToolFragment(0, "", "", ": 1}"),
        Usage(5, 7),
    ]


def test_text_after_a_call_stays_after_it():
    raw = event(content="a", tool_calls=[{"index": 0, "id": "c", "function": {"name": "f"}}]) + event(content="b")
    assert read(raw, event(finish="stop")) == [Text("a"), ToolFragment(0, "c", "f", ""), Text("b")]


@pytest.mark.parametrize("end", [b"data: [DONE]", b"data: [DONE]\n\n", event(finish="stop"), event(finish="length")])
def test_ways_to_end(end):
    assert told(read(event(content="x"), end))[0] == "x"


@pytest.mark.parametrize("cut", [b"", event(content="x"), event(content="x") + b'data: {"choices":[{"del'])
def test_no_end_is_a_cut(cut):
    error = error_of(cut)
    assert isinstance(error, ModelFailed)
    assert error.retryable


@pytest.mark.parametrize("garbage", [b"data: {nonsense\n\n", b"data: [1,2]\n\n", b'data: {"choices": 7}\n\n'])
def test_garbage(garbage):
    error = error_of(event(content="x"), garbage)
    assert isinstance(error, ModelFailed)
    assert error.reason == "malformed answer"


def test_an_error_in_the_stream_keeps_what_came_before_it():
    answer = Answer("m")
    raw = event(content="Half") + b'data: {"error":{"message":"secret","code":502}}\n\n'
    assert answer.feed(raw) == [Text("Half")]
    assert answer.over
    with pytest.raises(ModelFailed) as caught:
        answer.end()
    assert caught.value.status == 502
    assert "secret" not in f"{caught.value} {caught.value.body()} {caught.value.args}"


@pytest.mark.parametrize(
    ("error", "kind", "retryable"),
    [
        ({"code": "context_length_exceeded"}, ModelRefused, False),
        ({"code": 400, "message": "x"}, ModelRefused, False),
        ({"code": "insufficient_quota", "status": 429}, ModelFailed, False),
        ({"type": "server_error"}, ModelFailed, True),
        ("overloaded", ModelFailed, True),
    ],
)
def test_errors_in_the_stream(error, kind, retryable):
    failure = error_of(b"event: error\ndata: " + json.dumps({"error": error}).encode() + b"\n\n")
    assert isinstance(failure, kind)
    assert failure.retryable is retryable


def test_a_content_filter_is_a_refusal():
    assert isinstance(error_of(event(content="x"), event(finish="content_filter")), ModelRefused)


def test_thoughts_are_no_text_but_a_sign_of_life():
    assert Answer("m").feed(event(reasoning_content="hm")) == [Text("")]
