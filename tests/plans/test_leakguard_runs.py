"""The index holds what a dictionary of the same runs would hold."""

from hypothesis import given
from hypothesis import strategies as st

from plans.leakguard.runs import Runs


@given(st.text("ab", min_size=4, max_size=300), st.integers(1, 40))
def test_a_run_is_found_where_it_stands_first(letters: str, crowd: int) -> None:
    starts = range(len(letters) - 3)
    runs = Runs(letters, 4, starts, max(1, len(starts) // crowd))  # crowded: most have to stand beside their slots
    for start in starts:
        run = letters[start : start + 4]
        assert runs.find(run) == letters.find(run) + 4
    assert runs.find("zzzz") == 0
    assert runs.find_first(["zzzz", letters[:4]]) == (1, 4)
    assert runs.find_first(["zzzz", "yyyy"]) == (-1, 0)
