from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from adiuva.errors import KINDS, Problem
from agents.llm.errors import ModelFailed, ModelRefused, ModelTimeout
from agents.llm.failures import from_status, retry_after


@pytest.mark.parametrize(
    ("status", "code", "kind", "retryable"),
    [
        (400, None, ModelRefused, False),
        (413, None, ModelRefused, False),
        (422, None, ModelRefused, False),
        (403, "content_policy_violation", ModelRefused, False),
        (500, "context_length_exceeded", ModelRefused, False),
        (401, None, ModelFailed, False),
        (402, None, ModelFailed, False),
        (403, None, ModelFailed, False),
        (404, None, ModelFailed, False),
        (429, None, ModelFailed, True),
        (429, "insufficient_quota", ModelFailed, False),
        (409, None, ModelFailed, True),
        (500, None, ModelFailed, True),
        (503, None, ModelFailed, True),
        (408, None, ModelTimeout, True),
        (504, None, ModelTimeout, True),
    ],
)
def test_what_a_status_means(status, code, kind, retryable):
    error = from_status("gpt-4o", status, code=code)
    assert type(error) is kind
    assert error.retryable is retryable


def test_an_error_is_a_problem_that_tells_nothing_of_the_provider():
    error = from_status("gpt-4o", 500)
    assert isinstance(error, Problem)
    assert str(error) == "gpt-4o: provider failed (500)"
    assert error.body("r1") == {
        "type": "/problems/model_failed",
        "title": KINDS["model_failed"].title,
        "status": 502,
        "detail": error.detail,
        "code": "model_failed",
        "request_id": "r1",
    }


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "soon"}, 0),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
    ],
)
def test_retry_after(headers, seconds):
    assert retry_after(headers) == seconds


def test_retry_after_a_date():
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert 50 < retry_after({"retry-after": date}) <= 60
