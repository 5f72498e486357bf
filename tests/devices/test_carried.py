"""A client without a socket answers the reads itself: `client_tools` and `/chat/continue`."""

import base64
import json

import pytest

from tests.devices.asking import APOLLO, answered
from tests.doubles.device import Records
from tests.e2e.server import Server


def finish(server, token, store, body):
    records, rounds = Records(store), 0
    while body.get("status") == "input_required":
        rounds += 1
        status, _, body = server.request("POST", "/chat/continue", answered(records, body), token=token)
        assert status == 200, body
    return body, rounds


def begin(server, token, message=APOLLO, path="/chat", **fields):
    status, _, body = server.request("POST", path, {"message": message, "client_tools": True, **fields}, token=token)
    assert status == 200, body
    return body


@pytest.fixture
def token(offline):
    return offline.register()["access_token"]


def test_reads_are_answered_by_the_client(offline, token, store):
    first = begin(offline, token)
    assert set(first) == {"status", "requests", "state"}
    assert {"call_id", "tool", "args"} == set(first["requests"][0])
    body, rounds = finish(offline, token, store, first)

    assert rounds >= 1
    assert len(body["actions"]) == len({action["id"] for action in body["actions"]}) == 3
    for action in body["actions"]:
        store.apply(action)
    assert {task["id"] for task in store.all("tasks", "WHERE status = 'done'")} == {"t1", "t2", "t4"}
    assert len(store.all("notes")) == 2


def test_what_the_context_holds_is_not_asked(offline, token, store):
    context = {"recent_tasks": store.all("tasks"), "projects": store.all("projects")}
    body = begin(offline, token, "Which tasks are in Apollo?", context=context)

    assert "Send the invoice" in body["response"]


def test_an_agent_by_its_name_pauses_too(offline, token, store):
    body, rounds = finish(
        offline, token, store, begin(offline, token, "Which tasks are there?", path="/agents/task_agent/runs")
    )
    assert rounds == 1 and "Fix the roof" in body["response"]


def test_a_client_may_say_that_it_cannot(offline, token):
    first = begin(offline, token, "Which tasks are there?")
    results = [
        {"call_id": one["call_id"], "error": {"code": "locked", "detail": "The records are locked."}}
        for one in first["requests"]
    ]
    status, _, body = offline.request(
        "POST", "/chat/continue", {"state": first["state"], "results": results}, token=token
    )
    assert status == 200 and "locked" in body["response"]


def test_a_state_is_used_once(offline, token, store):
    first = begin(offline, token, "Which tasks are there?")
    going_on = answered(Records(store), first)
    statuses = [offline.request("POST", "/chat/continue", going_on, token=token) for _ in range(4)]

    assert [status for status, _, _ in statuses] == [200, 409, 409, 409]
    assert statuses[1][2]["code"] == "conflict"


def test_a_run_that_waits_for_its_client_can_be_cancelled(offline, token, store):
    first = begin(offline, token, "Which tasks are there?")
    [listed] = rows(offline, token, "waiting")
    for _ in range(2):
        assert offline.request("POST", f"/agents/runs/{listed['id']}/cancel", token=token)[0] == 202
    status, _, body = offline.request("POST", "/chat/continue", answered(Records(store), first), token=token)

    assert (status, body["code"]) == (409, "conflict")
    assert offline.request("GET", f"/agents/runs/{listed['id']}", token=token)[2]["status"] == "cancelled"


def test_a_state_is_its_users_alone(offline, token, store):
    going_on = answered(Records(store), begin(offline, token, "Which tasks are there?"))
    stranger = offline.register()["access_token"]
    status, _, body = offline.request("POST", "/chat/continue", going_on, token=stranger)

    assert (status, body["code"], body["errors"][0]["pointer"]) == (422, "invalid", "#/state")
    assert offline.request("POST", "/chat/continue", going_on, token=token)[0] == 200


@pytest.mark.parametrize("where", [0, 5, 200, -1])
def test_a_changed_state_is_refused(offline, token, store, where):
    going_on = answered(Records(store), begin(offline, token, "Which tasks are there?"))
    raw = bytearray(base64.urlsafe_b64decode(going_on["state"]))
    raw[where] ^= 1
    going_on["state"] = base64.urlsafe_b64encode(raw).decode()
    status, _, body = offline.request("POST", "/chat/continue", going_on, token=token)

    assert (status, body["code"]) == (422, "invalid")


@pytest.mark.parametrize("state", ["", "x", "ÄÖ", "AAAA", "=" * 40])
def test_what_is_no_state(offline, token, state):
    status, _, body = offline.request("POST", "/chat/continue", {"state": state, "results": []}, token=token)
    assert (status, body["code"]) == (422, "invalid")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda results: [],
        lambda results: [*results, results[0]],
        lambda results: [{**results[0], "call_id": "another"}],
        lambda results: [{"call_id": results[0]["call_id"]}],
        lambda results: [{**results[0], "error": {"code": "x"}}],
        lambda results: [{**results[0], "more": 1}],
    ],
)
def test_each_call_is_answered_once(offline, token, store, spoil):
    going_on = answered(Records(store), begin(offline, token, "Which tasks are there?"))
    status, _, body = offline.request(
        "POST", "/chat/continue", going_on | {"results": spoil(going_on["results"])}, token=token
    )
    assert (status, body["code"]) == (422, "invalid")
    assert offline.request("POST", "/chat/continue", going_on, token=token)[0] == 200


def test_nothing_can_be_read_from_a_state(offline, token):
    body = begin(offline, token, "Which tasks are there?", context={"user_profile": {"name": "Zebulon"}})
    raw = base64.urlsafe_b64decode(body["state"])
    assert b"Zebulon" not in raw and b"tasks" not in raw


def test_only_who_is_signed_in_goes_on(offline):
    assert offline.request("POST", "/chat/continue", {"state": "x", "results": []})[0] == 401


def test_a_large_context_is_carried(offline, token, store):
    notes = [{"id": f"n{n}", "title": f"Note {n}", "content": "Some words about it. " * 40} for n in range(1000)]
    first = begin(offline, token, "Which tasks are there?", context={"notes": notes})
    assert len(json.dumps(answered(Records(store), first))) < 2 * 1024 * 1024
    body, _ = finish(offline, token, store, first)
    assert "Fix the roof" in body["response"]


def test_the_deep_agent_pauses_too(offline, token, store):
    first = begin(offline, token, "Which tasks are there?", path="/agents/deep_agent/runs")
    assert first.get("status") == "input_required", first
    body, _ = finish(offline, token, store, first)
    assert body["agent"].startswith("deep_agent") and "Fix the roof" in body["response"]


def test_a_row_waits_and_is_done(offline, token, store):
    first = begin(offline, token, "Which tasks are there?")
    rows(offline, token, "waiting")
    body, _ = finish(offline, token, store, first)
    [entry] = rows(offline, token, "done")
    assert entry["id"] == body["run_id"]
    assert entry["usage"] == body["usage"]


def rows(server, token, status):
    def is_so(page):
        return [row["status"] for row in page["items"]] == [status]

    return server.until("/agents/runs", is_so, token=token)["items"]


def test_every_request_counts():
    """The window of the free tier holds 20 requests."""
    with Server() as server:
        free = server.register()["access_token"]
        statuses = [
            server.request("POST", "/chat/continue", {"state": "x", "results": []}, token=free)[0] for _ in range(21)
        ]
    assert statuses[:20] == [422] * 20 and statuses[20] == 429
