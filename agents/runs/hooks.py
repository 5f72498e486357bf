"""Who is told when a run has ended: run rows, usage rows, figures. What they are told holds no content."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from agents.answers import Usage
from agents.meter import ModelUsage

log = structlog.get_logger("agents.runs")


@dataclass(frozen=True)
class RunRecord:
    run_id: str
    user_id: str
    door: str
    agent: str
    status: str  # done, failed, cancelled; waiting for the client, who may go on with it under the same id
    started_at: float
    duration_ms: int
    first_token_ms: int | None
    usage: Usage
    models: list[ModelUsage]
    tool_calls: int
    error_code: str
    request_id: str
    device_id: str = ""


@dataclass(frozen=True)
class RunBegun:
    run_id: str
    user_id: str
    door: str
    started_at: float
    request_id: str


BegunHook = Callable[[RunBegun], None]
Hook = Callable[[RunRecord], Awaitable[None]]
_begun_hooks: list[BegunHook] = []
_hooks: list[Hook] = []


def on_run_finished(hook: Hook) -> Hook:
    _hooks.append(hook)
    return hook


def on_run_begun(hook: BegunHook) -> BegunHook:
    """Called on the way to the first token: it notes and returns."""
    _begun_hooks.append(hook)
    return hook


def tell_begun(run: RunBegun) -> None:
    for hook in _begun_hooks:
        hook(run)


async def tell(record: RunRecord) -> None:
    for hook in _hooks:
        try:
            await hook(record)
        except Exception:  # one who cannot take it down must not spoil the answer
            log.exception("run.hook_failed", hook=hook.__qualname__)
