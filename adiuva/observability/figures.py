"""What the support desk shows a day of, and no row says: counted here, from any thread, and kept by who takes it."""

import threading
from collections import Counter
from datetime import UTC, date, datetime
from typing import Literal

Name = Literal["failed_effects", "failed_runs", "guard_hits", "refused_webhooks", "runs", "throttled"]
Counts = dict[tuple[date, str], int]

_counts: Counter[tuple[date, str]] = Counter()
_lock = threading.Lock()


def count(name: Name, times: int = 1) -> None:
    key = datetime.now(UTC).date(), name
    with _lock:
        _counts[key] += times


def take() -> Counts:
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    return taken


def put_back(counts: Counts) -> None:
    with _lock:
        _counts.update(counts)
