"""JSON lines on standard output. Never a token, a password, a body, an e-mail or an exception's own text."""

import logging
import re
import sys
import traceback
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor

from adiuva.observability import context

_SECRET_IN_URL = re.compile(r"((?:token|ticket)=)[^&\s\"']+", re.IGNORECASE)


def _with_trace(_logger: Any, _method: str, event: EventDict) -> EventDict:
    trace = context.current()
    if trace.request_id:
        event.setdefault("request_id", trace.request_id)
    if trace.user_id:
        event.setdefault("user_id", trace.user_id)
    return event


def _where_it_crashed(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """An exception's text may hold what a user wrote, so only its class and its frames are logged."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        event["frames"] = _frames(error)[-12:]
    return event


def _frames(error: BaseException) -> list[str]:
    """Names alone: reading the lines would read files, and this is often the event loop."""
    walked = traceback.walk_tb(error.__traceback__)
    return [f"{frame.f_code.co_filename}:{line}:{frame.f_code.co_name}" for frame, line in walked]


def _without_secrets(_logger: Any, _method: str, event: EventDict) -> EventDict:
    text = event.get("event")
    if isinstance(text, str) and event.get("logger") == "asyncio":
        event["event"] = text.partition("\n")[0]  # the lines below quote exceptions
    if isinstance(text, str) and "=" in text:
        event["event"] = _SECRET_IN_URL.sub(r"\1[hidden]", text)
    return event


_SHARED: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _with_trace,
    _where_it_crashed,
]


_handler: "logging.StreamHandler[TextIO]" = logging.StreamHandler(sys.stdout)


def write(line: str) -> None:
    """A line that is JSON already, between those of the handler."""
    _handler.acquire()
    try:
        _handler.stream.write(line + "\n")
        _handler.flush()
    finally:
        _handler.release()


def configure(level: str) -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    _handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_secrets,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [_handler]
    root.setLevel(level)
    # These speak of every request, or quote what a user or a provider wrote.
    for name in (
        "uvicorn.access",
        "django.request",
        "django.server",
        "httpx",
        "httpcore",
        "openai",
        "LiteLLM",
        "stripe",
    ):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    for name in ("uvicorn", "uvicorn.error", "asyncio", "urllib3"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True
        logging.getLogger(name).setLevel(max(logging.getLogger().level, logging.WARNING))
