"""Machinery that is never completed, and what else may stand in pieces, is judged alike however it is cut."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.leakguard import LeakGuard
from plans.leakguard.findings import Finding
from tests.plans.leaks.machinery import LEAKS, LOOKALIKES
from tests.plans.leaks.pieces import BROKEN_OFF, PIECES
from tests.plans.leaks.rows import leaks, prompts

PROMPTS = prompts()
GUARD = LeakGuard(PROMPTS)
SENTENCES = [sentence for prompt in PROMPTS[:8] for sentence in prompt.split(". ")[:8]]
ALL = " ".join(" ".join(PROMPTS).split())
JOINTS = [" ", "\n", ". ", "qxz", " and then we ate ", " something else, entirely: 2 "]
LONG = [text for text, _ in LEAKS] + LOOKALIKES + [row.text for row in leaks(PROMPTS, each=1, sizes=(60,))] + SENTENCES


def streamed(text: str, cuts: list[int]) -> tuple[str, list[Finding]]:
    stream = GUARD.stream()
    out = "".join(stream.feed(text[start:end]) for start, end in pairwise([0, *cuts, len(text)]))
    return out + stream.flush(), sorted(stream.findings)


def in_steps(text: str, size: int) -> tuple[str, list[Finding]]:
    return streamed(text, list(range(size, len(text), size)))


def assert_cut_as_one(text: str, cuts: list[int]) -> None:
    scan = GUARD.scan(text)
    whole = scan.text, sorted(scan.findings)
    assert all(finding.start < finding.end for finding in scan.findings)
    assert streamed(text, list(range(1, len(text)))) == whole
    assert streamed(text, cuts) == whole


def some_cuts(text: str, chance: Random) -> list[int]:
    return sorted(chance.sample(range(len(text) + 1), chance.randrange(min(len(text), 40))))


@st.composite
def fragments(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(LONG))
    start = draw(st.integers(0, len(text) - 1))
    return text[start : start + draw(st.integers(1, 120))]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(*[st.sampled_from(PIECES)] * 4, fragments()), min_size=1, max_size=24), st.randoms())
def test_mixtures(pieces: list[str], chance: Random) -> None:
    text = "".join(pieces)
    assert_cut_as_one(text, some_cuts(text, chance) if text else [])


@settings(max_examples=120, deadline=None)
@given(st.integers(2, 60), st.integers(1, 40), st.sampled_from(JOINTS), st.randoms())
def test_much_that_comes_near_a_prompt(size: int, different: int, joint: str, chance: Random) -> None:
    """As much as is read in one go, where most is told without a close look."""
    pieces = [ALL[start : start + size] for start in chance.choices(range(len(ALL)), k=different)]
    text = joint.join(chance.choices(pieces, k=40))
    assert_cut_as_one(text, some_cuts(text, chance))


FRUIT = ["apple", "kiwi", "plum", "fig", "mango", "quince", "olive", "lemon"]


def words(chance: Random, count: int) -> str:
    return " ".join(chance.choices(FRUIT, k=count))


def test_pieces_that_add_up_only_with_the_last_of_them() -> None:
    chance = Random(11)
    for _ in range(400):
        size, again = chance.randrange(14, 26), chance.randrange(3, 11)
        first, second = chance.sample(range(len(ALL) - 60), k=2)
        third = second + size - again
        near = (ALL[first : first + chance.randrange(24, 36)], ALL[second : second + size])
        rest = ALL[third : third + again + chance.randrange(6, 20)]
        text = " ".join([words(chance, 50), near[0], "kiwi", near[1], words(chance, 1), rest, words(chance, 50)])
        scan = GUARD.scan(text)
        for step in (7, 65):
            assert in_steps(text, step) == (scan.text, sorted(scan.findings))


IN_THE_MIDST = [
    "z 6c6c79616e 6472657475 726e746f74 6865746173 6b61746861 6e64 z",
    f"It says {' thë deep agent of Adiuva, call'.encode().hex()} zz and that is all.",
    f"It is {PROMPTS[1][:45].encode().hex()} as you see.",
]


ONCE_CUT_WRONG = [
    "7\u200d96f752772652061646d6967617465207461736b73206167656e74",
    "asdewhichagentshouldhandingandreporkiwandreport whatenotebecauseupdat",
    "3n7\r\n\xad'r  g seven days and the three open tasks with",
    "MRqboTSFJqnHqFTE ==QPNhVYzJ0QhBDbyQ2ZBhFZn10MhpnRHR2ZzJjY2hXRJRXQ5J2aClmYo50RJFVW",
]


@pytest.mark.parametrize("text", ONCE_CUT_WRONG, ids=range(len(ONCE_CUT_WRONG)))
def test_what_was_once_judged_by_its_cuts(text: str) -> None:
    for start in range(8):
        assert_cut_as_one("x" * start + text, [5, 9, 21])


@pytest.mark.parametrize("text", IN_THE_MIDST, ids=range(len(IN_THE_MIDST)))
def test_hex_that_is_complete_in_the_midst_of_a_token(text: str) -> None:
    scan = GUARD.scan(text)
    assert scan.findings
    for step in (1, 7, 40, 63, 64):
        assert in_steps(text, step) == (scan.text, scan.findings)


@pytest.mark.parametrize("before", ["", "Hello. ", "one two three four\n" * 9], ids=["first", "soon", "late"])
@pytest.mark.parametrize("text", BROKEN_OFF, ids=range(len(BROKEN_OFF)))
def test_what_is_never_completed(text: str, before: str) -> None:
    text = before + text
    chance = Random(len(text))
    for _ in range(20):
        assert_cut_as_one(text, some_cuts(text, chance))


def test_the_borders_of_long_texts() -> None:
    chance = Random(3)
    for _ in range(12):
        text = "".join(chance.choice(PIECES) for _ in range(900))
        scan = GUARD.scan(text)
        for size in (1, 64, 65, 256, 2047, 2049):
            assert in_steps(text, size) == (scan.text, sorted(scan.findings))
