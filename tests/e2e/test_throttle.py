"""The first minute of a new user, against a real server; with Redis, against two workers of it."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

from tests.e2e.server import Server


def test_twenty_pass_and_the_next_is_told_when_to_come_back(server):
    token, began = server.register()["access_token"], time.time()
    for left in range(19, -1, -1):
        status, headers, _ = server.request("GET", "/auth/me", token=token)
        assert (status, headers["ratelimit-policy"]) == (200, '"requests";q=20;w=60')
        assert headers["ratelimit"].startswith(f'"requests";r={left};t=')
    status, headers, problem = server.request("GET", "/auth/me", token=token)
    assert (status, problem["code"]) == (429, "rate_limited")
    assert problem["retry_after"] == int(headers["retry-after"])
    assert 60 - (time.time() - began) <= problem["retry_after"] <= 60
    assert problem["request_id"] == headers["x-request-id"]


def test_all_workers_share_one_window():
    workers = 2 if os.environ.get("REDIS_URL") and os.environ.get("DATABASE_URL", "").startswith("postgres") else 1
    with Server(workers=workers) as server, ThreadPoolExecutor(8) as pool:
        token = server.register()["access_token"]
        said = list(pool.map(lambda _: server.request("GET", "/auth/me", token=token)[0], range(60)))
        assert sorted(said) == [200] * 20 + [429] * 40
        metrics = server.request("GET", "/metrics")[2].decode()
        assert 'adiuva_throttled_requests_total{tier="free"} 40.0' in metrics
