"""What support staff see of runs and of users' own agents and batches: how they went, and never a word."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from agents.batches import wording as batch_wording
from agents.batches.templates import Step
from agents.models import Batch, BatchRun, OwnAgent, RunRow
from agents.own.settings import Wording, sealed
from billing.models import UsageDay
from tests.accounts.test_admin import PEOPLE, chief, staff  # noqa: F401 - fixtures
from tests.accounts.test_roles import with_permissions

pytestmark = pytest.mark.services

RUNS, OWN, BATCHES = "/admin/agents/runrow/", "/admin/agents/ownagent/", "/admin/agents/batch/"
WORDS = Wording("Gardener of secrets", "prunes what nobody sees", "Speak of roses only")


def run_of(user, **fields):
    given = {"agent": "task", "door": "chat", "status": "done", "started_at": timezone.now(), "cost_micro_usd": 1500}
    return RunRow.objects.create(id=uuid4(), user=user, **given | fields)


def own_agent_of(user):
    words = sealed(WORDS, user.pk)
    return OwnAgent.objects.create(user=user, agent="task_agent", sealed=words, model="gpt-4o"), words


def batch_of(user, **fields):
    words = batch_wording.sealed(batch_wording.Wording(WORDS.name, (Step("task_agent", WORDS.instructions),)), user.pk)
    return Batch.objects.create(user=user, sealed=words, **fields), words


def batch_run_of(batch, **fields):
    now = timezone.now()
    given = {"status": "done", "steps": 2, "step": 1, "queued_at": now, "try_at": now, "give_up_at": now}
    return BatchRun.objects.create(batch=batch, user_id=batch.user_id, **given | fields)


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
def test_a_batch_is_shown_with_when_and_how_it_ran_and_without_a_word(request, owner, role):
    browser = request.getfixturevalue(role)
    batch, words = batch_of(
        owner, schedule="0 16 * * FRI", timezone="Europe/Berlin", next_due=datetime(2031, 5, 2, 14, tzinfo=UTC)
    )
    batch_run_of(batch, queued_at=timezone.now() - timedelta(days=7))
    batch_run_of(batch, status="failed", error_code="device_gone")
    for page in (BATCHES, f"{BATCHES}{batch.pk}/change/", f"{PEOPLE}{owner.pk}/change/"):
        shown = browser.get(page).content.decode()
        for detail in ("0 16 * * FRI", "Europe/Berlin", "2031-05-02 14:00", "failed, step 2 of 2: device_gone"):
            assert detail in shown
        assert "done, step" not in shown
        for secret in (WORDS.name, WORDS.instructions, "sealed", words.hex(), str(words)):
            assert secret not in shown


def test_a_batch_that_waits_for_its_user_says_so(staff, owner):  # noqa: F811
    batch_of(owner, template="weekly_review", active=False)
    shown = staff.get(BATCHES).content.decode()
    for detail in ("weekly_review", "by hand", "never"):
        assert detail in shown


def test_batches_are_found_by_their_id_and_their_user_and_told_apart(staff, world):  # noqa: F811
    (mine, _), (other, _) = batch_of(world.owner.user), batch_of(world.stranger.user, active=False)
    for term in (f"q={mine.pk}", f"q={world.owner.id}", "active__exact=1"):
        shown = staff.get(f"{BATCHES}?{term}").content.decode()
        assert f"{BATCHES}{mine.pk}/" in shown
        assert f"{BATCHES}{other.pk}/" not in shown


LISTS = (RUNS, OWN, BATCHES, "/admin/billing/usageday/", "/admin/accounts/session/")
MAY_VIEW = ("agents.view_runrow", "agents.view_ownagent", "agents.view_batch", "billing.view_usageday")


def one_of_each(user):
    run_of(user)
    own_agent_of(user)
    batch_of(user)
    UsageDay.objects.create(user=user, day=date(2026, 1, 1), model="m")


@pytest.mark.parametrize("page", LISTS)
def test_whose_it_is_is_said_by_email_and_linked(staff, owner, page):  # noqa: F811
    one_of_each(owner)
    row = re.search(rf'href="({page}[^"/]+/change/)', staff.get(f"{page}?q={owner.pk}").content.decode()).group(1)
    for shown in (page, row):
        assert re.search(rf'href="{PEOPLE}{owner.pk}/change/"[^>]*>{owner.email}<', staff.get(shown).content.decode())


@pytest.mark.parametrize("page", LISTS)
def test_who_may_not_see_users_sees_ids_alone(owner, page):
    viewer = with_permissions("viewer@example.org", *MAY_VIEW, "accounts.view_session")
    one_of_each(owner)
    row = re.search(rf'href="({page}[^"/]+/change/)', viewer.get(f"{page}?q={owner.pk}").content.decode()).group(1)
    for shown in (page, row):
        answer = viewer.get(shown)
        assert answer.status_code == 200
        assert str(owner.pk) in answer.content.decode()
        assert owner.email not in answer.content.decode()


def test_who_may_see_batches_sees_nothing_else(owner):
    viewer = with_permissions("viewer@example.org", "agents.view_batch")
    batch, _ = batch_of(owner)
    assert [viewer.get(page).status_code for page in (BATCHES, f"{BATCHES}{batch.pk}/change/")] == [200, 200]
    assert [viewer.get(page).status_code for page in LISTS if page != BATCHES] == [403] * 4
    other = with_permissions("other@example.org", "agents.view_runrow", "agents.view_ownagent")
    assert [other.get(page).status_code for page in (BATCHES, f"{BATCHES}{batch.pk}/change/")] == [403, 403]


@pytest.mark.parametrize("role", ["staff", "chief"])
def test_nobody_writes_them(request, owner, role):
    browser = request.getfixturevalue(role)
    run, (agent, _), (batch, _) = run_of(owner), own_agent_of(owner), batch_of(owner)
    for page, row in ((RUNS, run), (OWN, agent), (BATCHES, batch)):
        assert browser.get(f"{page}add/").status_code == 403
        assert browser.post(f"{page}{row.pk}/change/", {"agent": "x"}).status_code == 403
        assert browser.post(f"{page}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_runs_are_found_by_their_id_and_their_user(staff, world):  # noqa: F811
    mine, other = run_of(world.owner.user, request_id=uuid4().hex), run_of(world.stranger.user)
    for term in (str(mine.pk), mine.pk.hex, str(world.owner.id), f" {mine.request_id} "):
        shown = staff.get(f"{RUNS}?q={term}").content.decode()
        assert f"{RUNS}{mine.pk}/" in shown
        assert f"{RUNS}{other.pk}/" not in shown


def test_a_search_that_finds_nothing_leads_back_to_all(staff, owner):  # noqa: F811
    nothing = staff.get(f"{RUNS}?q={owner.pk}").content.decode()
    assert "Nothing fits" in nothing
    assert 'href="?"' in nothing
    assert "Create a new item" not in nothing
    assert "As soon as there are any" in staff.get(RUNS).content.decode()


def test_runs_are_filtered_by_how_they_ended(staff, owner):  # noqa: F811
    good, bad = run_of(owner), run_of(owner, status="failed", error_code="internal")
    for term in ("status=failed", "error_code=internal"):
        shown = staff.get(f"{RUNS}?{term}").content.decode()
        assert f"{RUNS}{bad.pk}/" in shown
        assert f"{RUNS}{good.pk}/" not in shown


def test_a_persons_page_shows_his_last_runs_alone(staff, world):  # noqa: F811
    run_of(world.stranger.user, agent="somebody_elses")
    for number in range(25):
        last = run_of(world.owner.user, agent=f"agent_{number:02}")
    shown = staff.get(f"{PEOPLE}{world.owner.id}/change/").content.decode()
    assert f'href="{RUNS}{last.pk}/change/"' in shown
    assert "agent_24" in shown
    assert "agent_05" in shown
    assert "agent_04" not in shown
    assert "somebody_elses" not in shown


@pytest.mark.parametrize("runs", [1, 6])
def test_pages_cost_the_same_for_any_number(staff, owner, runs, django_assert_max_num_queries):  # noqa: F811
    for _ in range(runs):
        run_of(owner)
        own_agent_of(owner)
        batch_run_of(batch_of(owner)[0])
    for page, most in ((RUNS, 7), (OWN, 7), (BATCHES, 8), (f"{PEOPLE}{owner.pk}/change/", 22)):
        with django_assert_max_num_queries(most):
            assert staff.get(page).status_code == 200
