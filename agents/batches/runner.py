"""One run of a batch by the worker that got its lease: begun when a device is there, renewed while it lasts."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
import structlog
from django.utils import timezone

from accounts.asking import must_be_verified
from adiuva.database import in_database
from adiuva.errors import Problem
from agents import runs
from agents.answers import ChatResponse
from agents.batches import jobs, telling
from agents.batches.due import LOOK_AGAIN
from agents.batches.jobs import Job
from agents.batches.models import RunStatus
from agents.batches.steps import BatchThinking
from agents.devices import switchboard
from agents.devices.errands import Apply
from agents.events import End, RunFailed
from agents.requests import ChatContext, RunRequest
from agents.runs import Run
from billing.limits import throttle

log = structlog.get_logger("agents.batches")

DOOR = "batch"
LATER = {"rate_limited", "too_many_runs"}  # what passes by itself
SOON = timedelta(seconds=15)
LOOKS = (0, 0.3, 1.0)  # seconds before each
RENEW_SECONDS = jobs.LEASE.total_seconds() / 3


async def run(run_id: str) -> None:
    job = await in_database(jobs.lease, UUID(run_id))
    if job:
        await _Attempt(job).make()


class _Attempt:
    def __init__(self, job: Job) -> None:
        self.job = job
        self.thinking = BatchThinking(job, begun=self._begun, is_online=self._is_online)

    async def make(self) -> None:
        try:
            self._may_run()
            if not await self._is_online():
                await self._without_a_device()
                return
            live = await self._start()
        except Problem as refused:
            await self._refused(refused)
            return
        except Exception:
            log.exception("batch.crashed", run_id=self.job.run_id.hex)
            await self._fail("internal")
            return
        await self._see_through(live)

    def _may_run(self) -> None:
        if self.job.refusal:
            raise self.job.refusal
        must_be_verified(self.job.caller)

    async def _start(self) -> Run:
        caller = self.job.caller
        return await runs.start(
            RunRequest(context=ChatContext(timezone=self.job.timezone)),
            self.thinking,
            caller=caller,
            door=DOOR,
            run_id=self.job.run_id.hex,
            admit=lambda: throttle(caller),
        )

    async def _see_through(self, live: Run) -> None:
        renewing = asyncio.create_task(self._renew(live))
        try:
            end = await live.result()
        except asyncio.CancelledError:  # this worker stops
            live.cancel()
            await self._fail("unavailable")
            raise
        finally:
            renewing.cancel()
        await self._end(end)

    async def _renew(self, live: Run) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            if not await in_database(jobs.renew, self.job, self.thinking.step):
                live.cancel()  # another took it for dead
                return

    async def _begun(self, step: int) -> None:
        if not await in_database(jobs.renew, self.job, step):
            raise asyncio.CancelledError  # it was cancelled, or another took it for dead
        await telling.update(self.job, "running", step)

    async def _is_online(self) -> bool:
        """Looked for again before it is said to be away: Redis may be slow for a moment, a device may reconnect."""
        for pause in LOOKS:
            await asyncio.sleep(pause)
            if await switchboard.choose(self.job.caller.user_id):
                return True
        return False

    async def _end(self, end: End) -> None:
        step = self.thinking.step
        if isinstance(end, RunFailed):
            await self._fail(end.problem.code, end.response, row=False)
            return
        assert isinstance(end.result, ChatResponse)
        status = RunStatus.CANCELLED if end.cancelled else RunStatus.DONE
        await self._hand_over(end.result)
        if await in_database(jobs.finish, self.job, status, step=step):
            await telling.update(self.job, status.value, step, end.result.response)

    async def _hand_over(self, result: ChatResponse) -> None:
        """To a device that does not take actions as they happen."""
        device = await switchboard.choose(self.job.caller.user_id)
        if device is None or device.applies:
            return
        errands = [Apply(one.id, result.run_id, msgspec.Raw(msgspec.json.encode(one))) for one in result.actions]
        await asyncio.gather(*(switchboard.hand_over(device, errand) for errand in errands))

    async def _without_a_device(self) -> None:
        now = timezone.now()
        if now >= self.job.give_up_at:
            await self._fail("device_gone")
        else:
            await self._put_back(RunStatus.WAITING, now + LOOK_AGAIN)
            if await switchboard.choose(self.job.caller.user_id):  # it joined when nothing waited for it yet
                await in_database(jobs.look_soon, self.job)

    async def _refused(self, refused: Problem) -> None:
        now = timezone.now()
        if refused.code in LATER and now < self.job.give_up_at:
            seconds = refused.extra.get("retry_after")
            await self._put_back(RunStatus.QUEUED, now + (timedelta(seconds=seconds) if seconds else SOON))
        else:
            await self._fail(refused.code)

    async def _put_back(self, status: RunStatus, try_at: datetime) -> None:
        if await in_database(jobs.put_back, self.job, status, try_at):
            telling.note(self.job.run_id, status=status.value)

    async def _fail(self, code: str, text: str = "", *, row: bool = True) -> None:
        step = self.thinking.step
        if await in_database(jobs.finish, self.job, RunStatus.FAILED, step=step, error_code=code):
            if row:
                telling.note(self.job.run_id, status="failed", error_code=code)
            await telling.update(self.job, "failed", step, text)
