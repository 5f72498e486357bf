"""What was asked, and the scripts that are played by a model's name where no test says otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.doubles.upstream.steps import (
    SECRET_OF_THE_PROVIDER,
    Cut,
    ErrorEvent,
    Hang,
    Open,
    Raw,
    Say,
    Script,
    Status,
    answer,
)


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    port: int = 0  # the client's, so the same for the same connection

    @property
    def model(self) -> str:
        return self.body.get("model", "")

    @property
    def key(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    def last(self, role: str) -> str:
        said = [m.get("content") or "" for m in self.body.get("messages", []) if m["role"] == role]
        return said[-1] if said else ""

    def all(self, role: str) -> str:
        return "\n".join(m.get("content") or "" for m in self.body.get("messages", []) if m["role"] == role)


def _paced(request: Received) -> Script:
    _, count, milliseconds = request.model.rsplit("/", 1)[-1].split("-")
    return [Say(tuple(f"w{n % 10}o " for n in range(int(count))), int(milliseconds) / 1000)]


def _status(request: Received) -> Script:
    return [Status(int(request.model.rsplit("-", 1)[-1]))]


MODELS: dict[str, Callable[[Received], Script]] = {
    "echo": lambda request: answer(request.last("user") or "nothing"),
    "leak": lambda request: answer(request.all("system") or "nothing"),
    "paced-": _paced,  # paced-200-20: 200 tokens, one every 20 ms
    "status-": _status,
    "hang-before-headers": lambda _: [Hang()],
    "hang-before-token": lambda _: [Open(), Hang()],
    "hang-mid-answer": lambda _: [Say(("Half ", "an ")), Hang()],
    "cut": lambda _: [Say(("Half ", "an ")), Raw(b'data: {"choices":[{"del'), Cut()],
    "garbage": lambda _: [Raw(b"data: {not json\n\n")],
    "error-event": lambda _: [Say(("Half ",)), ErrorEvent({"code": 502, "message": SECRET_OF_THE_PROVIDER})],
    "gpt-4o-mini": lambda _: answer("task_agent"),
}


def script_for(request: Received) -> Script:
    name = request.model.rsplit("/", 1)[-1]
    for prefix, script in MODELS.items():
        if name == prefix or (prefix.endswith("-") and name.startswith(prefix)):
            return script(request)
    return answer(f"You said: {request.last('user')}")
