"""Agents of the user's own: made, offered to the router, run, and kept from everybody else."""

import json

import pytest

from adiuva.config import config
from agents.models import OwnAgent
from agents.own.settings import opened
from tests.accounts import worlds

HELPER = {
    "name": "Invoice helper",
    "description": "Looks after invoices and bills",
    "agent": "task_agent",
    "instructions": "Always answer in one short sentence about the pelican.",
}

pytestmark = pytest.mark.services


@pytest.fixture
def pro(person):
    return person(tier="pro").client


def make(client, **changes):
    answer = client.post("/agents/configs", HELPER | changes)
    assert answer.status == 201, answer
    return answer.json()


def test_one_is_made_read_changed_and_removed(pro):
    made = make(pro)
    assert {name: made[name] for name in HELPER} == HELPER
    assert made["enabled"] is True
    assert pro.get("/agents/configs").json() == [made]
    changed = pro.patch(f"/agents/configs/{made['id']}", {"name": "Bills", "enabled": False})
    assert changed.json() == made | {"name": "Bills", "enabled": False}
    assert pro.get(f"/agents/configs/{made['id']}").json() == changed.json()
    assert pro.delete(f"/agents/configs/{made['id']}").status == 204
    assert pro.get(f"/agents/configs/{made['id']}").status == 404


def test_what_the_user_wrote_is_sealed_in_the_database(pro):
    make(pro)
    row = OwnAgent.objects.get()
    for text in HELPER.values():
        if text != "task_agent":
            assert text.encode() not in bytes(row.sealed)
    assert opened(row.sealed, row.user_id).name == HELPER["name"]


def test_a_row_moved_to_another_user_cannot_be_opened(pro, person):
    made = make(pro)
    other = person(tier="pro")
    OwnAgent.objects.update(user=other.user)
    [moved] = other.client.get("/agents/configs").json()
    assert moved["id"] == made["id"]
    assert moved["instructions"] == ""
    assert moved["unavailable"] == "unavailable"


def test_a_stranger_gets_404_for_everything(pro, stranger):
    made = make(pro)
    path = f"/agents/configs/{made['id']}"
    for answer in (
        stranger.get(path),
        stranger.patch(path, {"name": "Mine now"}),
        stranger.delete(path),
        stranger.post(f"{path}/runs", {"message": "hello"}),
    ):
        assert (answer.status, answer.json()["code"]) == (404, "not_found")
    assert stranger.get("/agents/configs").json() == []
    assert pro.get(path).json() == made


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": " "}, "#/name"),
        ({"name": "x" * 81}, "#/name"),
        ({"name": "a\0b"}, "#/name"),
        ({"agent": "nobody"}, "#/agent"),
        ({"instructions": "x" * 8001}, "#/instructions"),
        ({"instructions": 3}, "#/instructions"),
        ({"temperature": 3}, "#/temperature"),
        ({"temperature": "hot"}, "#/temperature"),
        ({"model": "gpt-9"}, "#/model"),
        ({"enabled": "yes"}, "#/enabled"),
        ({"user_id": "me"}, "#/user_id"),
    ],
)
def test_what_is_wrong_is_pointed_at(pro, change, pointer):
    made = make(pro)
    for answer in (
        pro.post("/agents/configs", HELPER | change),
        pro.patch(f"/agents/configs/{made['id']}", change),
    ):
        assert answer.status == 422, answer
        assert pointer in [error["pointer"] for error in answer.json()["errors"]]


def test_free_has_three(signed_in):
    for number in range(3):
        make(signed_in, name=f"Helper {number}")
    answer = signed_in.post("/agents/configs", HELPER)
    assert (answer.status, answer.json()["code"], answer.json()["tier"]) == (403, "tier_required", "pro")
    assert len(signed_in.get("/agents/configs").json()) == 3


def test_a_downgrade_turns_nothing_off_and_says_what_is_not_used(person):
    someone = person(tier="pro")
    made = [make(someone.client, name=f"Helper {number}") for number in range(4)]
    worlds.give_tier(someone.user, "free")
    listed = someone.client.get("/agents/configs").json()
    assert [one["enabled"] for one in listed] == [True] * 4
    assert [one.get("unavailable") for one in listed] == [None, None, None, "tier_required"]
    answer = someone.client.post(f"/agents/configs/{made[3]['id']}/runs", {"message": "hello"})
    assert (answer.status, answer.json()["code"]) == (403, "tier_required")
    switched = someone.client.patch(f"/agents/configs/{made[3]['id']}", {"enabled": False})
    assert switched.status == 200


def test_another_provider_needs_a_tier_that_has_it(person, monkeypatch):
    monkeypatch.setattr(config, "llm_models", ["anthropic/claude-3-5-haiku"])
    free, pro = person(tier="free").client, person(tier="pro").client
    asked = HELPER | {"model": "anthropic/claude-3-5-haiku"}
    refused = free.post("/agents/configs", asked)
    assert (refused.status, refused.json()["tier"]) == (403, "pro")
    assert pro.post("/agents/configs", asked).status == 201
    assert "anthropic/claude-3-5-haiku" in [model["name"] for model in pro.get("/agents/models").json()]
    assert "anthropic/claude-3-5-haiku" not in [model["name"] for model in free.get("/agents/models").json()]
    chat = free.post("/chat", {"message": "hello", "model": "anthropic/claude-3-5-haiku"})
    assert (chat.status, chat.json()["code"]) == (403, "tier_required")


def test_a_request_may_name_it_by_its_id(pro, stranger):
    made = make(pro)
    answer = pro.post("/chat", {"message": "create a task to pay the rent", "agent": made["id"]})
    assert (answer.status, answer.json()["agent"]) == (200, HELPER["name"])
    strange = stranger.post("/chat", {"message": "hello", "agent": made["id"]})
    assert (strange.status, strange.json()["code"]) == (422, "invalid")


def test_it_runs_as_the_agent_it_is_built_on(pro):
    made = make(pro)
    answer = pro.post(f"/agents/configs/{made['id']}/runs", {"message": "create a task to pay the rent"})
    assert answer.status == 200, answer
    assert answer.json()["agent"] == HELPER["name"]
    assert [action["table"] for action in answer.json()["actions"]] == ["tasks"]


def test_the_router_offers_enabled_ones_to_their_owner_alone(pro, stranger, upstream, online):
    make(pro)
    make(pro, name="Switched off", enabled=False)
    upstream.playbook = lambda request: ["task_agent"]
    pro.post("/chat", {"message": "hello"})
    seen = json.dumps(upstream.requests[0].body)
    assert "Invoice helper" in seen
    assert "Switched off" not in seen
    upstream.requests.clear()
    stranger.post("/chat", {"message": "hello"})
    assert "Invoice helper" not in json.dumps(upstream.requests[0].body)


def test_its_instructions_go_in_as_data_after_ours(pro, upstream, online):
    made = make(pro)
    upstream.playbook = lambda request: ["done"]
    pro.post(f"/agents/configs/{made['id']}/runs", {"message": "hello"})
    [request] = upstream.requests
    system, *_, last = request.body["messages"]
    assert system["role"] == "system"
    assert "pelican" not in system["content"]
    assert '<data name="instructions">' in last["content"]
    assert "pelican" in last["content"]


def test_its_temperature_is_used(pro, upstream, online):
    made = make(pro, temperature=1.5)
    upstream.playbook = lambda request: ["done"]
    pro.post(f"/agents/configs/{made['id']}/runs", {"message": "hello"})
    assert upstream.requests[0].body["temperature"] == 1.5


def test_the_owner_takes_them_along(pro):
    make(pro)
    [kept] = pro.get("/auth/me/export").json()["own_agents"]
    assert kept["instructions"] == HELPER["instructions"]


KEY = "sk-the-callers-own-key"


def test_a_key_of_the_callers_own_is_used_for_that_run_alone(person, upstream, online, caplog):
    power = person(tier="power").client
    upstream.playbook = lambda request: ["done"]
    asked = {"message": "hello", "model": config.llm_model}
    power.post("/agents/task_agent/runs", asked, headers={"X-Provider-Key": KEY})
    power.post("/agents/task_agent/runs", asked)
    keys = [request.headers["authorization"] for request in upstream.requests]
    assert keys[0] == f"Bearer {KEY}"
    assert keys[1] != keys[0]
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    ("tier", "asked", "status", "code"),
    [
        ("pro", {"model": "gpt-4o"}, 403, "tier_required"),
        ("power", {}, 422, "invalid"),
        ("power", {"model": "offline"}, 422, "invalid"),
    ],
)
def test_a_key_needs_its_tier_and_a_model(person, tier, asked, status, code):
    answer = person(tier=tier).client.post("/chat", {"message": "hello"} | asked, headers={"X-Provider-Key": KEY})
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert KEY not in answer.body.decode()
