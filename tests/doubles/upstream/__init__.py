"""A loopback model server that speaks OpenAI's protocol and plays scripts.

In a test:   upstream.play(answer("Hello"), [Status(429), ...])     one script a request, in turn
             upstream.playbook = lambda request: answer("…")        by content
By itself:   python -m tests.doubles.upstream --port 0              scripts by model name, see MODELS
"""

from tests.doubles.upstream.models import MODELS, Received
from tests.doubles.upstream.server import Upstream
from tests.doubles.upstream.steps import (
    SECRET_OF_THE_PROVIDER,
    Call,
    Calls,
    Cut,
    ErrorEvent,
    Finish,
    Hang,
    Open,
    Raw,
    Say,
    Script,
    Status,
    Step,
    Tokens,
    Wait,
    answer,
    call,
    pieces,
)

__all__ = [
    "MODELS", "SECRET_OF_THE_PROVIDER", "Call", "Calls", "Cut", "ErrorEvent", "Finish", "Hang", "Open", "Raw",
    "Received", "Say", "Script", "Status", "Step", "Tokens", "Upstream", "Wait", "answer", "call", "pieces",
]  # fmt: skip
