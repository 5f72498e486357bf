import math

import pytest

from agents.registry import registry
from tests.doubles.upstream import Status, answer


def test_the_catalog_names_agents_and_tools_and_nothing_else(signed_in):
    agents = {agent["name"]: agent for agent in signed_in.get("/agents").json()}

    counts = {name: len(agent["tools"]) for name, agent in agents.items()}
    assert counts.items() >= {"task_agent": 8, "project_agent": 6, "timeline_agent": 4, "note_agent": 5}.items()
    assert set(agents["task_agent"]) == {"name", "description", "tools"}
    assert agents["note_agent"]["tools"] == ["list_notes", "get_note", "create_note", "update_note", "delete_note"]


def test_the_models_one_may_choose(person, online, monkeypatch):
    from adiuva.config import config

    monkeypatch.setattr(config, "llm_models", ["groq/llama-3.3-70b", "gpt-4o"])
    assert person(tier="pro").client.get("/agents/models").json() == [
        {"name": "gpt-4o", "provider": "openai"},
        {"name": "groq/llama-3.3-70b", "provider": "groq"},
    ]


def test_a_chosen_model_answers(signed_in, online, monkeypatch):
    from adiuva.config import config

    monkeypatch.setattr(config, "llm_models", ["gpt-4.1"])
    online.playbook = lambda request: answer("task_agent" if "mini" in request.model else f"I am {request.model}")
    body = signed_in.post("/chat", {"message": "Hi", "model": "gpt-4.1"}).json()

    assert (body["response"], body["model"]) == ("I am gpt-4.1", "gpt-4.1")


def test_an_agent_is_run_without_classification(signed_in, online):
    online.play(answer("Here I am."))
    body = signed_in.post("/agents/note_agent/runs", {"message": "Hi"}).json()

    assert (body["agent"], body["response"]) == ("note_agent", "Here I am.")
    assert len(online.requests) == 1


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/agents/email_agent/runs", {"message": "Hi"}, 404),
        ("/agents/note_agent/runs", {"message": "Hi", "agent": "task_agent"}, 422),
        ("/agents/note_agent/runs", {}, 422),
    ],
)
def test_what_an_agent_cannot_be_asked(signed_in, path, body, status):
    assert signed_in.post(path, body).status == status


@pytest.mark.parametrize("context", [5, {"user_profile": []}, {"notes": ["x"]}, {"conversation_history": ["x"]}])
def test_what_is_no_object_is_told_in_words_of_json(signed_in, context):
    [fault] = signed_in.post("/chat", {"message": "Hi", "context": context}).json()["errors"]
    assert fault["detail"] == "This must be an object."


@pytest.mark.parametrize("path", ["/agents", "/agents/models", "/plans/playbook", "/plans/playbook/x"])
def test_only_who_is_signed_in_may_look(api, path):
    assert api.get(path).status == 401


@pytest.mark.parametrize("path", ["/chat/embed", "/agents/task_agent/runs", "/plans/playbook/generate_weekly_note/run"])
def test_only_who_is_signed_in_may_start_something(api, path):
    assert api.post(path, {"message": "Hi"}).status == 401


def test_a_text_has_a_vector(signed_in):
    body = signed_in.post("/chat/embed", {"text": "The invoice of Apollo"}).json()

    assert len(body["embedding"]) == 1536
    assert math.isclose(sum(x * x for x in body["embedding"]), 1, rel_tol=1e-3)
    assert body["model"] == "offline" and body["usage"]["input_tokens"] > 0
    assert "embeddings" not in body


def test_several_texts_have_several(signed_in, online):
    body = signed_in.post("/chat/embed", {"texts": ["a", "b", "c"]}).json()

    assert [len(vector) for vector in body["embeddings"]] == [1536] * 3
    assert (body["model"], body["usage"]["estimated"]) == ("text-embedding-3-small", False)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": ""},
        {"text": "a", "texts": ["b"]},
        {"texts": []},
        {"texts": ["a"] * 129},
        {"texts": ["a", ""]},
        {"texts": "a"},
        {"text": ["a"]},
        {"text": "a", "model": "x"},
    ],
)
def test_what_has_no_vector(signed_in, body):
    given = signed_in.post("/chat/embed", body)
    assert (given.status, given.json()["code"]) == (422, "invalid")


def test_vectors_of_another_length_are_refused(signed_in, online):
    online.vector_length = 768
    assert signed_in.post("/chat/embed", {"text": "a"}).json()["code"] == "model_failed"


def test_a_provider_that_fails_to_embed(signed_in, online):
    online.play([Status(401)])
    given = signed_in.post("/chat/embed", {"text": "a"})
    assert (given.status, given.json()["code"]) == (502, "model_failed")


def test_the_registry_answers_for_agents_it_has():
    assert {agent["name"] for agent in registry.list_agents()} >= {"task_agent", "note_agent"}
    assert "nobody" not in registry
