"""Batches as clients make, change and see them: tiers on every door, and nothing of a stranger's."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from agents.batches.models import Batch, BatchRun
from agents.batches.templates import TEMPLATES
from agents.registry import registry
from billing.models import Subscription
from tests.accounts.worlds import give_tier

pytestmark = pytest.mark.services

OWN = {
    "name": "Friday",
    "steps": [
        {"agent": "task_agent", "instruction": "List what is overdue about the pelican"},
        {"agent": "note_agent", "instruction": "Write it down"},
    ],
    "schedule": "0 16 * * FRI",
    "timezone": "Europe/Rome",
}


@pytest.fixture
def power(person):
    return person(tier="power").client


def problem(answer):
    body = answer.json()
    return answer.status, body["code"], body.get("tier"), [error["pointer"] for error in body.get("errors", ())]


def test_the_templates(signed_in):
    listed = {one["name"]: one for one in signed_in.get("/agents/batches/templates").json()}
    assert list(listed) == ["weekly_review", "overdue_sweep", "notes_to_tasks", "project_kickoff"]
    assert listed["weekly_review"]["steps"][0] == {"agent": "task_agent", "instruction": "Give me a weekly review"}
    assert {step["agent"] for one in listed.values() for step in one["steps"]} <= {a.name for a in registry.all()}


@pytest.mark.parametrize("name", TEMPLATES)
def test_anyone_may_activate_a_template(signed_in, name):
    made = signed_in.post("/agents/batches", {"template": name, "timezone": "Europe/Rome"})
    assert made.status == 201
    body = made.json()
    template = TEMPLATES[name]
    assert (body["name"], body["schedule"], body["template"]) == (template.title, template.schedule, name)
    assert [step["instruction"] for step in body["steps"]] == [step.instruction for step in template.steps]
    assert body["active"] is True and body["next_run_at"] > 0
    assert "last_run" not in body and "unavailable" not in body
    assert signed_in.get("/agents/batches").json() == [body]
    assert signed_in.get(f"/agents/batches/{body['id']}").json() == body


def test_a_template_may_be_named_and_scheduled_otherwise(signed_in):
    made = signed_in.post("/agents/batches", {"template": "weekly_review", "name": "Mine", "schedule": "@daily"}).json()
    assert (made["name"], made["schedule"], made["timezone"]) == ("Mine", "0 8 * * *", "UTC")
    by_hand = signed_in.post("/agents/batches", {"template": "weekly_review", "schedule": None}).json()
    assert "schedule" not in by_hand and "next_run_at" not in by_hand


def test_own_steps_are_made_changed_and_removed(power):
    made = power.post("/agents/batches", OWN).json()
    assert {name: made[name] for name in OWN} == OWN
    changed = power.patch(
        f"/agents/batches/{made['id']}", {"name": "Saturday", "schedule": None, "active": False}
    ).json()
    assert (changed["name"], changed["active"], changed["steps"]) == ("Saturday", False, OWN["steps"])
    assert not {"schedule", "next_run_at"} & changed.keys()
    again = power.patch(f"/agents/batches/{made['id']}", {"active": True, "schedule": "30 7 * * *"}).json()
    assert again["next_run_at"] > 0
    assert power.delete(f"/agents/batches/{made['id']}").status == 204
    assert power.get(f"/agents/batches/{made['id']}").status == 404
    assert power.delete(f"/agents/batches/{made['id']}").status == 404


@pytest.mark.parametrize("tier", ["free", "pro"])
def test_own_steps_need_the_builder(person, tier):
    who = person(tier=tier).client
    assert problem(who.post("/agents/batches", OWN)) == (403, "tier_required", "power", [])
    made = who.post("/agents/batches", {"template": "weekly_review"}).json()
    assert problem(who.patch(f"/agents/batches/{made['id']}", {"steps": OWN["steps"]}))[:3] == (
        403,
        "tier_required",
        "power",
    )
    assert who.patch(f"/agents/batches/{made['id']}", {"name": "Mine"}).json()["name"] == "Mine"


def test_steps_of_ones_own_in_the_place_of_a_templates(power):
    made = power.post("/agents/batches", {"template": "weekly_review"}).json()
    changed = power.patch(f"/agents/batches/{made['id']}", {"steps": OWN["steps"]}).json()
    assert changed["steps"] == OWN["steps"]
    assert (changed["name"], "template" in changed) == ("Weekly review", False)


@pytest.mark.parametrize(("tier", "most", "higher"), [("free", 2, "pro"), ("pro", 10, "power")])
def test_active_ones_are_capped_by_tier(person, tier, most, higher):
    who = person(tier=tier).client
    ids = [who.post("/agents/batches", {"template": "weekly_review"}).json()["id"] for _ in range(most)]
    assert problem(who.post("/agents/batches", {"template": "weekly_review"}))[:3] == (403, "tier_required", higher)
    off = who.post("/agents/batches", {"template": "weekly_review", "active": False})
    assert off.status == 201
    assert problem(who.patch(f"/agents/batches/{off.json()['id']}", {"active": True}))[:3] == (
        403,
        "tier_required",
        higher,
    )
    assert who.patch(f"/agents/batches/{ids[0]}", {"active": False}).status == 200
    assert who.patch(f"/agents/batches/{off.json()['id']}", {"active": True}).status == 200


def test_a_downgrade_turns_nothing_off_and_says_what_no_longer_fits(person):
    who = person(tier="power")
    ids = [who.client.post("/agents/batches", {"template": "weekly_review"}).json()["id"] for _ in range(3)]
    own = who.client.post("/agents/batches", OWN).json()["id"]
    Subscription.objects.filter(user=who.user).update(status="canceled")

    listed = {one["id"]: one for one in who.client.get("/agents/batches").json()}
    assert [listed[one].get("unavailable") for one in [*ids, own]] == [None, None, "tier_required", "tier_required"]
    assert all(one["active"] for one in listed.values())
    assert problem(who.client.post(f"/agents/batches/{ids[2]}/run"))[:3] == (403, "tier_required", "pro")
    assert problem(who.client.post(f"/agents/batches/{own}/run"))[:3] == (403, "tier_required", "power")
    assert who.client.post(f"/agents/batches/{ids[0]}/run").status == 202

    give_tier(who.user, "power")
    assert not any("unavailable" in one for one in who.client.get("/agents/batches").json())


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"schedule": "every now and then"}, "#/schedule"),
        ({"schedule": "* * * * *"}, "#/schedule"),
        ({"schedule": 5}, "#/schedule"),
        ({"timezone": "Europe/Nowhere"}, "#/timezone"),
        ({"name": " "}, "#/name"),
        ({"name": "x" * 81}, "#/name"),
        ({"steps": []}, "#/steps"),
        ({"steps": [{"agent": "nobody", "instruction": "Do"}]}, "#/steps/0/agent"),
        ({"steps": [{"agent": "task_agent", "instruction": ""}]}, "#/steps/0/instruction"),
        ({"steps": [{"agent": "task_agent"}]}, "#/steps/0/instruction"),
        ({"steps": OWN["steps"] * 11}, "#/steps"),
        ({"active": "yes"}, "#/active"),
        ({"id": "x"}, "#/id"),
        ({"template": "nothing"}, "#/template"),
        ({"template": "weekly_review"}, "#/steps"),
    ],
)
def test_what_is_wrong_is_pointed_at(power, changes, pointer):
    assert problem(power.post("/agents/batches", OWN | changes)) == (422, "invalid", None, [pointer])


def test_a_name_and_steps_or_a_template(power):
    assert problem(power.post("/agents/batches", {}))[3] == ["#/name", "#/steps"]
    assert problem(power.post("/agents/batches", {"name": "Mine"}))[3] == ["#/steps"]


def test_a_change_is_checked_too(power):
    made = power.post("/agents/batches", OWN).json()
    for change, pointer in (
        ({"schedule": "nonsense"}, "#/schedule"),
        ({"name": ""}, "#/name"),
        ({"steps": []}, "#/steps"),
    ):
        assert problem(power.patch(f"/agents/batches/{made['id']}", change))[3] == [pointer]
    assert power.get(f"/agents/batches/{made['id']}").json() == made


def test_a_strangers_batch_is_not_there(power, stranger):
    made = power.post("/agents/batches", OWN).json()
    path = f"/agents/batches/{made['id']}"
    answers = [
        stranger.get(path),
        stranger.patch(path, {"name": "Mine"}),
        stranger.delete(path),
        stranger.post(f"{path}/run"),
    ]
    assert [answer.status for answer in answers] == [404] * 4
    assert stranger.get("/agents/batches").json() == []
    assert power.get(path).json() == made
    run_id = power.post(f"{path}/run").json()["run_id"]
    assert stranger.get(f"/agents/runs/{run_id}").status == 404
    assert stranger.post(f"/agents/runs/{run_id}/cancel").status == 404
    assert BatchRun.objects.get().status == "queued"


@pytest.mark.parametrize("path", ["/agents/batches", "/agents/batches/templates"])
def test_who_has_not_signed_in_sees_nothing(api, path):
    assert api.get(path).status == 401


def test_a_run_is_queued_and_seen(template):
    who, batch = template()
    accepted = who.client.post(f"/agents/batches/{batch['id']}/run")
    run_id = accepted.json()["run_id"]
    assert (accepted.status, len(run_id)) == (202, 32)
    last = who.client.get(f"/agents/batches/{batch['id']}").json()["last_run"]
    assert (last["run_id"], last["status"], last["step"], last["steps"]) == (run_id, "queued", 1, 2)
    row = who.client.get(f"/agents/runs/{run_id}").json()
    assert (row["door"], row["status"]) == ("batch", "queued")
    assert row["request_id"] == accepted.headers["x-request-id"]


def test_one_run_of_a_batch_at_a_time(template):
    who, batch = template()
    run_id = who.client.post(f"/agents/batches/{batch['id']}/run").json()["run_id"]
    again = who.client.post(f"/agents/batches/{batch['id']}/run")
    assert (again.status, again.json()["code"], again.json()["run_id"]) == (409, "busy", run_id)


def test_a_queued_run_is_cancelled(template):
    who, batch = template()
    run_id = who.client.post(f"/agents/batches/{batch['id']}/run").json()["run_id"]
    for _ in range(2):
        assert who.client.post(f"/agents/runs/{run_id}/cancel").status == 202
    assert who.client.get(f"/agents/batches/{batch['id']}").json()["last_run"]["status"] == "cancelled"
    assert who.client.get(f"/agents/runs/{run_id}").json()["status"] == "cancelled"
    assert who.client.post(f"/agents/batches/{batch['id']}/run").status == 202


def test_a_queued_run_goes_with_its_batch(template):
    who, batch = template()
    run_id = who.client.post(f"/agents/batches/{batch['id']}/run").json()["run_id"]
    assert who.client.delete(f"/agents/batches/{batch['id']}").status == 204
    assert who.client.get(f"/agents/runs/{run_id}").json()["status"] == "cancelled"
    assert who.client.post(f"/agents/runs/{run_id}/cancel").status == 202


@pytest.mark.parametrize(("from_step", "status"), [(1, 202), (2, 202), (3, 422), (0, 422), ("2", 422)])
def test_from_a_step_on(template, from_step, status):
    who, batch = template()
    answer = who.client.post(f"/agents/batches/{batch['id']}/run", {"from_step": from_step})
    assert answer.status == status
    if status == 422:
        assert answer.json()["errors"][0]["pointer"] == "#/from_step"
    else:
        assert BatchRun.objects.get().first_step == from_step - 1


def test_one_that_is_off_is_not_run(template):
    who, batch = template(active=False)
    answer = who.client.post(f"/agents/batches/{batch['id']}/run")
    assert (answer.status, answer.json()["code"]) == (409, "conflict")


def test_what_a_user_wrote_is_kept_sealed(power):
    power.post("/agents/batches", OWN)
    [row] = Batch.objects.values()
    kept = str({**row, "sealed": bytes(row["sealed"])})
    assert "pelican" not in kept and "Friday" not in kept and "task_agent" not in kept


def test_a_seal_of_another_key_is_said_and_spoils_nothing(power, settings):
    made = power.post("/agents/batches", OWN).json()
    settings.SECRET_KEY = "another key of the server, long enough"
    read = power.get(f"/agents/batches/{made['id']}").json()
    assert (read["name"], read["steps"], read["unavailable"]) == ("", [], "unavailable")
    assert power.post(f"/agents/batches/{made['id']}/run").status == 503


def test_the_list_costs_the_same_for_one_and_three(person, django_assert_num_queries):
    who = person(tier="power").client
    who.post("/agents/batches", OWN)
    with django_assert_num_queries(3):
        who.get("/agents/batches")
    for _ in range(2):
        who.post("/agents/batches", OWN)
    with django_assert_num_queries(3):
        assert len(who.get("/agents/batches").json()) == 3


def test_it_goes_with_the_account_and_into_the_export(power):
    power.post("/agents/batches", OWN)
    [exported] = power.get("/auth/me/export").json()["batches"]
    assert (exported["name"], exported["steps"]) == (OWN["name"], OWN["steps"])
    assert power.delete("/auth/me", {"password": "three blind mice 3"}).status == 204
    assert not Batch.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_pass_the_cap():
    if connections["default"].vendor != "postgresql":
        pytest.skip("needs rows that are locked")
    from adiuva.errors import Problem
    from agents.batches import services
    from agents.batches.shapes import BatchRequest
    from tests.accounts import worlds

    user = worlds.make_user()
    asked = BatchRequest(template="weekly_review")

    def make(_):
        try:
            services.create(user_id=user.pk, tier="free", asked=asked)
        except Problem as refused:
            return refused.code
        finally:
            connections.close_all()
        return "made"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(make, range(8)))
    assert outcomes == ["made"] * 2 + ["tier_required"] * 6
