"""A real server process on a free port of loopback, with a database of its own on the back end under test."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """`with Server(workers=2, LLM_MODEL="gpt-4o") as server:` – capitals are environment variables."""

    def __init__(
        self,
        *,
        workers: int = 1,
        database: str = "",
        redis: str = "",
        command: Sequence[str] = ("-m", "adiuva.serve", "--migrate"),
        **environment: str,
    ):
        self.command = command
        self.scratch = Path(tempfile.mkdtemp(prefix="adiuva-server-"))
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log_file = self.scratch / "server.log"
        self._postgres = ""
        database = database or os.environ.get("DATABASE_URL", "")
        if database.startswith("postgres"):
            self._postgres, database = database, _scratch_database(database)
        else:
            database = f"sqlite:///{self.scratch}/server.sqlite3"
        self.database_url = database
        self.environment = {
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "WEB_WORKERS": str(workers),
            "DATABASE_URL": database,
            "REDIS_URL": redis or os.environ.get("REDIS_URL", ""),
            "ADIUVA_VAR_DIR": str(self.scratch / "var"),
            "ADIUVA_ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": "adiuva.settings",
            "AUTH_ATTEMPTS_PER_MINUTE": "100000",
            "LOG_LEVEL": "INFO",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def start(self) -> "Server":
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.command],
                env=self._inherited() | self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended:\n{self.log()[-3000:]}")
            try:
                urllib.request.urlopen(f"{self.base}/api/v1/health", timeout=1)
            except OSError:
                time.sleep(0.05)
            else:
                return self
        raise RuntimeError(f"the server did not answer:\n{self.log()[-3000:]}")

    @staticmethod
    def _inherited() -> dict[str, str]:
        return {k: v for k, v in os.environ.items() if not k.startswith(("LLM_", "OPENAI_", "STRIPE_"))}

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Ends the process and every worker of it; returns the exit code."""
        assert self.process
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                if how == signal.SIGKILL:
                    os.killpg(self.process.pid, how)
                else:
                    self.process.send_signal(how)
            try:
                self.process.wait(25)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(5)
        return self.process.returncode

    def close(self) -> None:
        if self.process:
            self.stop()
        if self._postgres:
            _drop_database(self._postgres, self.database_url)
        shutil.rmtree(self.scratch, ignore_errors=True)

    __enter__ = start

    def __exit__(self, *_: object) -> None:
        self.close()

    def log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def logged(self, **members: Any) -> list[dict[str, Any]]:
        """The log lines with these members; waits a little for the first, as a line follows its answer."""
        deadline = time.monotonic() + 3
        while True:
            lines = [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]
            found = [line for line in lines if members.items() <= line.items()]
            if found or time.monotonic() > deadline:
                return found
            time.sleep(0.02)

    def until(self, path: str, true: Callable[[Any], bool], *, token: str, seconds: float = 15) -> Any:
        """What is there once it is so: much is written a moment after its answer, and read on another worker."""
        deadline = time.monotonic() + seconds
        while True:
            _, _, body = self.request("GET", path, token=token)
            if true(body):
                return body
            assert time.monotonic() < deadline, body
            time.sleep(0.1)

    def request(
        self, method: str, path: str, body: Any = None, *, token: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], Any]:
        path = path if path.startswith(("/api", "/metrics", "/admin", "/static")) else f"/api/v1{path}"
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        given = {"Content-Type": "application/json"} | (headers or {})
        if token:
            given["Authorization"] = f"Bearer {token}"
        asked = urllib.request.Request(self.base + path, data, given, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=30) as reply:
                status, answered, content = reply.status, reply.headers, reply.read()
        except urllib.error.HTTPError as error:
            status, answered, content = error.code, error.headers, error.read()
        is_json = "json" in answered.get("Content-Type", "")
        return status, {k.lower(): v for k, v in answered.items()}, json.loads(content) if is_json else content

    def manage(self, *arguments: str, **environment: str) -> str:
        """What a management command says beside the running server."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=self._inherited() | self.environment | environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def register(self, password: str = "correct horse battery") -> dict[str, Any]:
        """A new user's tokens."""
        email = f"{uuid.uuid4().hex}@example.com"
        status, _, tokens = self.request("POST", "/auth/register", {"email": email, "password": password})
        assert status == 201, tokens
        return tokens | {"email": email, "password": password}


def _scratch_database(url: str) -> str:
    name = f"adiuva_e2e_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{url.rpartition('/')[0]}/{name}"


def _drop_database(url: str, scratch: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        name = sql.Identifier(scratch.rpartition("/")[2])
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
