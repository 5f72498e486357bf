"""One run: a task of its own that thinks, and the events it leaves for whoever listens."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, contextmanager

import msgspec
import structlog

from adiuva.errors import Problem
from adiuva.observability import context as trace
from agents.answers import ChatResponse, InputRequired, Usage
from agents.events import (
    ActionMade,
    End,
    RunEvent,
    RunFailed,
    RunFinished,
    StepFinished,
    StepStarted,
    TextDelta,
    TextEnded,
    TextStarted,
)
from agents.orchestrator import finished
from agents.runs.buffer import EventBuffer, Wake
from agents.runs.guard import Guard
from agents.runs.hooks import RunRecord, tell
from agents.work import Work

log = structlog.get_logger("agents.runs")

Thinking = Callable[[Work], AsyncGenerator[RunEvent]]


ALONE_SECONDS = 120  # so long a run goes on for nobody


class Run:
    def __init__(self, work: Work, thinking: Thinking, *, door: str, guard: Guard) -> None:
        self.id = work.run_id
        self.user_id = work.user_id
        self.door = door
        self.events = EventBuffer()
        self.end: End | None = None
        self.started_at = time.time()
        self._began = time.perf_counter()
        self._first_token: float | None = None
        self._work, self._thinking, self._guard = work, thinking, guard
        self._open: list[RunEvent] = []
        self._ended = asyncio.Event()
        self._cancelled = self._thought = False
        self._alone: asyncio.TimerHandle | None = None
        self._then: list[Callable[[], object]] = []
        self.loop = asyncio.get_running_loop()
        self._task = self.loop.create_task(self._live(), name=f"run {self.id}")

    def cancel(self) -> None:
        """Idempotent; the model call is closed, no further tool runs, and the last event tells what there was."""
        if not (self._cancelled or self._thought):
            self._cancelled = True
            self.loop.call_soon(self._stop)  # never before its first step

    def _stop(self) -> None:
        if not self._thought:
            self._task.cancel()

    @property
    def waits(self) -> bool:
        """It ended with a question to its client, who has the rest of it."""
        return isinstance(self.end, RunFinished) and isinstance(self.end.result, InputRequired)

    def attach(self, wake: Wake) -> None:
        """A listener: called for each event until it detaches."""
        self.events.attach(wake)
        if self._alone:
            self._alone.cancel()
            self._alone = None

    def detach(self, wake: Wake) -> None:
        self.events.detach(wake)
        if not self.events.listeners and not self.events.closed and not self._alone:
            self._alone = self.loop.call_later(ALONE_SECONDS, self.cancel)

    async def listen(self, after_seq: int = 0) -> AsyncGenerator[tuple[int, RunEvent]]:
        with self._heard():
            async with aclosing(self.events.listen(after_seq)) as events:
                async for numbered in events:
                    yield numbered

    def when_over(self, then: Callable[[], object]) -> None:
        """Called right after the last event."""
        self._then.append(then)

    async def result(self) -> End:
        """The last event, once it is there; who stops waiting leaves the run as it is."""
        with self._heard():
            await self._ended.wait()
        assert self.end is not None
        return self.end

    async def over(self) -> None:
        """Ended, and everybody told who is told of ends."""
        await asyncio.wait([self._task])

    async def _live(self) -> None:
        try:
            end = await self._think()
        except asyncio.CancelledError:
            end = finished(self._guard.collected, self._work, cancelled=True)
        self._thought = True
        await self._end_with(end)
        record = self._record()
        del self._work, self._thinking, self._guard  # what the client sent is let go
        await tell(record)

    async def _think(self) -> End:
        try:
            async with asyncio.timeout(self._work.meter.caps.seconds):
                return await self._finish()
        except TimeoutError:
            problem = Problem("model_timeout", "The run took too long.")
        except Problem as refused:
            problem = refused
        except Exception:
            log.exception("run.crashed", run_id=self.id)
            problem = Problem("internal")
        return RunFailed(problem, "", [], self._work.meter.usage())

    async def _finish(self) -> End:
        async with aclosing(self._thinking(self._work)) as events:
            async for event in events:
                if type(event) is TextDelta:
                    if passed := self._guard.text(event):
                        self._say(passed)
                elif type(event) is RunFinished:
                    return event
                else:
                    self._publish(event)
        raise AssertionError("a run ends with RunFinished or an exception")

    async def _end_with(self, end: End) -> None:
        try:
            await self._work.meter.price()
            for action in self._work.host.unsure:  # a device may have applied it: it is listed, and applied once
                self._publish(ActionMade(action))
            self._close_what_is_open()
            self._publish(_with_usage(end, self._work.meter.usage()))
        except Exception:  # whatever happens here, who listens hears of an end
            log.exception("run.crashed", run_id=self.id)
            self.end = RunFailed(Problem("internal"), "", [], end.usage)
            self.events.append(self.end)
        self.events.close()
        self._ended.set()
        if self._alone:
            self._alone.cancel()
        for then in self._then:
            then()

    @contextmanager
    def _heard(self) -> Iterator[None]:
        self.attach(_stay)
        try:
            yield
        finally:
            self.detach(_stay)

    def _say(self, event: TextDelta) -> None:
        if self._first_token is None:
            self._first_token = time.perf_counter()
        self.events.append(event)

    def _publish(self, event: RunEvent) -> None:
        match event:
            case TextStarted() | StepStarted():
                self._open.append(event)
            case TextEnded(message_id):
                if rest := self._guard.rest(message_id):
                    self._say(rest)
                self._open.pop()
            case StepFinished():
                self._open.pop()
        event = self._guard.clean(event)
        if isinstance(event, RunFinished | RunFailed):
            self.end = event
        self.events.append(event)

    def _close_what_is_open(self) -> None:
        """A run that breaks off ends its text and its steps, so that a listener never waits for them."""
        while self._open:
            match self._open[-1]:
                case TextStarted(message_id):
                    self._publish(TextEnded(message_id))
                case StepStarted(name):
                    self._publish(StepFinished(name))

    def _record(self) -> RunRecord:
        problem = self.end.problem if isinstance(self.end, RunFailed) else None
        finished = self.end if isinstance(self.end, RunFinished) else None
        cancelled = finished is not None and finished.cancelled
        first = self._first_token
        return RunRecord(
            run_id=self.id,
            user_id=self.user_id,
            door=self.door,
            agent=",".join(self._work.agents),
            status="failed" if problem else "cancelled" if cancelled else "waiting" if self.waits else "done",
            started_at=self.started_at,
            duration_ms=round((time.perf_counter() - self._began) * 1e3),
            first_token_ms=None if first is None else round((first - self._began) * 1e3),
            usage=self._work.meter.usage(),
            models=self._work.meter.unbooked(),
            tool_calls=self._work.meter.tool_calls,
            error_code=problem.code if problem else "",
            request_id=trace.current().request_id,
            device_id=self._work.host.device_id,
        )


def _with_usage(end: End, usage: Usage) -> End:
    if isinstance(end, RunFinished) and isinstance(end.result, ChatResponse):
        end = msgspec.structs.replace(end, result=msgspec.structs.replace(end.result, usage=usage))
    return msgspec.structs.replace(end, usage=usage)


def _stay() -> None:
    """The wake of one who only says that he is there."""
