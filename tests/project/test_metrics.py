import os
import subprocess
import sys

from adiuva.observability import metrics

HOLDS_A_SOCKET = """
import os, signal
from prometheus_client import Gauge
Gauge("adiuva_sockets", "Open WebSockets.", ["door"], multiprocess_mode="livesum").labels("chat").set(3)
if {killed}: os.kill(os.getpid(), signal.SIGKILL)
print("ready", flush=True)
input()
"""


def worker(directory, *, killed):
    return subprocess.Popen(
        [sys.executable, "-c", HOLDS_A_SOCKET.format(killed=killed)],
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(directory)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_sockets_of_a_killed_worker_are_no_longer_counted(tmp_path, monkeypatch):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    with worker(tmp_path, killed=True) as gone:
        gone.wait(20)
    with worker(tmp_path, killed=False) as living:
        assert living.stdout.readline() == b"ready\n"
        assert b'adiuva_sockets{door="chat"} 3.0' in metrics.exposition()
        living.communicate(b"\n", timeout=20)
    assert len(list(tmp_path.glob("*.db"))) == 1
