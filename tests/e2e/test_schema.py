"""Whatever is sent to any route of the schema: no crash, and every refusal is a problem with a listed code."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from adiuva.errors import KINDS
from tests.e2e.server import Server

EXAMPLES = 25
# Answers that mean an outside service is not there, which is so here.
ELSEWHERE = (502, 503, 504)


@pytest.fixture(scope="module")
def quiet_server():
    # Of the highest tier, so that its window does not answer for the routes behind it.
    with Server(LOG_LEVEL="ERROR", DEFAULT_TIER="team") as server:
        yield server


def _hold(answer, server: Server) -> None:
    assert answer.status_code < 500 or answer.status_code in ELSEWHERE, answer.text
    if answer.status_code < 400:
        return
    assert answer.headers["content-type"][0] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] in KINDS
    assert problem["status"] == answer.status_code
    assert problem["request_id"] == answer.headers["x-request-id"][0]


def _try(operation, mode: GenerationMode, server: Server) -> None:
    token = server.register()["access_token"]

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
        _hold(case.call(), server)

    try:
        send()
    except Unsatisfiable:  # nothing wrong can be sent to a route that takes nothing
        assert mode is GenerationMode.NEGATIVE


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_crash_and_only_listed_problems(quiet_server, mode):
    schema = schemathesis.openapi.from_url(f"{quiet_server.base}/api/v1/schema")
    operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    assert len(operations) > 10
    for operation in operations:
        _try(operation, mode, quiet_server)
