"""What ran: one row a run, without a word of it."""

import base64
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DataError
from django.utils import timezone

from agents import runs
from agents.models import RunRow
from agents.rows import BOOK, selectors, store

pytestmark = pytest.mark.services
WORD = "pelican-and-its-secret"


def row_of(user, **fields):
    begun = {"door": "chat", "status": "done", "started_at": timezone.now()}
    return RunRow.objects.create(id=uuid.uuid4(), user=user, **(begun | fields))


def test_a_run_leaves_a_row_and_none_of_its_words(signed_in):
    answer = signed_in.post("/chat", {"message": f"create a task to feed the {WORD}"})
    run_id = answer.json()["run_id"]
    [listed] = signed_in.get("/agents/runs").json()["items"]
    assert listed["id"] == run_id
    assert (listed["agent"], listed["door"], listed["status"]) == ("task_agent", "chat", "done")
    assert listed["tool_calls"] >= 1
    assert listed["usage"]["input_tokens"] > 0
    assert listed["request_id"] == answer.headers["x-request-id"]
    assert signed_in.get(f"/agents/runs/{run_id}").json() == listed
    row = RunRow.objects.values().get()
    assert WORD not in str(row)


def test_a_stranger_does_not_see_it(signed_in, stranger):
    run_id = signed_in.post("/chat", {"message": "hello"}).json()["run_id"]
    assert stranger.get(f"/agents/runs/{run_id}").status == 404
    assert stranger.get("/agents/runs").json() == {"items": [], "next": None}


def test_pages_follow_each_other_without_gap_or_repetition(signed_in, user):
    now = timezone.now()
    rows = [row_of(user, started_at=now - timedelta(seconds=n // 3)) for n in range(selectors.PAGE * 2 + 5)]
    seen, cursor = [], ""
    while True:
        page = signed_in.get(f"/agents/runs?cursor={cursor}").json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(row.id.hex for row in rows)
    assert len(seen) == len(rows)


def cursor_at(moment):
    return base64.urlsafe_b64encode(f"{moment} {uuid.UUID(int=1).hex}".encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "AAAA",
        "bm90IGEgZGF0ZSBhdCBhbGw=",
        "%00",
        cursor_at("0001-01-01T00:00:00+23:59"),
        cursor_at("9999-12-31T23:59:59-23:59"),
    ],
)
def test_a_made_up_cursor_is_invalid(signed_in, cursor):
    assert signed_in.get(f"/agents/runs?cursor={cursor}").json()["code"] == "invalid"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(signed_in, user, count, django_assert_num_queries):
    for _ in range(count):
        row_of(user)
    signed_in.get("/agents/runs")
    with django_assert_num_queries(2):  # who is asking, and the rows
        signed_in.get("/agents/runs")


def test_a_run_whose_worker_was_killed_is_shown_as_failed(signed_in, user):
    row = row_of(user, status="running", started_at=timezone.now() - timedelta(hours=1))
    shown = signed_in.get(f"/agents/runs/{row.id.hex}").json()
    assert (shown["status"], shown["error_code"]) == ("failed", "internal")


def test_a_run_whose_client_never_came_back_is_shown_as_cancelled(signed_in, user):
    row = row_of(user, status="waiting", started_at=timezone.now() - timedelta(hours=2))
    assert signed_in.get(f"/agents/runs/{row.id.hex}").json()["status"] == "cancelled"


@pytest.mark.parametrize("status", ["done", "failed", "cancelled", "waiting"])
def test_cancelling_one_that_is_over_says_so_at_once(signed_in, user, status, monkeypatch):
    async def nobody(*args, **kwargs):
        raise AssertionError("no other worker needs to be asked")

    monkeypatch.setattr(runs, "cancel", nobody)
    row = row_of(user, status=status)
    assert signed_in.post(f"/agents/runs/{row.id.hex}/cancel").status == 202
    row.refresh_from_db()
    assert row.status == ("cancelled" if status == "waiting" else status)


@pytest.mark.parametrize("status", ["done", "waiting"])
def test_a_stranger_cancels_nothing(stranger, user, status):
    row = row_of(user, status=status)
    assert stranger.post(f"/agents/runs/{row.id.hex}/cancel").status == 404
    row.refresh_from_db()
    assert row.status == status


def test_rows_are_cleared_after_90_days(user):
    old = row_of(user, started_at=timezone.now() - timedelta(days=91))
    kept = row_of(user, started_at=timezone.now() - timedelta(days=89))
    call_command("clean_runs")
    assert list(RunRow.objects.values_list("pk", flat=True)) == [kept.pk]
    assert old.pk != kept.pk


@pytest.mark.django_db(transaction=True)
async def test_a_row_of_a_user_who_left_is_let_go(user):
    run_id = uuid.uuid4().hex
    BOOK.note(run_id, user_id=uuid.uuid4(), door="chat", status="done", started_at=timezone.now())
    await BOOK.flush()
    assert not await RunRow.objects.aexists()


def test_a_failed_run_names_its_code(signed_in, upstream, online):
    upstream.playbook = lambda request: 400
    answer = signed_in.post("/agents/task_agent/runs", {"message": "hello"})
    assert answer.status >= 500
    [row] = signed_in.get("/agents/runs").json()["items"]
    assert (row["status"], row["error_code"]) == ("failed", answer.json()["code"])


@pytest.mark.django_db(transaction=True)
async def test_a_row_that_no_database_takes_keeps_no_other_out(user, monkeypatch):
    begun = {"user_id": user.pk, "door": "chat", "status": "done", "started_at": timezone.now()}
    good, bad = uuid.uuid4(), uuid.uuid4()
    written = store._write

    def strict(rows):
        if any("\0" in fields.get("device_id", "") for fields in rows.values()):
            raise DataError("a NUL")  # as PostgreSQL says
        written(rows)

    monkeypatch.setattr(store, "_write", strict)
    BOOK.note(bad.hex, **begun, device_id="a\0b")
    BOOK.note(good.hex, **begun, device_id="d")
    await BOOK.flush()
    assert [row.pk async for row in RunRow.objects.all()] == [good]


@pytest.mark.django_db(transaction=True)
async def test_a_batchs_run_keeps_the_id_of_the_request_that_asked_for_it(user):
    run_id = uuid.uuid4()
    begun = {"user_id": user.pk, "door": "batch", "started_at": timezone.now()}
    BOOK.note(run_id.hex, **begun, status="queued", request_id="asked-by-this")
    await BOOK.flush()
    BOOK.note(run_id.hex, **begun, status="running")
    await BOOK.flush()
    row = await RunRow.objects.aget()
    assert (row.status, row.request_id) == ("running", "asked-by-this")
