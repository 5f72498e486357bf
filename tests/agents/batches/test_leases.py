"""Any order of what is due, taken, renewed, put back and ended, and of workers that die: one run at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from adiuva.errors import Problem
from agents.batches import due, jobs, queue, services
from agents.batches.models import LIVE, Batch, BatchRun, RunStatus
from agents.batches.shapes import BatchRequest
from tests.accounts import worlds

pytestmark = pytest.mark.services

DOES = st.sampled_from(["wait", "long", "due", "ask", "take", "renew", "put back", "end", "die", "find", "look"])


class History:
    def __init__(self, user: User) -> None:
        self.user = user
        self.batch_id = services.create(
            user_id=user.pk, tier="free", asked=BatchRequest(template="weekly_review", schedule="*/30 * * * *")
        ).batch.row.pk
        self.now = timezone.now()
        self.held: list[jobs.Job] = []
        self.begun: list[UUID] = []

    def does(self, what: str) -> None:
        doing: dict[str, Callable[[], Any]] = {
            "wait": lambda: self.later(timedelta(seconds=40)),
            "long": lambda: self.later(timedelta(hours=7)),
            "due": lambda: due.queue_due(self.now),
            "ask": self.ask,
            "take": self.take,
            "renew": lambda: [jobs.renew(job, 1, self.now) for job in self.held],
            "put back": lambda: [jobs.put_back(job, RunStatus.WAITING, self.now) for job in self.held],
            "end": lambda: [jobs.finish(job, RunStatus.DONE, step=1) for job in self.held],
            "die": self.held.clear,
            "find": lambda: (due.send_again(self.now), due.give_up_dead(self.now)),
            "look": lambda: due.look_again(due.waiting(self.now), {self.user.pk}, self.now),
        }
        doing[what]()

    def later(self, by: timedelta) -> None:
        self.now += by

    def ask(self) -> None:
        try:
            services.ask_for_run(user_id=self.user.pk, tier="free", batch_id=self.batch_id)
        except Problem as refused:
            assert refused.code == "busy"

    def take(self) -> None:
        for row in queue.take("one", 10):
            job = jobs.lease(UUID(row.args_kwargs["args"][0]), self.now)
            queue.done(row)
            if job:
                assert not self.of_a_holder()
                self.held.append(job)

    def of_a_holder(self) -> list[jobs.Job]:
        """Those who would still be let to do something."""
        return [job for job in self.held if jobs._held(job).exists()]

    def check(self) -> None:
        assert BatchRun.objects.filter(batch_id=self.batch_id, status__in=LIVE).count() <= 1
        assert BatchRun.objects.filter(batch_id=self.batch_id).count() <= 1
        assert len(self.of_a_holder()) <= 1
        assert Batch.objects.get(pk=self.batch_id).next_due is not None


@pytest.mark.django_db
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(DOES, max_size=25))
def test_in_any_history_a_batch_runs_once_at_a_time_and_comes_to_an_end(db, history):
    Batch.objects.all().delete()  # of the example before
    queue.DBTaskResult.objects.all().delete()
    told = History(worlds.make_user())
    for what in history:
        told.does(what)
        told.check()

    told.held.clear()  # whoever worked on it is dead, and one worker is left
    for what in ["long", "find", "look", "due", "take", "end", "long", "due", "take", "end"]:
        told.does(what)
        told.check()
    assert BatchRun.objects.get().status == RunStatus.DONE
    assert Batch.objects.get(pk=told.batch_id).next_due > told.now


@pytest.mark.django_db(transaction=True)
def test_many_at_once_queue_and_take_each_once():
    if connections["default"].vendor != "postgresql":
        pytest.skip("needs rows that are locked")
    users = [worlds.make_user() for _ in range(15)]
    for user in users:
        for _ in range(2):
            services.create(user_id=user.pk, tier="free", asked=BatchRequest(template="weekly_review"))
    now = timezone.now()
    Batch.objects.update(next_due=now - timedelta(seconds=1))

    def work(worker: int) -> tuple[list[UUID], list[UUID]]:
        try:
            queued = [run.pk for _ in range(6) for run in due.queue_due(now, most=7)]
            rows = [row for _ in range(20) for row in queue.take(str(worker), 3)]
            ids = [UUID(row.args_kwargs["args"][0]) for row in rows]
            leased = [job.run_id for run_id in ids * 2 if (job := jobs.lease(run_id))]
            return queued, leased
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(work, range(6)))
    queued = [run for one, _ in outcomes for run in one]
    leased = [run for _, one in outcomes for run in one]
    assert len(queued) == len(set(queued)) == 30
    assert len(leased) == len(set(leased))
    assert len(leased) + queue.DBTaskResult.objects.ready().count() == 30
