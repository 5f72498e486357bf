"""What support staff see of runs and of users' own agents: how they went, and never a word."""

from uuid import uuid4

import pytest
from django.utils import timezone

from agents.models import OwnAgent, RunRow
from agents.own.settings import Wording, sealed
from tests.accounts.test_admin import PEOPLE, chief, staff  # noqa: F401 - fixtures

pytestmark = pytest.mark.services

RUNS, OWN = "/admin/agents/runrow/", "/admin/agents/ownagent/"
WORDS = Wording("Gardener of secrets", "prunes what nobody sees", "Speak of roses only")


def run_of(user, **fields):
    given = {"agent": "task", "door": "chat", "status": "done", "started_at": timezone.now(), "cost_micro_usd": 1500}
    return RunRow.objects.create(id=uuid4(), user=user, **given | fields)


def own_agent_of(user):
    words = sealed(WORDS, user.pk)
    return OwnAgent.objects.create(user=user, agent="task_agent", sealed=words, model="gpt-4o"), words


@pytest.fixture
def owner(world):
    return world.owner.user


@pytest.mark.parametrize("role", ["staff", "chief"])
def test_a_run_is_shown_with_how_it_went(request, owner, role):
    browser = request.getfixturevalue(role)
    run = run_of(owner, status="failed", error_code="upstream_timeout", output_tokens=987)
    for page in (RUNS, f"{RUNS}{run.pk}/change/", f"{PEOPLE}{owner.pk}/change/"):
        shown = browser.get(page).content.decode()
        assert "upstream_timeout" in shown
        assert "987" in shown
        assert "0.001500" in shown


@pytest.mark.parametrize("role", ["staff", "chief"])
def test_of_an_own_agent_no_word_is_shown_not_even_sealed(request, owner, role):
    browser = request.getfixturevalue(role)
    agent, words = own_agent_of(owner)
    for page in (OWN, f"{OWN}{agent.pk}/change/", f"{PEOPLE}{owner.pk}/change/"):
        shown = browser.get(page).content.decode()
        assert "task_agent" in shown
        assert "gpt-4o" in shown
        for secret in (WORDS.name, WORDS.description, WORDS.instructions, "sealed", words.hex(), str(words)):
            assert secret not in shown


@pytest.mark.parametrize("role", ["staff", "chief"])
def test_nobody_writes_them(request, owner, role):
    browser = request.getfixturevalue(role)
    run, (agent, _) = run_of(owner), own_agent_of(owner)
    for page, row in ((RUNS, run), (OWN, agent)):
        assert browser.get(f"{page}add/").status_code == 403
        assert browser.post(f"{page}{row.pk}/change/", {"agent": "x"}).status_code == 403
        assert browser.post(f"{page}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_runs_are_found_by_their_id_and_their_user(staff, world):  # noqa: F811
    mine, other = run_of(world.owner.user), run_of(world.stranger.user)
    for term in (str(mine.pk), mine.pk.hex, str(world.owner.id)):
        shown = staff.get(f"{RUNS}?q={term}").content.decode()
        assert f"{RUNS}{mine.pk}/" in shown
        assert f"{RUNS}{other.pk}/" not in shown


def test_runs_are_filtered_by_how_they_ended(staff, owner):  # noqa: F811
    good, bad = run_of(owner), run_of(owner, status="failed", error_code="internal")
    for term in ("status=failed", "error_code=internal"):
        shown = staff.get(f"{RUNS}?{term}").content.decode()
        assert f"{RUNS}{bad.pk}/" in shown
        assert f"{RUNS}{good.pk}/" not in shown


def test_a_persons_page_shows_his_last_runs_alone(staff, world):  # noqa: F811
    run_of(world.stranger.user, agent="somebody_elses")
    for number in range(25):
        run_of(world.owner.user, agent=f"agent_{number:02}")
    shown = staff.get(f"{PEOPLE}{world.owner.id}/change/").content.decode()
    assert "agent_24" in shown
    assert "agent_05" in shown
    assert "agent_04" not in shown
    assert "somebody_elses" not in shown


@pytest.mark.parametrize("runs", [1, 6])
def test_pages_cost_the_same_for_any_number(staff, owner, runs, django_assert_max_num_queries):  # noqa: F811
    for _ in range(runs):
        run_of(owner)
        own_agent_of(owner)
    for page, most in ((RUNS, 7), (OWN, 7), (f"{PEOPLE}{owner.pk}/change/", 20)):
        with django_assert_max_num_queries(most):
            assert staff.get(page).status_code == 200
