"""A first look at many runs of letters: eight of their letters are one number, and most numbers tell no prompt."""

from struct import unpack

from plans.leakguard.measures import STRIDE

EIGHT = 8  # letters in a number
ROOM = 16  # marks for each letter of the prompts


class Beats:
    __slots__ = ("_marks",)

    def __init__(self, letters: str) -> None:
        data = letters.encode("ascii", "replace")
        self._marks = marks = bytearray(ROOM * len(data) + 1)
        for start in range(EIGHT):
            size = max(len(data) - start, 0) // EIGHT * EIGHT
            for number in memoryview(data)[start : start + size].cast("Q"):
                marks[number % len(marks)] = 1

    def telling(self, letters: str, runs: int) -> list[int]:
        """Where runs begin that may be a prompt's, of so many, one at every fifth letter."""
        data = letters.encode("ascii", "replace")
        numbers = bytearray(EIGHT * runs)
        for i in range(EIGHT):
            numbers[i::EIGHT] = data[i : i + STRIDE * runs : STRIDE]
        marks, size = self._marks, len(self._marks)
        runs_of = unpack(f"{runs}Q", numbers)
        starts, n = [], -1
        for number in [number for number in runs_of if marks[number % size]]:
            n = runs_of.index(number, n + 1)
            starts.append(n * STRIDE)
        return starts
