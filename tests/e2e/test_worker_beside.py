"""script/server starts everything: with Redis also the worker that runs batches."""

import os
import time

import pytest

from tests.bench.process import family
from tests.e2e.server import Server


@pytest.mark.skipif(not os.environ.get("REDIS_URL"), reason="without Redis the web process runs batches itself")
def test_a_worker_is_started_and_stopped_with_the_server():
    with Server(command=("-m", "adiuva.serve", "--migrate", "--worker")) as server:
        beside = [pid for pid in family(server.pid) if "run_worker" in command_of(pid)]
        assert len(beside) == 1
        server.stop()
        deadline = time.monotonic() + 10
        while "run_worker" in command_of(beside[0]) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert "run_worker" not in command_of(beside[0])


def command_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline") as file:
            return file.read()
    except OSError:
        return ""
