"""The only part that reaches out: one warning and one count for each thing that was taken out."""

from collections.abc import Iterable

import structlog
from prometheus_client import Counter

from adiuva.observability import figures
from plans.leakguard.findings import Finding

log = structlog.get_logger("leakguard")
REDACTED = Counter("leakguard_redactions_total", "Pieces taken out of what the server was about to say", ["kind"])


def report(findings: Iterable[Finding]) -> None:
    for finding in findings:
        log.warning("leak_redacted", kind=finding.kind, length=finding.length)
        REDACTED.labels(finding.kind).inc()
        figures.count("guard_hits")
