from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.llm.openai_wire.sse import EventStream

STREAMS = {
    "plain": (b'data: {"a":1}\n\ndata: {"b":2}\n\n', [b'{"a":1}', b'{"b":2}']),
    "crlf": (b"data: one\r\n\r\ndata: two\r\n\r\n", [b"one", b"two"]),
    "cr": (b"data: one\r\rdata: two\r\r", [b"one", b"two"]),
    "no space": (b"data:one\n\ndata:  two\n\n", [b"one", b" two"]),
    "comments": (b": OPENROUTER PROCESSING\n\n:\n\ndata: one\n: inside\n\n", [b"one"]),
    "other fields": (b"event: error\nid: 7\nretry: 10\ndata: one\n\n", [b"one"]),
    "several lines": (b"data: {\ndata: }\n\n", [b"{\n}"]),
    "blank lines": (b"\n\n\ndata: one\n\n\n\ndata: two\n\n", [b"one", b"two"]),
    "empty data": (b"data:\n\ndata: one\n\n", [b"", b"one"]),
    "no end": (b"data: one\n\ndata: [DONE]", [b"one", b"[DONE]"]),
    "umlauts": ("data: ü→😀\n\n".encode(), ["ü→😀".encode()]),
}


def parsed(*pieces: bytes) -> list[bytes]:
    stream = EventStream()
    return [event for piece in pieces for event in stream.feed(piece)] + stream.flush()


@pytest.mark.parametrize(("raw", "events"), STREAMS.values(), ids=STREAMS)
def test_every_cut_gives_the_same_events(raw, events):
    assert parsed(raw) == events
    for first in range(len(raw) + 1):
        for second in range(first, len(raw) + 1):
            assert parsed(raw[:first], raw[first:second], raw[second:]) == events
    assert parsed(*(bytes([byte]) for byte in raw)) == events


@given(st.lists(st.text(min_size=1).map(lambda t: t.replace("\n", " ").replace("\r", " ").encode())), st.data())
def test_any_text_survives_any_cut(payloads, data):
    raw = b"".join(b"data: " + payload + b"\n\n" for payload in payloads)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    edges = [0, *cuts, len(raw)]
    assert parsed(*(raw[a:b] for a, b in pairwise(edges))) == payloads


def test_an_event_is_given_as_soon_as_it_is_whole():
    stream = EventStream()
    assert stream.feed(b"data: one\n") == []
    assert stream.feed(b"\nda") == [b"one"]
    assert stream.feed(b"ta: two\n\n") == [b"two"]
    assert stream.flush() == []
