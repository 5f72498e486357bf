"""A Redis of the test's own, that may be killed and come back empty."""

import contextlib
import signal
import subprocess
import time

import redis

from tests.e2e.server import free_port


class RedisServer:
    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "RedisServer":
        self._process = subprocess.Popen(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        client = redis.Redis.from_url(self.url)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with contextlib.suppress(redis.ConnectionError):
                client.ping()
                client.close()
                return self
            time.sleep(0.02)
        raise RuntimeError("Redis did not answer")

    def freeze(self, *, thaw: bool = False) -> None:
        """It is there, and answers nothing."""
        assert self._process
        self._process.send_signal(signal.SIGCONT if thaw else signal.SIGSTOP)

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait(5)
            self._process = None

    __enter__ = start

    def __exit__(self, *_: object) -> None:
        self.kill()
