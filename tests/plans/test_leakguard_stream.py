"""A stream gives out what a scan of the whole gives, however it is cut, and no leak in part."""

from base64 import b64encode
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.leakguard import LeakGuard
from plans.leakguard.stream import TOKEN
from tests.plans.leaks.ordinary import answers
from tests.plans.leaks.rows import Row, leaks, prompts

PROMPTS = prompts()
GUARD = LeakGuard(PROMPTS)
ROWS = [row.text for row in leaks(PROMPTS, each=1, sizes=(60, 120, 240))] + answers()


def streamed(text: str, cuts: list[int]) -> tuple[str, list[object]]:
    stream = GUARD.stream()
    edges = [0, *sorted(cuts), len(text)]
    out = "".join(stream.feed(text[a:b]) for a, b in pairwise(edges))
    return out + stream.flush(), sorted(stream.findings)


@pytest.mark.parametrize("text", ROWS)
def test_one_character_at_a_time(text: str) -> None:
    scan = GUARD.scan(text)
    assert streamed(text, list(range(1, len(text)))) == (scan.text, sorted(scan.findings))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_way_of_cutting(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(ROWS))
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=40))
    scan = GUARD.scan(text)
    assert streamed(text, cuts) == (scan.text, sorted(scan.findings))


@pytest.mark.parametrize("text", ROWS[::7])
def test_two_hundred_splits_of_a_row(text: str) -> None:
    scan = GUARD.scan(text)
    chance = Random(len(text))
    for _ in range(200 * 300 // max(300, len(text))):
        cuts = chance.sample(range(len(text) + 1), chance.randrange(1, 12))
        assert streamed(text, cuts) == (scan.text, sorted(scan.findings))


PIECES = [
    "%",
    "&",
    "&#",
    "\\",
    "\\u",
    "0",
    "59",
    "6f",
    "x",
    ";",
    " ",
    "\n",
    "=",
    "WW91IGFyZSB0",
    "+",
    "3",
    "a",
    "É",
    "You are the task agent of ",
    "```",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.lists(st.integers(0, 200), max_size=30))
def test_odds_and_ends_cut_anywhere(pieces: list[str], cuts: list[int]) -> None:
    text = "".join(pieces)
    scan = GUARD.scan(text)
    assert streamed(text, [cut for cut in cuts if cut <= len(text)]) == (scan.text, sorted(scan.findings))


def test_ordinary_words_come_back_at_once() -> None:
    stream = GUARD.stream()
    for token in ["The", " kick", "off", " is", " on", " Mon", "day", ",", " and", " the", " print", "er", ".\n"]:
        assert stream.feed(token) == token
    assert stream.flush() == ""


def test_an_encoding_is_seen_that_comes_with_the_space_after_it() -> None:
    code = b64encode(PROMPTS[1][:45].encode()).decode()
    assert len(code) < TOKEN
    scan = GUARD.scan(f"It is {code} as you see.")
    assert streamed(f"It is {code} as you see.", [6, 6 + len(code) + 1]) == (scan.text, scan.findings)
    assert scan.findings


@pytest.mark.parametrize("row", leaks(PROMPTS, each=1, sizes=(200,)), ids=lambda row: row.change)
def test_nothing_of_a_leak_goes_out_before_it_is_known_to_be_one(row: Row) -> None:
    whole, stream, out = GUARD.scan(row.text).text, GUARD.stream(), ""
    for i in range(0, len(row.text), 5):
        out += stream.feed(row.text[i : i + 5])
        assert whole.startswith(out)


@pytest.mark.parametrize("sign", [" ", ", ", ":"])
def test_bytes_apart_inside_another_encoding_are_held_from_the_first(sign: str) -> None:
    chance = Random(5)
    for prompt in PROMPTS[:6]:
        for start in (0, 40, 90):
            apart = sign.join(f"{byte:02x}" for byte in prompt[start : start + 60].encode())
            for text in (apart.encode().hex(), b64encode(apart.encode()).decode()):
                scan = GUARD.scan(text)
                for _ in range(12):
                    cuts = sorted(chance.sample(range(len(text)), len(text) // 7))
                    assert streamed(text, cuts) == (scan.text, sorted(scan.findings))
