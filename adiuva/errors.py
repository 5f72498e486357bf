"""Every refusal a client can meet: one closed table of codes, one shape, for REST and for sockets."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypedDict

import msgspec


class Kind(NamedTuple):
    status: int
    title: str


KINDS: Mapping[str, Kind] = {
    "malformed": Kind(400, "The request cannot be read"),
    "invalid": Kind(422, "The request is not valid"),
    "too_large": Kind(413, "The request is too large"),
    "unsupported_media_type": Kind(415, "The content type is not supported"),
    "unauthenticated": Kind(401, "Sign in first"),
    "token_expired": Kind(401, "The access token has expired"),
    "invalid_credentials": Kind(401, "E-mail or password is wrong"),
    "refresh_reused": Kind(401, "The refresh token was used before"),
    "forbidden": Kind(403, "This is not allowed"),
    "tier_required": Kind(403, "A higher tier is needed"),
    "email_unverified": Kind(403, "The e-mail address is not verified"),
    "not_found": Kind(404, "There is no such thing"),
    "method_not_allowed": Kind(405, "The method is not allowed"),
    "not_acceptable": Kind(406, "No acceptable form of the answer"),
    "conflict": Kind(409, "This conflicts with what is there"),
    "email_taken": Kind(409, "The e-mail address is taken"),
    "busy": Kind(409, "Something is still running"),
    "idempotency_conflict": Kind(409, "The idempotency key was used for another request"),
    "not_resumable": Kind(410, "The run cannot be resumed"),
    "rate_limited": Kind(429, "Too many requests"),
    "too_many_runs": Kind(429, "Too many runs at once"),
    "usage_cap": Kind(429, "The usage cap is reached"),
    "run_limit": Kind(429, "The run used as much as one run may"),
    "internal": Kind(500, "Something went wrong here"),
    "model_refused": Kind(502, "The model refused the request"),
    "model_failed": Kind(502, "The model failed"),
    "stripe_failed": Kind(502, "The payment provider failed"),
    "unavailable": Kind(503, "The service is not available"),
    "model_timeout": Kind(504, "The model took too long"),
    "device_timeout": Kind(504, "The device did not answer in time"),
    "device_gone": Kind(410, "The device went away"),
}


MOST_ERRORS = 50


class FieldError(TypedDict):
    pointer: str
    code: str
    detail: str


class Problem(Exception):
    """A refusal with a code of the table; `extra` members go into the body beside the standard ones.

    `retry_after`, in seconds, is one of them that becomes a header too.
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        self.code = code
        self.kind = KINDS[code]
        self.detail = detail or self.kind.title + "."
        self.errors = list(errors)[:MOST_ERRORS]
        self.headers = dict(headers or {})
        if "retry_after" in extra:
            self.headers["Retry-After"] = str(extra["retry_after"])
        self.extra = extra
        super().__init__(code)

    def body(self, request_id: str = "") -> dict[str, Any]:
        body: dict[str, Any] = {
            "type": f"/problems/{self.code}",
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "code": self.code,
            "request_id": request_id,
        }
        if self.errors:
            body["errors"] = self.errors
        return body | self.extra

    def encoded(self, request_id: str = "") -> bytes:
        return msgspec.json.encode(self.body(request_id))


def field_error(field: str, code: str, detail: str) -> FieldError:
    """`field` is a JSON pointer without its beginning: `email`, `steps/0/agent`."""
    return {"pointer": f"#/{field}" if field else "#", "code": code, "detail": detail}


def pointed(names: Iterable[object]) -> str:
    """Names one within the other, whatever is in them, as a field of `field_error`."""
    return "/".join(str(name).replace("~", "~0").replace("/", "~1") for name in names)


def invalid(field: str, code: str, detail: str) -> Problem:
    return Problem("invalid", detail, errors=[field_error(field, code, detail)])
