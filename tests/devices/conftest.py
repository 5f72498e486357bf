import os
import time
from collections.abc import Iterator

import pytest

from tests.doubles.device_store import Store
from tests.doubles.upstream import Upstream
from tests.e2e.server import Server

DAY = 24 * 3600 * 1000


def pytest_collection_modifyitems(items):
    for item in items:
        if "/tests/devices/" in str(item.path):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.services)


def workers() -> int:
    return 2 if os.environ.get("REDIS_URL") else 1


@pytest.fixture(scope="session")
def offline() -> Iterator[Server]:
    with Server(workers=workers(), DEFAULT_TIER="team") as server:
        yield server


@pytest.fixture(scope="session")
def thinking(model_server: Upstream) -> Iterator[Server]:
    with Server(
        workers=workers(),
        OPENAI_API_KEY="sk-of-the-server",
        OPENAI_API_BASE=model_server.url,
        DEFAULT_TIER="team",
    ) as server:
        yield server


@pytest.fixture
def store() -> Store:
    """Apollo has two open tasks that are overdue, one that is not, and one that is done; Zeus has an overdue one."""
    now = time.time_ns() // 1_000_000

    def task(task_id, title, project_id, due, status="todo"):
        return {
            "id": task_id,
            "title": title,
            "status": status,
            "priority": "medium",
            "due_date": now + due * DAY,
            "project_id": project_id,
            "assignees": ["Anna"],
            "is_ai_suggested": False,
            "is_approved": True,
        }

    return Store().fill(
        projects=[
            {"id": "p-apollo", "name": "Apollo", "status": "active"},
            {"id": "p-zeus", "name": "Zeus", "status": "active"},
        ],
        tasks=[
            task("t1", "Send the invoice", "p-apollo", -3),
            task("t2", "Call the printer", "p-apollo", -1, "in_progress"),
            task("t3", "Book the venue", "p-apollo", 5),
            task("t4", "Write the brief", "p-apollo", -9, "done"),
            task("t5", "Fix the roof", "p-zeus", -2),
        ],
        notes=[{"id": "n1", "title": "Ideas", "content": "Balloons", "project_id": "p-apollo"}],
    )
