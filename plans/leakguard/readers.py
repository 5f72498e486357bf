"""What takes in the text that a run decodes to: a lens, known here by its shape alone, as lenses make the runs."""

from collections.abc import Callable, Sequence
from typing import Protocol

from plans.leakguard.findings import Finding


class Reader(Protocol):
    def findings(self) -> list[Finding]: ...
    def advance(self, chars: str, ends: Sequence[int]) -> None: ...
    def close(self) -> None: ...
    @property
    def hold(self) -> int: ...


MakeReader = Callable[[], Reader]


def earliest(holds: list[int]) -> int:
    """The first place that is held, or -1."""
    first = -1
    for hold in holds:
        if hold >= 0 and (first < 0 or hold < first):
            first = hold
    return first
