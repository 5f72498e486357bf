from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from plans.leakguard.findings import MARK, Finding, Scan
from plans.leakguard.fingerprints import Fingerprints
from plans.leakguard.stream import GuardStream
from plans.leakguard.vocabulary import OPENERS

DEEPEST_VALUE = 200  # levels of a value: nobody's data is nested so deep, and what stands there does not go out


class LeakGuard:
    """Keeps the prompts it is made from, and what shows how they are used, out of any text."""

    def __init__(self, prompts: Iterable[str] | Mapping[str, str]) -> None:
        self._prompts = tuple(prompts.values() if isinstance(prompts, Mapping) else prompts)

    @cached_property
    def _index(self) -> Fingerprints:
        return Fingerprints(self._prompts, OPENERS)

    def prepare(self) -> None:
        """Build the index now, and not with the first text."""
        self._index.complete()

    def stream(self) -> GuardStream:
        return GuardStream(self._index)

    def scan(self, text: str) -> Scan:
        stream = self.stream()
        clean = stream.feed(text) + stream.flush()
        return Scan(clean, stream.findings)

    def scan_value(self, value: Any) -> tuple[Any, list[Finding]]:
        """The same value with every string in it scanned, keys too."""
        findings: list[Finding] = []

        def clean(part: Any, depth: int = 0) -> Any:
            if isinstance(part, str):
                scan = self.scan(part)
                findings.extend(scan.findings)
                return scan.text
            if isinstance(part, Mapping | list | tuple) and depth == DEEPEST_VALUE:
                return MARK
            if isinstance(part, Mapping):
                return {
                    clean(key) if isinstance(key, str) else key: clean(item, depth + 1) for key, item in part.items()
                }
            if isinstance(part, list | tuple):
                return [clean(item, depth + 1) for item in part]
            return part

        return clean(value), findings
