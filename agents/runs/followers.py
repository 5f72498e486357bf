"""The owner's side of a run that is listened to from another worker.

One piece is under way at a time, and is sent again until it is acknowledged: what the run says meanwhile is in the
next one. A piece without events is a heartbeat.
"""

import asyncio
from typing import Any

from adiuva.errors import Problem
from adiuva.workers import workers
from agents.events import RunEvent
from agents.runs import live
from agents.runs.buffer import weight
from agents.runs.run import Run
from agents.runs.wire import packed

AGAIN = 0.5
BEAT = 2.0
MOST_TRIES = 20
PIECE_EVENTS, PIECE_BYTES = 256, 256 * 1024

_followers: dict[str, "Follower"] = {}


class Follower:
    def __init__(self, run: Run, worker: str, follow_id: str, after: int) -> None:
        self._run, self._worker, self._id = run, worker, follow_id
        self._acked = self._sent = after
        self._over = False  # said, and perhaps not heard yet
        self._tries = 0
        self._timer: asyncio.TimerHandle | None = None
        _followers[follow_id] = self
        run.attach(self.wake)
        self.send()

    def wake(self) -> None:
        if self._sent == self._acked and not self._over:
            self.send()

    def send(self) -> None:
        log = self._run.events
        try:
            events = _fitting(log.after(self._acked, PIECE_EVENTS))
        except Problem:  # it fell out before it was heard
            self.leave()
            workers.tell(self._worker, "run.gone", follow=self._id)
            return
        self._sent = self._acked + len(events)
        self._over = log.closed and self._sent == log.last
        workers.tell(
            self._worker, "run.events", follow=self._id, after=self._acked, events=packed(events), over=self._over
        )
        self._wait(AGAIN)

    def heard(self, seq: int) -> None:
        if seq != self._sent:
            return
        self._acked, self._tries = seq, 0
        if self._over:
            self.leave()
        elif seq < self._run.events.last or self._run.events.closed:
            self.send()
        else:
            self._wait(BEAT)

    def leave(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._run.detach(self.wake)
        _followers.pop(self._id, None)

    def _wait(self, seconds: float) -> None:
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._again)

    def _again(self) -> None:
        self._tries += 1
        if self._tries > MOST_TRIES:  # nobody is there any more
            self.leave()
        else:
            self.send()


def _fitting(events: list[RunEvent]) -> list[RunEvent]:
    room = PIECE_BYTES
    for count, event in enumerate(events):
        room -= weight(event)
        if room < 0:
            return events[: max(1, count)]
    return events


@workers.hears("run.follow")
def _on_follow(worker: str, word: dict[str, Any]) -> None:
    run = live.found(word["run"], word["user"])
    if run is None:
        return
    if follower := _followers.get(word["follow"]):
        follower.send()
        return
    try:
        run.events.after(word["after"], 0)
    except Problem:
        workers.tell(worker, "run.gone", follow=word["follow"])
    else:
        Follower(run, worker, word["follow"], word["after"])


@workers.hears("run.heard")
def _on_heard(worker: str, word: dict[str, Any]) -> None:
    if follower := _followers.get(word["follow"]):
        follower.heard(word["seq"])


@workers.hears("run.left")
def _on_left(worker: str, word: dict[str, Any]) -> None:
    if follower := _followers.get(word["follow"]):
        follower.leave()


@workers.hears("run.cancel")
def _on_cancel(worker: str, word: dict[str, Any]) -> None:
    run = live.found(word["run"], word["user"])
    if run and not run.waits:
        run.cancel()
        workers.tell(worker, "run.cancelled", ask=word["ask"])
