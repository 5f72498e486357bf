"""A crash leaves no core file: the words of whoever was just talking would be in it."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.bench.process import family
from tests.doubles.upstream import Hang, Say
from tests.e2e.server import ROOT, Server
from tests.e2e.test_nothing_stays import ASKED, MARKER, cores_with
from tests.e2e.workers import Workers

REDIS = os.environ.get("REDIS_URL", "")
CRASH = f"import os; words = {MARKER!r}; os.abort()"


@pytest.fixture
def allowed():
    """Whoever starts us would have core files of any size."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    if before[1] != resource.RLIM_INFINITY:
        pytest.skip("this system allows no core files")
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


def limits(pids):
    return {psutil.Process(pid).rlimit(psutil.RLIMIT_CORE) for pid in pids}


def test_no_process_of_ours_may_leave_one(allowed):
    with Server(workers=2 if REDIS else 1) as server, Workers(server, 1 if REDIS else 0) as beside:
        pids = [*family(server.pid), *(process.pid for process in beside.processes)]
        deadline = time.monotonic() + 20  # one that has just been started comes to it a moment later
        while limits(pids) != {(1, 1)} and time.monotonic() < deadline:
            time.sleep(0.05)
        assert limits(pids) == {(1, 1)}


async def test_a_worker_that_crashes_in_the_middle_of_a_run(allowed, upstream):
    upstream.playbook = lambda request: [Say(("Half an ",)), Hang()]
    with Server(workers=2 if REDIS else 1, OPENAI_API_KEY="k", OPENAI_API_BASE=upstream.url) as server:
        token = server.register()["access_token"]
        asking = asyncio.to_thread(server.request, "POST", "/agents/task_agent/runs", ASKED, token=token)
        asked = asyncio.create_task(asking)
        assert await upstream.until(lambda model: model.running)
        assert MARKER in upstream.requests[-1].all("user")
        ours = [psutil.Process(pid) for pid in family(server.pid)]
        for process in ours:
            process.send_signal(signal.SIGABRT)
        with pytest.raises(OSError):
            await asked
        assert server.process.wait(10) == -signal.SIGABRT
        psutil.wait_procs(ours, 10)
    assert cores_with(MARKER, ROOT) == []


def test_the_test_would_see_one(allowed, tmp_path):
    subprocess.run([sys.executable, "-c", CRASH], cwd=tmp_path, check=False)
    if not Path("/proc/sys/kernel/core_pattern").read_text().startswith("core"):
        pytest.skip("this system takes cores elsewhere")
    assert len(cores_with(MARKER, tmp_path)) == 1
