"""What a careless or hostile client sends below HTTP's own rules, over a real socket."""

import contextlib
import json
import socket

import pytest


def sent(server, *lines, body=b"", wait=10.0):
    """Status and headers and body of whatever comes back, until the server closes."""
    closing = [] if b"Connection: Upgrade" in lines else [b"Connection: close"]
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as line:
        line.sendall(b"\r\n".join([*lines, *closing, b"", body]))
        answer = b""
        with contextlib.suppress(TimeoutError):
            while piece := line.recv(65536):
                answer += piece
    head, _, rest = answer.partition(b"\r\n\r\n")
    status, *headers = head.decode("latin-1").split("\r\n")
    named = dict(header.split(": ", 1) for header in headers)
    return int(status.split()[1]) if status else 0, named, rest


NOT_HTTP = {
    "garbage": (b"\x16\x03\x01\x02\x00",),
    "bytes in the path": (b"GET /api/v1/\xff\xfe HTTP/1.1", b"Host: x"),
    "two lengths": (b"POST /api/v1/auth/login HTTP/1.1", b"Host: x", b"Content-Length: 2", b"Content-Length: 3"),
    "a length and chunks": (
        b"POST /api/v1/auth/login HTTP/1.1",
        b"Host: x",
        b"Content-Length: 2",
        b"Transfer-Encoding: chunked",
    ),
    "no number": (b"POST /api/v1/auth/login HTTP/1.1", b"Host: x", b"Content-Length: many"),
    "a NUL in a header": (b"GET /api/v1/health HTTP/1.1", b"Host: x", b"User-Agent: a\x00b"),
    "an endless path": (b"GET /" + b"a" * 200_000 + b" HTTP/1.1", b"Host: x"),
    "a method nobody knows": (b"DANCE /api/v1/health HTTP/1.1", b"Host: x"),
}


@pytest.mark.parametrize("case", NOT_HTTP)
def test_what_is_not_http_is_a_problem_too(server, case):
    status, headers, body = sent(server, *NOT_HTTP[case])
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    problem = json.loads(body)
    assert (problem["code"], problem["request_id"]) == ("malformed", headers["x-request-id"])
    assert headers["x-content-type-options"] == "nosniff"


UPGRADE = (
    b"Host: x",
    b"Upgrade: websocket",
    b"Connection: Upgrade",
    b"Sec-WebSocket-Version: 13",
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
)
SOCKET = b" /api/v1/chat/stream HTTP/1.1"
NO_SOCKET = {
    "no key": (b"GET" + SOCKET, *UPGRADE[:-1]),
    "another version": (b"GET" + SOCKET, *UPGRADE[:3], b"Sec-WebSocket-Version: 8", UPGRADE[-1]),
    "a body": (b"GET" + SOCKET, *UPGRADE, b"Content-Length: 2"),
    "an endless token": (b"GET /api/v1/chat/stream?token=" + b"a" * 9_000 + b" HTTP/1.1", *UPGRADE),
    "an endless header": (b"GET" + SOCKET, *UPGRADE, b"X: " + b"a" * 9_000),
    "too many headers": (b"GET" + SOCKET, *UPGRADE, *(b"X-%d: a" % n for n in range(200))),
}


@pytest.mark.parametrize("case", NO_SOCKET)
def test_what_opens_no_socket_is_a_problem_too(server, case):
    status, headers, body = sent(server, *NO_SOCKET[case], body=b"{}")
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    problem = json.loads(body)
    assert (problem["code"], problem["request_id"]) == ("malformed", headers["x-request-id"])
    assert problem["detail"] == "This does not open a WebSocket."


def test_a_socket_is_not_posted(server):
    status, headers, body = sent(server, b"POST" + SOCKET, *UPGRADE)
    assert (status, headers["Allow"], json.loads(body)["code"]) == (405, "GET", "method_not_allowed")


HARMLESS = {
    "bytes in a header": (b"GET /api/v1/health HTTP/1.1", b"Host: x", b"User-Agent: \xff\xfe"),
    "no host": (b"GET /api/v1/health HTTP/1.1",),
    "HTTP/1.0": (b"GET /api/v1/health HTTP/1.0",),
    "an absolute target": (b"GET http://x/api/v1/health HTTP/1.1", b"Host: x"),
    "a NUL in the query": (b"GET /api/v1/health?a=%00 HTTP/1.1", b"Host: x"),
    "a thousand headers": (b"GET /api/v1/health HTTP/1.1", *(b"X-%d: a" % n for n in range(1000))),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_is_odd_but_harmless_is_answered(server, case):
    status, _, body = sent(server, *HARMLESS[case])
    assert (status, json.loads(body)["status"]) == (200, "ok")


@pytest.mark.parametrize(
    "path", [b"/api/v1/%00health", b"/api/v1/%ff%fe", b"//api/v1/health", b"/api/v1//health", b"*"]
)
def test_odd_paths_lead_nowhere(server, path):
    status, _, body = sent(server, b"GET " + path + b" HTTP/1.1", b"Host: x")
    assert (status, json.loads(body)["code"]) == (404, "not_found")


def test_a_body_announced_as_endless_is_refused_at_once(server):
    status, _, body = sent(server, b"POST /api/v1/auth/login HTTP/1.1", b"Host: x", b"Content-Length: 99999999999")
    assert (status, json.loads(body)["code"]) == (413, "too_large")


def test_head_is_get_without_a_body(server):
    status, headers, body = sent(server, b"HEAD /api/v1/health HTTP/1.1", b"Host: x")
    assert (status, headers["content-length"], body) == (200, "33", b"")


def test_options_name_the_methods(server):
    status, headers, body = sent(server, b"OPTIONS /api/v1/auth/login HTTP/1.1", b"Host: x")
    assert (status, headers["allow"], body) == (204, "POST, OPTIONS", b"")
    assert "content-length" not in headers


def test_the_admin_is_found_without_its_last_slash(server):
    status, headers, _ = sent(server, b"GET /admin HTTP/1.1", b"Host: x")
    assert (status, headers["location"]) == (302, "/admin/")


@pytest.mark.parametrize("path", [b"/static/none.css", b"/static/..%2f..%2fmanage.py"])
def test_a_file_that_is_not_there_is_a_problem(server, path):
    status, headers, _ = sent(server, b"GET " + path + b" HTTP/1.1", b"Host: x")
    assert (status, headers["content-type"]) == (404, "application/problem+json")


def test_a_host_that_is_none_is_a_problem_in_the_admin(server):
    status, headers, _ = sent(server, b"GET /admin/login/ HTTP/1.1", b"Host: a b/")
    assert (status, headers["content-type"]) == (400, "application/problem+json")


def test_a_file_is_served_without_a_word_of_warning(server):
    status, _, _ = sent(server, b"GET /static/unfold/css/styles.css HTTP/1.1", b"Host: x")
    assert status == 200
    assert "StreamingHttpResponse" not in server.log_file.read_text()
