"""Where runs of letters stand in a text: an index of some forty bytes a run, where a dictionary takes two hundred."""

from array import array
from collections.abc import Iterable

ROOM = 3  # slots for each run, at least
SECOND = 32  # bits of the hash below those that name a second slot, where the first is taken


class Runs:
    __slots__ = ("_beside", "_count", "_letters", "_mask", "_size", "_slots", "marks", "wide")

    def __init__(self, letters: str, size: int, starts: Iterable[int], count: int, marks: int = 1) -> None:
        """Of runs that are alike, the first one wins. `marks` for each slot make a search for many runs faster."""
        self._letters = letters
        self._size = size
        self._count = count
        self._mask = mask = (1 << (count * ROOM - 1).bit_length()) - 1
        self.wide = wide = (mask + 1) * marks - 1
        self._slots = slots = array("I", bytes(4 * (mask + 1)))  # where the run ends that belongs here
        self.marks = seen = bytearray(wide + 1)  # most runs that are not here have no mark
        self._beside: dict[str, int] = {}  # runs whose slots were taken
        for start in starts:
            end = start + size
            run = letters[start:end]
            key = hash(run)
            seen[key & wide] = 1
            slot = key & mask
            if (taken := slots[slot]) and letters[taken - size : taken] != run:
                slot = key >> SECOND & mask
                if (taken := slots[slot]) and letters[taken - size : taken] != run:
                    self._beside.setdefault(run, end)
            if not taken:
                slots[slot] = end

    def __len__(self) -> int:
        return self._count

    def find(self, run: str) -> int:
        """Where it ends, or 0: also for what is shorter, whatever its hash."""
        key = hash(run)
        if not self.marks[key & self.wide]:
            return 0
        for slot in (key & self._mask, key >> SECOND & self._mask):
            at = self._slots[slot]
            if not at or self._letters[at - self._size : at] == run:
                return at
        return self._beside.get(run, 0)
