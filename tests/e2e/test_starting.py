"""A server that cannot start says why in words, and shows no traceback."""

import os
import socket
import subprocess
import sys

import pytest

from tests.e2e.server import ROOT, free_port


def started(tmp_path, **environment):
    return subprocess.run(
        [sys.executable, "-m", "adiuva.serve", "--migrate"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "ADIUVA_ENV_FILE": os.devnull,
            "ADIUVA_VAR_DIR": str(tmp_path),
            "PORT": str(free_port()),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("url", ["postgres://somebody:s3cret-word@127.0.0.1:{port}/none", "sqlite:////no/such/dir/db"])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_database_that_does_not_answer(url, workers, tmp_path):
    done = started(tmp_path, DATABASE_URL=url.format(port=free_port()), WEB_WORKERS=workers)
    said = done.stdout + done.stderr
    assert done.returncode == 1
    assert "does not answer" in said
    assert "Traceback" not in said
    assert "s3cret-word" not in said


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_port_that_is_taken(workers, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = started(tmp_path, PORT=str(port), WEB_WORKERS=workers, DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3")
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be had" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "db.sqlite3").exists()


def test_a_host_that_is_nowhere(tmp_path):
    done = started(tmp_path, HOST="no.such.host.invalid", DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3")
    assert done.returncode == 1
    assert "HOST is 'no.such.host.invalid', which no address is known for" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_is_had_again_right_after_a_server_that_used_it(server):
    port = server.port
    server.request("GET", "/api/v1/health")
    server.stop()
    server.start()
    assert server.port == port
