"""Monthly caps: checked before a run, held while it lasts, never passed by runs at once."""

import threading
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from adiuva.config import config
from adiuva.errors import Problem
from billing.models import UsageDay, UsageReservation
from billing.usage import caps
from billing.usage.book import Book
from billing.usage.months import first_of_month, next_month

pytestmark = pytest.mark.services

Asking = namedtuple("Asking", "user_id tier")


@pytest.fixture
def book():
    return Book()


@pytest.fixture
def capped(monkeypatch):
    monkeypatch.setattr(config, "usage_cap_tokens_free", 1000)


@pytest.fixture
def hold(book, run, user):
    def of(tokens=0, cost_usd=0.0, tier="free", user=user):
        return run(caps.hold(book, Asking(user.id, tier), tokens=tokens, cost_usd=cost_usd))

    return of


def used(user, tokens=0, micro=0, day=None):
    UsageDay.objects.create(
        user=user, day=day or first_of_month(), model="m", input_tokens=tokens, cost_micro_usd=micro
    )


def refused(hold, **given):
    with pytest.raises(Problem) as caught:
        hold(**given)
    assert caught.value.code == "usage_cap"
    return caught.value


def test_without_a_cap_nothing_is_asked_and_nothing_is_held(hold, django_assert_num_queries):
    with django_assert_num_queries(0):
        hold(tokens=10**12).release()
    assert not UsageReservation.objects.exists()


def test_runs_at_once_hold_what_they_may_use(hold, capped):
    hold(tokens=600)
    refused(hold, tokens=600)
    hold(tokens=400)
    refused(hold)


def test_a_run_that_ends_gives_back_and_what_it_used_counts(hold, capped, book, run, user):
    held = hold(tokens=1000)
    held.settle("gpt-4o", input_tokens=300, output_tokens=100)
    refused(hold, tokens=600)  # until the write, what was held still stands for what was used
    run(book.flush())
    assert UsageReservation.objects.count() == 0
    refused(hold, tokens=601)
    hold(tokens=600)


def test_a_run_that_dies_gives_back_whatever_killed_it(hold, capped, book, run):
    with pytest.raises(ZeroDivisionError), hold(tokens=1000):
        raise ZeroDivisionError
    run(book.flush())
    hold(tokens=1000)


def test_a_killed_worker_holds_nothing_for_long(hold, capped):
    hold(tokens=1000)
    left = UsageReservation.objects.get().expires_at - timezone.now()
    assert timedelta(seconds=config.run_timeout) < left < timedelta(seconds=config.run_timeout + 120)
    UsageReservation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    hold(tokens=1000)
    assert UsageReservation.objects.count() == 1


def test_a_refusal_says_which_cap_and_when_it_ends(hold, capped, user):
    used(user, tokens=1000)
    problem = refused(hold)
    body = problem.body()
    assert (body["status"], body["limit"], body["resets_at"]) == (429, "tokens_month", int(next_month().timestamp()))
    assert int(problem.headers["Retry-After"]) == body["retry_after"]
    assert abs(timezone.now().timestamp() + body["retry_after"] - body["resets_at"]) < 5


def test_last_month_is_over(hold, capped, user):
    used(user, tokens=5000, day=first_of_month() - timedelta(days=1))
    hold(tokens=1000)


def test_money_has_a_cap_of_its_own(hold, user, monkeypatch):
    monkeypatch.setattr(config, "usage_cap_usd_pro", 0.5)
    used(user, tokens=10**9, micro=300_000)
    hold(cost_usd=0.2, tier="pro")
    assert refused(hold, cost_usd=0.000001, tier="pro").extra["limit"] == "cost_usd_month"
    hold(cost_usd=100, tier="team")


def test_one_users_cap_is_not_anothers(hold, capped, world):
    hold(tokens=1000)
    hold(tokens=1000, user=world.stranger.user)


def test_holding_costs_a_fixed_number_of_queries(hold, capped, django_assert_num_queries):
    with django_assert_num_queries(5 + 2):  # and a savepoint
        hold(tokens=1)


@pytest.mark.skipif(
    config.on_sqlite, reason="threads share no SQLite in memory; there every writer waits for the other"
)
@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_hold_more_than_the_cap(person, capped):
    user, outcomes, start = person().user, [], threading.Barrier(8)

    def one():
        connection.ensure_connection()
        start.wait(20)
        try:
            caps._hold(user.id, caps.cap_of("free"), 300, 0)
            outcomes.append(True)
        except Problem:
            outcomes.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False] * 5 + [True] * 3
    assert UsageReservation.objects.count() == 3
