from typing import NamedTuple

MARK = "[REDACTED]"


class Finding(NamedTuple):
    """What was found and where it stood; never the text."""

    kind: str
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


class Scan(NamedTuple):
    text: str
    findings: list[Finding]
