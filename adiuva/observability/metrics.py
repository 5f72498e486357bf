"""Prometheus figures. With several workers they meet in files under var/, so any worker can answer for all."""

import os
from pathlib import Path

from adiuva.config import VAR_DIR, config

MULTIPROCESS_DIR = VAR_DIR / "metrics"
if config.web_workers > 1:
    MULTIPROCESS_DIR.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(MULTIPROCESS_DIR))

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess  # noqa: E402 - after the directory is set

HTTP_REQUESTS = Counter("adiuva_http_requests", "HTTP requests answered.", ["method", "route", "status"])
HTTP_SECONDS = Histogram(
    "adiuva_http_request_seconds",
    "Time to answer an HTTP request.",
    ["route"],
    buckets=(0.005, 0.02, 0.1, 0.5, 2, 10, 60),
)
CACHE_FALLBACKS = Counter("adiuva_cache_fallbacks", "Counts kept in process because Redis did not answer.")
SOCKETS = Gauge("adiuva_sockets", "Open WebSockets.", ["door"], multiprocess_mode="livesum")


def exposition() -> bytes:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    _forget_the_dead()
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # prometheus_client has no types here
    return generate_latest(registry)


def _forget_the_dead() -> None:
    """What a worker held when it was killed, nobody holds any more."""
    for figures in Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).glob("gauge_live*.db"):
        pid = int(figures.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]  # untyped there
