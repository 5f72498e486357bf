"""Monthly caps meet every door that uses a model."""

import pytest

from adiuva.config import config
from billing.models import UsageReservation
from tests.doubles.upstream import Status

pytestmark = pytest.mark.services


@pytest.fixture
def capped(monkeypatch):
    monkeypatch.setattr(config, "usage_cap_tokens_free", 40)


def test_a_run_under_the_cap_passes_and_the_next_one_over_it_does_not(signed_in, capped):
    assert signed_in.post("/chat", {"message": "create a task to pay the rent"}).status == 200
    answer = signed_in.post("/chat", {"message": "and another one"})
    assert (answer.status, answer.json()["code"]) == (429, "usage_cap")
    assert int(answer.headers["retry-after"]) > 0
    embedded = signed_in.post("/chat/embed", {"text": "hello"})
    assert (embedded.status, embedded.json()["code"]) == (429, "usage_cap")


def test_what_was_held_is_given_back_when_a_run_dies(signed_in, capped, upstream, online):
    upstream.playbook = lambda request: [Status(400)]
    assert signed_in.post("/agents/task_agent/runs", {"message": "hello"}).status >= 500
    signed_in.get("/billing/usage")  # writes what is in memory
    assert not UsageReservation.objects.exists()


def test_without_a_cap_nothing_is_held(signed_in, django_assert_num_queries):
    with django_assert_num_queries(1):  # who is asking
        assert signed_in.post("/agents/task_agent/runs", {"message": "what is due today?"}).status == 200


def test_a_caller_who_brings_a_key_pays_his_provider_himself(person, upstream, online):
    power = person(tier="power").client
    upstream.playbook = lambda request: ["done"]
    asked = {"message": "hello", "model": "gpt-4o"}
    own = power.post("/agents/task_agent/runs", asked, headers={"X-Provider-Key": "sk-own"}).json()
    ours = power.post("/agents/task_agent/runs", asked).json()
    assert "cost_usd" not in own["usage"]
    assert ours["usage"]["cost_usd"] > 0
