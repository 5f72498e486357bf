"""Processes that run batches, beside a server's."""

import signal
import subprocess
import sys
from collections.abc import Sequence

from tests.e2e.server import ROOT, Server


class Workers:
    """`with Workers(server, 2) as workers:`"""

    def __init__(self, server: Server, count: int, *, command: Sequence[str] = ("manage.py", "run_worker")) -> None:
        self.server, self.count, self.command = server, count, command
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Workers":
        for _ in range(self.count):
            self.add()
        return self

    def add(self) -> subprocess.Popen[bytes]:
        with self.server.log_file.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *self.command],
                env=self.server._inherited() | self.server.environment,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)
        return process

    def kill(self, process: "subprocess.Popen[bytes] | None" = None) -> None:
        """One of them, in the middle of whatever it does; the one that was added first if none is named."""
        process = process or self.processes[0]
        self.processes.remove(process)
        process.kill()
        process.wait()

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
