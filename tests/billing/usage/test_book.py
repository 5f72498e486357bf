"""Counting in memory, writing in bouts: nothing is lost that a worker lives to write, nothing is counted twice."""

import asyncio
import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from billing.models import UsageDay, UsageReservation
from billing.usage import store
from billing.usage.book import Book

pytestmark = pytest.mark.services

FIELDS = ("model", "requests", "estimated_requests", "input_tokens", "output_tokens", "cost_micro_usd")


def rows(user):
    return list(UsageDay.objects.filter(user=user).order_by("model").values_list(*FIELDS))


def call(book, user, model="gpt-4o", **given):
    book.record(user.id, model, **{"input_tokens": 100, "output_tokens": 10, "cost_usd": 0.00025} | given)


@pytest.fixture
def book():
    return Book()


@pytest.fixture
def other(world):
    return world.stranger.user


def test_calls_of_a_day_and_model_add_up(user, book, run):
    call(book, user)
    call(book, user, estimated=True)
    call(book, user, model="offline", cost_usd=None)
    run(book.flush())
    call(book, user, input_tokens=1)
    run(book.flush())
    assert rows(user) == [("gpt-4o", 3, 1, 201, 30, 750), ("offline", 1, 0, 100, 10, 0)]
    assert {row.day for row in UsageDay.objects.all()} == {timezone.now().date()}


def test_each_user_has_rows_of_their_own(user, other, book, run):
    call(book, user)
    call(book, other, input_tokens=7)
    run(book.flush())
    assert [row[3] for row in rows(other)] == [7]


def test_writing_costs_the_same_for_one_row_and_for_fifty(user, book, run, django_assert_num_queries):
    run(book.flush())
    for number in (1, 50):
        for model in range(number):
            call(book, user, model=f"model {model}")
        with django_assert_num_queries(2 + 2):  # and a savepoint
            run(book.flush())
    with django_assert_num_queries(0):
        run(book.flush())


def test_two_workers_add_to_the_same_row(user, run):
    for book in (Book(), Book()):
        call(book, user)
        run(book.flush())
    assert rows(user) == [("gpt-4o", 2, 0, 200, 20, 500)]


def test_a_user_who_has_gone_is_left_out_and_the_others_are_written(user, book, run):
    book.record(uuid.uuid4(), "gpt-4o", input_tokens=1, output_tokens=1)
    call(book, user)
    run(book.flush())
    assert UsageDay.objects.count() == 1


def test_what_could_not_be_written_is_kept_for_the_next_time(user, book, run, monkeypatch):
    def fails(*_):
        raise OperationalError

    held = UsageReservation.objects.create(user=user, tokens=5, expires_at=timezone.now() + timedelta(minutes=5))
    call(book, user)
    book.release(held.pk)
    with monkeypatch.context() as patch:
        patch.setattr(store, "write", fails)
        run(book.flush())
        call(book, user)
        run(book.flush())
    assert rows(user) == []
    run(book.flush())
    assert rows(user) == [("gpt-4o", 2, 0, 200, 20, 500)]
    assert not UsageReservation.objects.exists()


def test_names_of_models_are_cut_and_cleaned(user, book, run):
    call(book, user, model="a\0" + "b" * 300)
    run(book.flush())
    assert rows(user)[0][0] == "a" + "b" * 127


@pytest.fixture
def written(monkeypatch):
    bouts = []
    monkeypatch.setattr(store, "write", lambda counts, released: bouts.append(dict(counts)))
    return bouts


async def test_it_writes_by_itself_after_a_while(written):
    book = Book(seconds=0.02)
    await book.start()
    book.record(uuid.uuid4(), "m", input_tokens=1, output_tokens=1)
    for _ in range(100):
        await asyncio.sleep(0.01)
        if written:
            break
    await book.stop()
    assert len(written) == 1


async def test_it_writes_early_when_there_is_much(written):
    book = Book(seconds=60, rows=10)
    await book.start()
    for number in range(10):
        book.record(uuid.uuid4(), f"m{number}", input_tokens=1, output_tokens=1)
    for _ in range(100):
        await asyncio.sleep(0.01)
        if written:
            break
    assert len(written[0]) == 10
    await book.stop()


async def test_a_normal_stop_writes_what_is_left(written):
    book = Book(seconds=60)
    await book.start()
    book.record(uuid.uuid4(), "m", input_tokens=1, output_tokens=1)
    await book.stop()
    assert len(written) == 1


async def test_who_asks_for_a_bout_and_leaves_does_not_take_it_along(monkeypatch):
    began, go_on, done = asyncio.Event(), asyncio.Event(), []

    async def slow(func, counts, released):
        began.set()
        await go_on.wait()
        done.append(counts)

    monkeypatch.setattr("billing.usage.book.in_database", slow)
    book = Book()
    book.record(uuid.uuid4(), "m", input_tokens=1, output_tokens=1)
    asking = asyncio.create_task(book.flush())
    await began.wait()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    go_on.set()
    await book.flush()
    assert len(done) == 1


def test_usage_and_the_end_of_its_reservation_are_one_write(user, book, run, django_assert_num_queries):
    held = UsageReservation.objects.create(user=user, tokens=5, expires_at=timezone.now() + timedelta(minutes=5))
    call(book, user)
    book.release(held.pk)
    with django_assert_num_queries(3 + 2):
        run(book.flush())
    assert not UsageReservation.objects.exists()
