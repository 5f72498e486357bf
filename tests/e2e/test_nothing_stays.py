"""A marker goes through every door, and is then looked for everywhere a server may have put it."""

import json
import time
import urllib.parse
import uuid
from pathlib import Path

import psycopg
import pytest
import redis

from tests.doubles.upstream import ErrorEvent, Status, Upstream, answer, call
from tests.e2e.server import ROOT, Server

MARKER = f"zebra{uuid.uuid4().hex}"
TEXT = f"Create a task '{MARKER}' due tomorrow"
CONTEXT = {
    "recent_tasks": [{"id": MARKER, "title": MARKER}],
    "projects": [{"id": "p1", "name": MARKER}],
    "notes": [{"id": "n", "title": MARKER, "content": MARKER}],
    "relevant_documents": [MARKER],
    "conversation_history": [{"role": "user", "content": MARKER}],
    "user_profile": {"name": MARKER},
    MARKER: MARKER,
}
ASKED = {"message": TEXT, "context": CONTEXT}
DOORS = [
    ("POST", "/chat", ASKED),
    ("POST", "/chat", {**ASKED, "execution_mode": "plan"}),
    ("POST", "/chat", {"message": f"{TEXT} and write a note about {MARKER}"}),
    ("POST", "/chat", {**ASKED, "agent": MARKER}),
    ("POST", "/chat", {**ASKED, MARKER: MARKER}),
    ("POST", "/chat", {"message": [MARKER]}),
    ("POST", f"/chat?q={MARKER}", ASKED),
    ("POST", "/chat/embed", {"text": MARKER}),
    ("POST", "/chat/embed", {"texts": [MARKER, 5]}),
    ("POST", "/agents/note_agent/runs", ASKED),
    ("POST", f"/agents/{MARKER}/runs", ASKED),
    ("POST", "/plans/playbook/generate_weekly_note/run", {"context": CONTEXT}),
    (
        "POST",
        "/plans/playbook/create_tasks_from_project/run",
        {"context": CONTEXT, "variables": {"project_id": MARKER}},
    ),
    ("GET", f"/plans/playbook/{MARKER}", None),
    ("GET", "/plans/playbook", None),
]


def script(request):
    if request.model == "gpt-4o-mini":
        return answer("task_agent, note_agent" if "write a note" in request.last("user") else "task_agent")
    if not request.body.get("tools"):
        return answer(f"# {MARKER}\n{MARKER}")
    if request.all("tool"):
        return answer(f"I made {MARKER}.")
    named = {tool["function"]["name"] for tool in request.body["tools"]}
    return call("create_task" if "create_task" in named else "create_note", {"title": MARKER})


def fails(request):
    return [Status(500, error={"message": MARKER})]


def breaks_off(request):
    return (
        answer("task_agent") if request.model == "gpt-4o-mini" else [*answer(MARKER), ErrorEvent({"message": MARKER})]
    )


@pytest.mark.parametrize("how", ["offline", script, fails, breaks_off])
def test_nothing_of_a_request_stays(how):
    upstream = Upstream()
    with upstream.run():
        online = {
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_API_BASE": upstream.url,
            "LLM_MODEL": "gpt-4o",
            "LLM_ROUTER_MODEL": "gpt-4o-mini",
        }
        upstream.playbook = how if callable(how) else None
        with Server(LOG_LEVEL="DEBUG", DEFAULT_TIER="team", **(online if callable(how) else {})) as server:
            token = server.register()["access_token"]
            given = [server.request(method, path, body, token=token) for method, path, body in DOORS]
            assert any(MARKER in json.dumps(answered) for _, _, answered in given if isinstance(answered, dict))
            time.sleep(2.5)  # usage is written every two seconds
            assert found_in(server) == []


def found_in(server: Server) -> list[str]:
    kept = {"log": server.log(), "metrics": server.request("GET", "/metrics")[2].decode(errors="replace")}
    if server.database_url.startswith("postgres"):
        kept |= _tables(server.database_url)
    if url := server.environment["REDIS_URL"]:
        kept |= _keys(url)
    kept |= {str(path): path.read_bytes().decode(errors="replace") for path in _files(server.scratch)}
    found = [where for where, text in kept.items() if MARKER in text or urllib.parse.quote(MARKER) in text]
    return found + cores_with(MARKER, ROOT, Path("/tmp"))


def cores_with(marker: str, *folders: Path) -> list[str]:
    cores = [path for folder in folders for path in folder.glob("core*") if path.is_file()]
    return [str(path) for path in cores if marker.encode() in path.read_bytes()]


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _tables(url: str) -> dict[str, str]:
    with psycopg.connect(url) as database:
        names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert len(names) > 10
        return {name: str(database.execute(f'SELECT t::text FROM "{name}" t').fetchall()) for (name,) in names}


def _keys(url: str) -> dict[str, str]:
    store = redis.Redis.from_url(url)
    return {f"redis {key}": str(key) + str(store.dump(key)) for key in store.scan_iter()}


def test_the_test_would_see_a_marker(server):
    server.request("GET", "/health", headers={"X-Request-ID": MARKER})
    assert server.logged(request_id=MARKER)
    assert str(server.log_file) in found_in(server)
