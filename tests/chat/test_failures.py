"""What a user gets when a model provider fails in each of its ways, and what is counted all the same."""

import pytest
from asgiref.sync import async_to_sync

from adiuva.config import config
from billing import usage
from billing.models import UsageDay
from tests.doubles.upstream import Cut, ErrorEvent, Hang, Open, Raw, Say, Status, call

HALF = Say(("Half ", "an "))
MADE = call("create_task", {"title": "A"})
FAILURES = {
    "refused": ([Status(400)], 502, "model_refused", ""),
    "a bad key": ([Status(401)], 502, "model_failed", ""),
    "too many requests, for long": ([Status(429, {"retry-after": "600"})], 502, "model_failed", ""),
    "down": ([Status(503)], 502, "model_failed", ""),
    "silent": ([Hang()], 504, "model_timeout", ""),
    "silent after the headers": ([Open(), Hang()], 504, "model_timeout", ""),
    "silent in the middle": ([HALF, Hang()], 504, "model_timeout", "Half an "),
    "cut in the middle": ([HALF, Raw(b'data: {"choices":[{"del'), Cut()], 502, "model_failed", "Half an "),
    "nonsense": ([Raw(b"data: {not json\n\n")], 502, "model_failed", ""),
    "an error in the middle": ([HALF, ErrorEvent({"code": 500})], 502, "model_failed", "Half an "),
}
LONG_GONE = 3


@pytest.fixture
def impatient(signed_in, online, monkeypatch):
    ask(signed_in)  # the first call of all takes longer than a silence may here
    online.forget()
    monkeypatch.setattr(config, "llm_first_token_timeout", 0.5)
    monkeypatch.setattr(config, "llm_token_timeout", 0.5)
    monkeypatch.setattr("agents.llm.resilient.Patience.pause", 0.01)
    return online


def ask(client):
    return client.post("/agents/task_agent/runs", {"message": "Add a task"})


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_is_a_problem_with_what_there_was(signed_in, impatient, failure):
    script, status, code, text = FAILURES[failure]
    impatient.play(MADE, *[script] * LONG_GONE)
    given = ask(signed_in)
    body = given.json()

    assert (given.status, body["code"]) == (status, code)
    assert body["response"] == text
    assert [action["data"]["title"] for action in body["actions"]] == ["A"]
    assert body["usage"]["input_tokens"] > 0
    assert body["run_id"]
    assert "upstream-says" not in given.body.decode()


def test_a_short_failure_is_not_noticed(signed_in, impatient):
    impatient.play([Status(500)], [Status(429)], [Say(("Here ", "I am."))])
    assert ask(signed_in).json()["response"] == "Here I am."


def test_another_model_steps_in(signed_in, impatient, monkeypatch):
    monkeypatch.setattr(config, "llm_fallback_model", "gpt-4.1")
    impatient.playbook = lambda request: [Status(503)] if request.model == "gpt-4o" else [Say(("Me instead.",))]
    body = ask(signed_in).json()

    assert (body["response"], body["model"]) == ("Me instead.", "gpt-4.1")


@pytest.mark.parametrize("failure", ["cut in the middle", "down"])
def test_what_a_failed_run_used_is_counted(signed_in, user, impatient, failure):
    before = counted(user)
    script, *_ = FAILURES[failure]
    impatient.play(MADE, *[script] * LONG_GONE)
    used = ask(signed_in).json()["usage"]
    after = counted(user)

    assert after[0] - before[0] == used["input_tokens"] > 0
    assert after[1] - before[1] == used["output_tokens"] > 0
    assert used["estimated"] is (failure != "down")


def counted(user):
    async_to_sync(usage.flush)()
    [row] = UsageDay.objects.filter(user=user, model="gpt-4o")
    return row.input_tokens, row.output_tokens
