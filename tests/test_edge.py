import pytest

from adiuva.edge import MAX_BODY, MAX_DEPTH, Edge, too_deep


def test_health_answers_without_anything(api):
    answer = api.get("/health")
    assert (answer.status, answer.json()) == (200, {"status": "ok", "version": "0.1.0"})
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("given", ["abcdefgh", "A.b_c-1234567890"])
def test_the_callers_request_id_is_kept(api, given):
    assert api.get("/health", headers={"X-Request-ID": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["short", "a" * 129, "has space in it", "ümlaut-ümlaut"])
def test_a_request_id_of_another_shape_is_replaced(api, given):
    answer = api.get("/nope", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] != given
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_unknown_routes_are_problems(api):
    answer = api.get("/nope")
    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def test_wrong_methods_are_problems_that_name_the_right_ones(api):
    answer = api.delete("/health")
    assert (answer.status, answer.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["allow"]


def test_a_body_over_the_limit_is_refused(api):
    answer = api.post("/auth/login", body=b"x" * (MAX_BODY + 1))
    assert (answer.status, answer.json()["code"]) == (413, "too_large")


def test_deep_json_is_refused(api):
    answer = api.post("/auth/login", body=b"[" * 100_000 + b"]" * 100_000)
    assert (answer.status, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    ("body", "deep"),
    [
        (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, False),
        (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), True),
        (b'{"a":' * 100 + b"1" + b"}" * 100, True),
        (b'{"text": "' + b"[" * 500 + b'"}', False),
        (b"[" + b"[{}]," * 5000 + b"1]", False),
        (rb'["\"[[[["' + b", 1" * 10 + b"]", False),
    ],
)
def test_depth_counts_brackets_outside_strings(body, deep):
    assert too_deep(body) is deep


def test_preflights_are_answered_for_our_origins_only(api):
    asks = {"Access-Control-Request-Method": "POST"}
    ours = api.request("OPTIONS", "/auth/login", headers={"Origin": "app://.", **asks})
    assert ours.headers["access-control-allow-origin"] == "app://."
    assert "X-Provider-Key" in ours.headers["access-control-allow-headers"]
    strange = api.request("OPTIONS", "/auth/login", headers={"Origin": "app://.evil", **asks})
    assert "access-control-allow-origin" not in strange.headers


def test_refusals_carry_cors_too(api):
    answer = api.get("/nope", headers={"Origin": "http://localhost:3000"})
    assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert "Retry-After" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    ("host", "path", "answered"),
    [
        ("api.example.com", "/api/v1/billing/tiers", True),
        ("API.example.com:443", "/api/v1/billing/tiers", True),
        ("evil.com", "/api/v1/billing/tiers", False),
        ("evil.com", "/api/v1/nope", False),
        ("", "/api/v1/billing/tiers", False),
        ("10.0.0.7:8000", "/api/v1/health/live", True),
    ],
)
def test_only_its_own_names_are_answered_to(host, path, answered):
    edge = Edge(None, origins=[])
    assert edge.answers_to({b"host": host.encode()}, path)
    edge.hosts = ["api.example.com"]
    assert edge.answers_to({b"host": host.encode()}, path) is answered


def test_another_name_is_a_problem(api, monkeypatch):
    monkeypatch.setattr(Edge, "answers_to", lambda *_: False)
    answer = api.get("/health")
    assert (answer.status, answer.json()["code"]) == (400, "malformed")


def test_a_pointer_says_which_key_whatever_is_in_it(signed_in):
    answer = signed_in.post("/auth/password", {"current": "x", "new": "y", "a/b~c": 1})
    assert {"#/a~1b~0c"} == {error["pointer"] for error in answer.json()["errors"]}


def test_a_thousand_faults_are_told_as_fifty(api):
    answer = api.post("/auth/login", {f"field{n}": n for n in range(1000)})
    assert answer.status == 422
    assert len(answer.json()["errors"]) == 50
