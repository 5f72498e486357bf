"""Which of our errors a provider's answer is, from its status and code alone."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from agents.llm.errors import ModelError, ModelFailed, ModelRefused, ModelTimeout

REFUSED = frozenset({400, 413, 422})
RETRYABLE = frozenset({408, 409, 425, 429})
REFUSED_CODES = frozenset({"content_filter", "content_policy_violation", "context_length_exceeded"})
SPENT_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached"})


def from_status(model: str, status: int, *, code: object = None, retry_after: float = 0) -> ModelError:
    """A bad key, a missing model, an empty account: the server's own trouble (failed), not the asker's (refused)."""
    if code in REFUSED_CODES or status in REFUSED:
        return ModelRefused(model, "refused", status=status)
    if status in (408, 504):
        return ModelTimeout(model, "provider timed out", status=status, retryable=True)
    retryable = (status in RETRYABLE or status >= 500) and code not in SPENT_CODES
    return ModelFailed(model, "provider failed", status=status, retryable=retryable, retry_after=retry_after)


def retry_after(headers: Mapping[str, str]) -> float:
    if milliseconds := headers.get("retry-after-ms"):
        return _number(milliseconds) / 1000
    value = headers.get("retry-after", "")
    return _number(value) or _until(value)


def _number(text: str) -> float:
    try:
        return max(0.0, float(text))
    except ValueError:
        return 0


def _until(date: str) -> float:
    try:
        return max(0.0, (parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0


def from_exception(model: str, error: Exception) -> ModelError:
    """Of a library's exception we trust its status alone."""
    if isinstance(error, ModelError):
        return error
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return from_status(model, status, code=getattr(error, "code", None))
    if isinstance(error, TimeoutError):
        return ModelTimeout(model, "took too long", retryable=True)
    return ModelFailed(model, "its library failed", retryable=isinstance(error, OSError))
