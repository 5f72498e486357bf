"""The index holds what a dictionary of the same runs would hold."""

from random import Random
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.leakguard.beats import Beats
from plans.leakguard.measures import GRAM, STRIDE
from plans.leakguard.runs import Runs


@given(st.text("ab", min_size=4, max_size=300), st.integers(1, 40))
def test_a_run_is_found_where_it_stands_first(letters: str, crowd: int) -> None:
    starts = range(len(letters) - 3)
    runs = Runs(letters, 4, starts, max(1, len(starts) // crowd))  # crowded: most have to stand beside their slots
    for start in starts:
        run = letters[start : start + 4]
        assert runs.find(run) == letters.find(run) + 4
    assert runs.find("zzzz") == 0


class Alike(str):
    """A string with the hash of another."""

    other = ""

    def __hash__(self):
        return hash(self.other)


@pytest.mark.parametrize("size", range(10))
def test_the_beginning_of_a_run_is_not_the_run_whatever_its_hash(size):
    letters = "youarethetaskagentofadiuva"
    runs = Runs(letters, 10, range(len(letters) - 9), len(letters) - 9)
    for start in range(len(letters) - 9):
        begun = Alike(letters[start : start + size])
        begun.other = letters[start : start + 10]
        assert runs.find(begun) == 0


@given(st.text("abcdж", min_size=10, max_size=400), st.text("abcdж", max_size=60), st.integers(0, 400))
def test_no_beat_of_a_prompt_is_overlooked(prompt: str, before: str, start: int) -> None:
    letters = before + prompt[start:] + before
    runs = max((len(letters) - GRAM) // STRIDE + 1, 0)
    told = Beats(prompt).telling(letters, runs)
    known = [at for at in range(0, runs * STRIDE, STRIDE) if letters[at : at + GRAM] in prompt]
    assert set(known) <= set(told)


def test_most_runs_that_no_prompt_has_are_ruled_out() -> None:
    chance = Random(3)
    prompt, letters = ("".join(chance.choices(ascii_lowercase, k=5000)) for _ in range(2))
    assert len(Beats(prompt).telling(letters, 990)) < 990 * 0.12
