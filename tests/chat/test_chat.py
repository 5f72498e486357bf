"""POST /chat over the whole application, thinking with a loopback model server."""

import pytest

from tests.doubles.upstream import Status, answer, call

CHAT = "/chat"


@pytest.fixture
def routed(online):
    """The router says task_agent; the agent plays what the test queues."""

    def by_model(request):
        return answer("task_agent") if request.model == "gpt-4o-mini" else None

    online.playbook = by_model
    return online


def test_an_answer_with_its_actions(signed_in, routed):
    routed.play(call("create_task", {"title": "Send the invoice"}), answer("It is on your list."))
    given = signed_in.post(CHAT, {"message": "Add a task to send the invoice"})

    assert given.status == 200
    body = given.json()
    assert body["response"] == "It is on your list."
    assert (body["agent"], body["model"]) == ("task_agent", "gpt-4o")
    [action] = body["actions"]
    assert action["type"] == "create_record" and action["table"] == "tasks"
    assert action["data"]["title"] == "Send the invoice"
    assert body["usage"]["input_tokens"] > 0 and body["usage"]["estimated"] is False
    assert "cancelled" not in body


def test_a_plan(signed_in, routed):
    body = signed_in.post(CHAT, {"message": "Add a task", "execution_mode": "plan"}).json()

    assert body["steps"][0] == {
        "action": "llm",
        "prompt_template": "tpl_task_agent_default",
        "variables": {"message": "Add a task"},
    }


def test_a_model_that_fails_is_a_problem_with_what_there_was(signed_in, routed):
    routed.play(call("create_task", {"title": "A"}), [Status(401)])
    given = signed_in.post(CHAT, {"message": "Add a task"})

    assert (given.status, given.json()["code"]) == (502, "model_failed")
    assert len(given.json()["actions"]) == 1
    assert given.json()["response"] == ""


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        ({}, 422, "invalid", "#/message"),
        ({"message": ""}, 422, "invalid", "#/message"),
        ({"message": " \n"}, 422, "invalid", "#/message"),
        ({"message": "x" * 32_001}, 422, "invalid", "#/message"),
        ({"message": 5}, 422, "invalid", "#/message"),
        ({"message": None}, 422, "invalid", "#/message"),
        ({"message": "a", "context": "b"}, 422, "invalid", "#/context"),
        ({"message": "a", "context": {"notes": {}}}, 422, "invalid", "#/context/notes"),
        ({"message": "a", "context": {"recent_tasks": ["b"]}}, 422, "invalid", "#/context/recent_tasks/0"),
        ({"message": "a", "context": {"relevant_documents": [1]}}, 422, "invalid", "#/context/relevant_documents/0"),
        (
            {"message": "a", "context": {"conversation_history": [{"role": "user"}]}},
            422,
            "invalid",
            "#/context/conversation_history/0/content",
        ),
        ({"message": "a", "context": {"timezone": "Mars/Base"}}, 422, "invalid", "#/context/timezone"),
        ({"message": "a", "context": {"now": -1}}, 422, "invalid", "#/context/now"),
        ({"message": "a", "context": {"now": 10**15}}, 422, "invalid", "#/context/now"),
        ({"message": "a", "context": {"more": "x" * 1024 * 1024}}, 413, "too_large", "#/context"),
        ({"message": "a", "execution_mode": "maybe"}, 422, "invalid", "#/execution_mode"),
        ({"message": "a", "client_tools": "yes"}, 422, "invalid", "#/client_tools"),
        ({"message": "a", "agent": "email_agent"}, 422, "invalid", "#/agent"),
        ({"message": "a", "agent": 1}, 422, "invalid", "#/agent"),
        ({"message": "a", "model": "gpt-9000"}, 422, "invalid", "#/model"),
        ({"message": "a", "mood": "good"}, 422, "invalid", "#/mood"),
        (["message"], 422, "invalid", "#"),
    ],
)
def test_what_cannot_be_asked(signed_in, routed, body, status, code, pointer):
    given = signed_in.post(CHAT, body)

    assert (given.status, given.json()["code"]) == (status, code)
    assert given.json()["errors"][0]["pointer"] == pointer
    assert routed.requests == []


def test_only_who_is_signed_in_may_chat(api, online):
    assert api.post(CHAT, {"message": "Hi"}).json()["code"] == "unauthenticated"


def test_a_context_of_nearly_a_mebibyte_is_taken(signed_in, routed):
    routed.play(answer("Fine."))
    tasks = [{"id": f"t{n}", "title": "A task of some length " * 4} for n in range(8_000)]
    given = signed_in.post(CHAT, {"message": "What is open?", "context": {"recent_tasks": tasks}})

    assert given.status == 200
    assert len(routed.requests[-1].all("user")) < 80_000
