"""What every log line of one request or socket shares. Set by the edge, read by the log processors."""

from contextvars import ContextVar

import msgspec


class Trace(msgspec.Struct):
    request_id: str = ""
    user_id: str = ""
    route: str = ""


_trace: ContextVar[Trace | None] = ContextVar("trace", default=None)


def begin(request_id: str) -> Trace:
    trace = Trace(request_id)
    _trace.set(trace)
    return trace


def current() -> Trace:
    return _trace.get() or Trace()
