"""Plans and playbooks through their doors, with the offline engine and with scripted answers of a model."""

import pytest

from tests.doubles.upstream import Status, answer, call

NOW = 1_786_000_000_000  # Thursday 6 August 2026, 09:06 in Rome
APOLLO = {"id": "p1", "name": "Apollo", "status": "active"}
CONTEXT = {
    "timezone": "Europe/Rome",
    "now": NOW,
    "projects": [APOLLO],
    "recent_tasks": [
        {"id": "t1", "title": "Write report", "status": "todo", "priority": "high", "due_date": NOW + 3_600_000}
    ],
    "notes": [{"id": "n1", "title": "Kick-off", "content": "## Actions\n- [ ] Send offer to Eve", "project_id": "p1"}],
}
ASKED = "Create a high priority task 'Send the invoice' due tomorrow in Apollo"


def bare(actions):
    """Actions without what is made anew each time."""
    return [
        {**action, "id": "", "data": {name: value for name, value in action["data"].items() if name != "id"}}
        for action in actions
    ]


def run(client, plan_id, **body):
    return client.post(f"/plans/playbook/{plan_id}/run", {"context": CONTEXT, **body})


def test_a_fresh_clone_without_a_key(signed_in):
    direct = signed_in.post("/chat", {"message": ASKED, "context": CONTEXT}).json()
    plan = signed_in.post("/chat", {"message": ASKED, "context": CONTEXT, "execution_mode": "plan"}).json()
    replayed = run(signed_in, plan["plan_id"], variables=plan["steps"][0]["variables"]).json()

    [action] = direct["actions"]
    assert (action["type"], action["table"]) == ("create_record", "tasks")
    data = action["data"]
    assert (data["title"], data["priority"], data["project_id"]) == ("Send the invoice", "high", "p1")
    assert data["due_date"] == 1_786_139_999_999
    assert bare(replayed["actions"]) == bare(direct["actions"])
    assert replayed["response"] == direct["response"]
    assert direct["model"] == "offline"


def test_what_is_due_today_comes_from_the_context(signed_in):
    body = signed_in.post("/chat", {"message": "What is due today?", "context": CONTEXT}).json()
    assert "Write report" in body["response"] and body["actions"] == []


def test_a_pipeline_replayed_is_the_same(signed_in):
    asked = "Mark 'Write report' as done and write a note about it"
    direct = signed_in.post("/chat", {"message": asked, "context": CONTEXT}).json()
    plan = signed_in.post("/chat", {"message": asked, "context": CONTEXT, "execution_mode": "plan"}).json()
    replayed = run(signed_in, plan["plan_id"], variables={"message": asked}).json()

    assert direct["agent"] == "task_agent,note_agent" and len(direct["actions"]) == 2
    assert bare(replayed["actions"]) == bare(direct["actions"])
    assert (replayed["agent"], replayed["response"]) == (direct["agent"], direct["response"])


def test_tasks_from_a_project(signed_in):
    body = run(signed_in, "create_tasks_from_project", variables={"project_id": "Apollo"}).json()

    [action] = body["actions"]
    assert (action["type"], action["table"]) == ("create_record", "tasks")
    data = action["data"]
    assert data["title"].startswith("Send offer")
    assert (data["project_id"], data["is_ai_suggested"], data["is_approved"]) == ("p1", True, False)
    assert data["title"] in body["response"]


def test_the_weekly_note(signed_in):
    body = run(signed_in, "generate_weekly_note").json()

    [action] = body["actions"]
    assert (action["type"], action["table"]) == ("create_record", "notes")
    assert action["data"]["title"].startswith("Week of")
    assert "Write report" in action["data"]["content"]
    assert not action["data"]["content"].startswith("#  ")


def test_a_model_may_correct_its_list_once(signed_in, online):
    online.play(answer('[{"title": ""}]'), answer('```json\n[{"title": "Send offer", "due_date": "2026-08-07"}]\n```'))
    body = run(signed_in, "create_tasks_from_project", variables={"project_id": "p1"}).json()

    assert body["actions"][0]["data"]["due_date"] == 1_786_139_999_999
    assert "title" in online.requests[1].last("user")
    assert "<data name=" not in online.requests[0].all("system").replace('<data name="…">', "")


@pytest.mark.parametrize("script", [answer("I cannot do that."), answer('{"title": "x"}'), answer("[1, 2]")])
def test_a_model_that_gives_no_list_has_failed(signed_in, online, script):
    online.play(script, script)
    body = run(signed_in, "create_tasks_from_project").json()
    assert body["code"] == "model_failed"


def test_a_list_with_nothing_in_it_is_an_answer(signed_in, online):
    online.play(answer("[]"))
    body = run(signed_in, "create_tasks_from_project").json()
    assert body["actions"] == [] and body["response"]


def test_one_sees_playbooks_and_the_plans_of_ones_own_runs(signed_in, stranger):
    plan = signed_in.post("/chat", {"message": "Add a task SECRET", "execution_mode": "plan"}).json()

    mine = signed_in.get("/plans/playbook").json()
    assert [each["plan_id"] for each in mine] == ["create_tasks_from_project", "generate_weekly_note", plan["plan_id"]]
    kept = signed_in.get(f"/plans/playbook/{plan['plan_id']}").json()
    assert kept["steps"][0]["variables"] == {"message": None}
    assert "SECRET" not in str(mine)
    assert stranger.get(f"/plans/playbook/{plan['plan_id']}").status == 404
    assert run(stranger, plan["plan_id"], variables={"message": "x"}).status == 404
    assert plan["plan_id"] not in str(stranger.get("/plans/playbook").json())
    assert stranger.get("/plans/playbook/generate_weekly_note").json()["steps"][0]["action"] == "llm"


@pytest.mark.parametrize(
    ("plan_id", "body", "status", "pointer"),
    [
        (None, {}, 422, "#/variables/message"),
        (None, {"variables": {"message": ""}}, 422, "#/variables/message"),
        (None, {"variables": {"message": 5}}, 422, "#/variables/message"),
        (None, {"variables": []}, 422, "#/variables"),
        (None, {"message": "Hi"}, 422, "#/message"),
        ("generate_weekly_note", {"context": 1}, 422, "#/context"),
        ("create_tasks_from_project", {"variables": {"project_id": "Nowhere"}}, 422, "#/variables/project_id"),
        ("create_tasks_from_project", {"variables": {"project_id": []}}, 422, "#/variables/project_id"),
        ("create_tasks_from_project", {"variables": {"project_id": 0}}, 422, "#/variables/project_id"),
        ("nonsense", {}, 404, None),
    ],
)
def test_what_cannot_be_run(signed_in, plan_id, body, status, pointer):
    plan_id = plan_id or signed_in.post("/chat", {"message": "Hi", "execution_mode": "plan"}).json()["plan_id"]
    given = signed_in.post(f"/plans/playbook/{plan_id}/run", body)

    assert given.status == status
    assert pointer is None or given.json()["errors"][0]["pointer"] == pointer


def test_actions_made_before_a_failure_are_told(signed_in, online):
    plan = None
    online.playbook = lambda request: answer("task_agent") if request.model == "gpt-4o-mini" else None
    plan = signed_in.post("/chat", {"message": "Hi", "execution_mode": "plan"}).json()
    online.play(call("create_task", {"title": "A"}), [Status(401)])
    body = run(signed_in, plan["plan_id"], variables={"message": "Hi"}).json()

    assert body["code"] == "model_failed" and len(body["actions"]) == 1
