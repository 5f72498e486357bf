import math
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.llm.offline import OfflineEngine
from agents.llm.offline.embed import SIZE, embed


def near(a, b):
    return sum(x * y for x, y in zip(embed(a), embed(b), strict=True))


@pytest.mark.parametrize("text", ["", " ", "!?", "hello", "日本語", "\ud800", "a" * 50_000])
def test_every_text_has_a_unit_vector(text):
    vector = embed(text)
    assert len(vector) == SIZE == 1536
    assert math.isclose(math.fsum(x * x for x in vector), 1.0, rel_tol=1e-9)


@given(st.text(max_size=200))
def test_the_same_text_has_the_same_vector(text):
    assert embed(text) == embed(text)


def test_another_process_gives_the_same():
    code = (
        "from agents.llm.offline.embed import embed; print(sum(i * x for i, x in enumerate(embed('send the invoice'))))"
    )
    env = {"PYTHONHASHSEED": "7", "PATH": "", "DJANGO_SETTINGS_MODULE": "adiuva.settings"}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout
    assert float(said) == sum(i * x for i, x in enumerate(embed("send the invoice")))


@pytest.mark.parametrize(
    ("text", "nearer", "farther"),
    [
        ("send the invoice to ACME", "the ACME invoice was sent", "book flights to Rome"),
        ("project kickoff meeting", "kickoff", "electricity bill"),
        ("invoices", "invoice", "kayaking"),
        ("designing the homepage", "homepage design", "tax return"),
        ("authentication bug", "authenticate users", "cooking class"),
        ("Quarterly Report", "quarterly report!", "weekly report"),
    ],
)
def test_shared_words_and_parts_bring_texts_near(text, nearer, farther):
    assert near(text, nearer) > near(text, farther) + 0.1


def test_strangers_are_far_apart():
    texts = ["buy milk", "launch the rocket", "quarterly tax", "paint fence", "call grandma", "database index"]
    pairs = [abs(near(a, b)) for i, a in enumerate(texts) for b in texts[:i]]
    assert max(pairs) < 0.15


async def test_the_engine_embeds_many_and_counts():
    vectors, tokens = await OfflineEngine().embed(["one", "two words"])
    assert [len(v) for v in vectors] == [1536, 1536]
    assert tokens > 0


def test_a_long_text_takes_no_long():
    text = " ".join(f"word{n % 900} and more" for n in range(8_000))
    began = time.perf_counter()
    embed(text)
    assert time.perf_counter() - began < 1.0
