"""The desk's first page: figures for those who may see them."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import caches

from accounts.figures import write
from billing.admin import dashboard
from billing.admin.charts import chart, parts
from billing.admin.figures import figures_of, users_by_tier, whole
from billing.models import UsageDay
from billing.usage.months import today
from tests.accounts.test_admin import chief, staff  # noqa: F401 - fixtures
from tests.accounts.test_roles import with_permissions

pytestmark = pytest.mark.services


@pytest.fixture(autouse=True)
def _fresh():
    caches["counts"].clear()
    yield
    caches["counts"].clear()


def used(user, day, model="m", **counts):
    return UsageDay.objects.create(user=user, day=day, model=model, **counts)


def total(page: str, title: str) -> str:
    return re.search(rf'data-figure="{title}">.*?<strong[^>]*>([^<]*)<', page, re.DOTALL).group(1)


def test_the_figures_are_those_of_everybody_over_the_days(staff, person):  # noqa: F811
    one, other = person(tier="pro"), person(tier="team")
    used(one.user, today(), requests=3, input_tokens=1_000, output_tokens=200, cost_micro_usd=1_500_000)
    used(one.user, today(), "n", requests=1, cost_micro_usd=500_000)
    used(other.user, today() - timedelta(days=29), requests=5, output_tokens=50)
    used(other.user, today() - timedelta(days=30), requests=100)
    write({(today(), "throttled"): 7, (today(), "refused_webhooks"): 2, (today(), "failed_effects"): 1})
    page = staff.get("/admin/").content.decode()
    assert total(page, "Model requests") == "9"
    assert total(page, "Tokens") == "1,250"
    assert total(page, "Cost") == "$2.00"
    assert total(page, "Throttled requests") == "7"
    assert total(page, "Leak-guard hits") == "0"
    assert total(page, "Webhook failures") == "3"
    assert f"{today()}: 4" in page
    assert "Refused for coming too fast" in page


def test_users_are_counted_by_what_they_may_do_now(person):
    for tier in ("", "", "pro", "team"):
        person(tier=tier)
    assert users_by_tier() == {"free": 2, "pro": 1, "power": 0, "team": 1}


def test_those_who_may_not_see_usage_see_the_index_without_figures(person):
    person(tier="pro")
    viewer = with_permissions("viewer@example.org", "accounts.view_user")
    page = viewer.get("/admin/").content.decode()
    assert 'id="figures"' not in page
    assert "Users" in page


@pytest.mark.parametrize("people", [1, 4])
def test_the_figures_cost_three_queries_for_any_number(person, people, django_assert_num_queries):
    for _ in range(people):
        used(person(tier="pro").user, today(), requests=1)
    with django_assert_num_queries(3):
        dashboard.shown()


def test_they_are_asked_for_once_a_minute(db, django_assert_num_queries):
    first = dashboard.shown()
    write({(today(), "throttled"): 7})
    with django_assert_num_queries(0):
        assert dashboard.shown() == first


def test_the_list_of_days_has_no_holes(db):
    figures = figures_of(30)
    days = [today() - timedelta(days=back) for back in range(29, -1, -1)]
    assert all(list(figure) == days for figure in figures.values())


def test_bars_are_as_high_as_their_numbers():
    days = {date(2026, 1, number): count for number, count in enumerate([0, 1, 50, 1000], 1)}
    drawn = chart("Runs", "What it is", days, whole)
    assert [bar.height for bar in drawn.bars] == [0, 2, 5, 100]
    assert [bar.y + bar.height for bar in drawn.bars] == [100] * 4
    assert (drawn.total, drawn.most, drawn.bars[3].label) == ("1,051", "1,000", "2026-01-04: 1,000")


def test_nothing_at_all_is_drawn_too():
    assert [bar.height for bar in chart("Runs", "What it is", {date(2026, 1, 1): 0}, whole).bars] == [0]
    assert parts({"free": 0})[0].percent == 0
