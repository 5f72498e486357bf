import http.client
import json
import signal

from tests.e2e.server import Server


def test_a_stranger_with_curl_gets_problems(server):
    status, headers, body = server.request("GET", "/nope")
    assert (status, body["code"]) == (404, "not_found")
    assert headers["content-type"] == "application/problem+json"
    assert body["request_id"] == headers["x-request-id"]


def test_the_log_is_json_and_names_the_request(server):
    server.request("GET", "/health", headers={"X-Request-ID": "seen-in-the-log"})
    [line] = server.logged(request_id="seen-in-the-log")
    assert (line["route"], line["status"], line["user_id"]) == ("api/v1/health", 200, "")
    said = {"event", "method", "route", "status", "ms", "request_id", "user_id", "level", "logger", "timestamp"}
    assert set(line) == said


def test_ready_says_what_it_stands_on(server):
    status, _, body = server.request("GET", "/health/ready")
    assert (status, body["status"]) == (200, "ready")
    assert set(body["checks"]) == {"database", "cache", "channel_layer", "llm", "stripe"}
    assert (body["checks"]["llm"], body["checks"]["stripe"]) == ("offline", "stub")


def test_a_chunked_body_over_the_limit_is_refused(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(
        "POST",
        "/api/v1/auth/login",
        body=(b"x" * 65536 for _ in range(48)),
        encode_chunked=True,
        headers={"Transfer-Encoding": "chunked", "Content-Type": "application/json"},
    )
    reply = connection.getresponse()
    assert reply.status == 413
    assert json.loads(reply.read())["code"] == "too_large"


def test_two_workers_add_their_figures_up():
    with Server(workers=2) as server:
        for _ in range(20):
            server.request("GET", "/health/live")
        _, _, text = server.request("GET", "/metrics")
        line = next(
            s for s in text.decode().splitlines() if 'route="api/v1/health/live"' in s and "requests_total" in s
        )
        assert float(line.split()[-1]) == 20


def test_it_stops_when_asked(server):
    with Server() as own:
        assert own.stop(signal.SIGTERM) in (0, -signal.SIGTERM)


def test_a_wrong_environment_is_told_at_once_and_in_full():
    server = Server(ENV="prod", JWT_SECRET="short", PORT="99999", LOG_LEVEL="LOUD")
    try:
        server.start()
    except RuntimeError as error:
        said = str(error)
    server.close()
    for name in ("JWT_SECRET", "PORT", "LOG_LEVEL"):
        assert name in said
    assert "Traceback" not in said
