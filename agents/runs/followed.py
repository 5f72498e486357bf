"""The asker's side: a run of another worker, as far as it has been heard here."""

import asyncio
from typing import Any
from uuid import uuid4

from adiuva.errors import Problem
from adiuva.workers import workers
from agents.answers import Usage
from agents.collected import Collected
from agents.events import RunFailed
from agents.runs.buffer import EventBuffer, Wake
from agents.runs.wire import unpacked

LOST_AFTER = 6.0  # three heartbeats
ASKED_EVERY = 0.4
MOST_ASKED = 4

_followed: dict[str, "Followed"] = {}
_cancelling: dict[str, asyncio.Event] = {}
_tasks: set[asyncio.Task[bool]] = set()


class Followed:
    def __init__(self, run_id: str, user_id: str, after: int) -> None:
        self.id, self._user_id, self._after = run_id, user_id, after
        self.events = EventBuffer(after=after)
        self._follow_id = uuid4().hex
        self._worker = ""
        self._said = Collected()
        self._begun = asyncio.Event()
        self._lost: asyncio.TimerHandle | None = None
        self._gone = False

    async def begin(self) -> None:
        _followed[self._follow_id] = self
        for _ in range(MOST_ASKED):
            workers.tell_all("run.follow", run=self.id, user=self._user_id, after=self._after, follow=self._follow_id)
            try:
                async with asyncio.timeout(ASKED_EVERY):
                    await self._begun.wait()
                break
            except TimeoutError:
                continue
        if self._gone or not self._begun.is_set():
            self._forget()
            raise Problem("not_resumable")

    def attach(self, wake: Wake) -> None:
        self.events.attach(wake)

    def detach(self, wake: Wake) -> None:
        self.events.detach(wake)
        if not self.events.listeners and not self.events.closed:
            self._forget()
            workers.tell(self._worker, "run.left", follow=self._follow_id)

    def cancel(self) -> None:
        task = asyncio.get_running_loop().create_task(cancel_elsewhere(self.id, self._user_id))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)

    def hear(self, worker: str, word: dict[str, Any]) -> None:
        self._worker = worker
        self._begun.set()
        self._still_there()
        if word["after"] == self.events.last:
            for event in unpacked(word["events"]):
                self._said.add(event)
                self.events.append(event)
            if word["over"]:
                self._forget()
                self.events.close()
        workers.tell(worker, "run.heard", follow=self._follow_id, seq=self.events.last)

    def end(self) -> None:
        """There is no more of it: its worker died, or what comes next was not kept."""
        self._gone = True
        self._begun.set()
        self._forget()
        if not self.events.closed:
            self.events.append(RunFailed(Problem("not_resumable"), self._said.text, self._said.actions, Usage()))
            self.events.close()

    def _still_there(self) -> None:
        if self._lost:
            self._lost.cancel()
        self._lost = asyncio.get_running_loop().call_later(LOST_AFTER, self.end)

    def _forget(self) -> None:
        if self._lost:
            self._lost.cancel()
        _followed.pop(self._follow_id, None)


async def cancel_elsewhere(run_id: str, user_id: str) -> bool:
    """Whether a worker has such a run."""
    ask, heard = uuid4().hex, asyncio.Event()
    _cancelling[ask] = heard
    try:
        for _ in range(MOST_ASKED):
            workers.tell_all("run.cancel", run=run_id, user=user_id, ask=ask)
            try:
                async with asyncio.timeout(ASKED_EVERY):
                    await heard.wait()
            except TimeoutError:
                continue
            return True
        return False
    finally:
        del _cancelling[ask]


@workers.hears("run.events")
def _on_events(worker: str, word: dict[str, Any]) -> None:
    if followed := _followed.get(word["follow"]):
        followed.hear(worker, word)
    else:  # over, or left: the owner need not say it again
        workers.tell(worker, "run.left", follow=word["follow"])


@workers.hears("run.gone")
def _on_gone(_: str, word: dict[str, Any]) -> None:
    if followed := _followed.get(word["follow"]):
        followed.end()


@workers.hears("run.cancelled")
def _on_cancelled(_: str, word: dict[str, Any]) -> None:
    if heard := _cancelling.get(word["ask"]):
        heard.set()
