"""Runs as figures: how many, how long, how soon the first token."""

from prometheus_client import Counter, Gauge, Histogram

from adiuva.observability import figures, metrics  # noqa: F401 - metrics says first where several workers meet
from agents.runs.hooks import RunRecord, on_run_finished

RUNS = Counter("adiuva_runs", "Runs that ended.", ["door", "status", "error"])
RUNNING = Gauge("adiuva_runs_live", "Runs that are not over.", multiprocess_mode="livesum")
SECONDS = Histogram(
    "adiuva_run_seconds", "Time from a run's start to its end.", ["door"], buckets=(0.1, 1, 5, 20, 60, 300)
)
FIRST_TOKEN = Histogram(
    "adiuva_first_token_seconds", "Time from a run's start to its first text.", buckets=(0.02, 0.1, 0.5, 1, 3, 10, 60)
)
TOKENS = Counter("adiuva_tokens", "Tokens that models read and wrote.", ["direction"])


@on_run_finished
async def note(record: RunRecord) -> None:
    RUNS.labels(record.door, record.status, record.error_code).inc()
    if record.status != "waiting":  # it goes on, and will have ended once
        figures.count("runs")
    if record.status == "failed":
        figures.count("failed_runs")
    SECONDS.labels(record.door).observe(record.duration_ms / 1e3)
    if record.first_token_ms is not None:
        FIRST_TOKEN.observe(record.first_token_ms / 1e3)
    TOKENS.labels("in").inc(record.usage.input_tokens)
    TOKENS.labels("out").inc(record.usage.output_tokens)
