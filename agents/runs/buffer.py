"""The events of one run, kept in memory for whoever listens or comes back."""

import asyncio
from collections.abc import AsyncGenerator, Callable

import msgspec

from adiuva.errors import Problem
from agents.events import RunEvent, TextDelta

MOST_BYTES = 4 * 1024 * 1024
OVERHEAD = 160  # of an event and its place in the list
GROWTH = 4  # of JSON that becomes objects, about; and the most a character takes

Wake = Callable[[], None]


class EventBuffer:
    """Numbered from 1. Bounded in bytes: the oldest fall out, and who asks for them is told that they are gone.

    Whoever attaches is woken for each event, by a plain call, and fetches what is new when it suits him.
    """

    def __init__(self, *, after: int = 0, most: int = MOST_BYTES) -> None:
        self.last = after
        self.closed = False
        self.bytes = 0
        self._most = most
        self._gone = after  # the last that is not here any more
        self._events: list[RunEvent] = []
        self._wakes: list[Wake] = []

    @property
    def listeners(self) -> int:
        return len(self._wakes)

    def append(self, event: RunEvent) -> None:
        self.last += 1
        self._events.append(event)
        self.bytes += weight(event)
        if self.bytes > self._most:
            self._drop()
        for wake in self._wakes:
            wake()

    def close(self) -> None:
        self.closed = True
        for wake in list(self._wakes):
            wake()

    def attach(self, wake: Wake) -> None:
        self._wakes.append(wake)

    def detach(self, wake: Wake) -> None:
        if wake in self._wakes:
            self._wakes.remove(wake)

    def after(self, seq: int, most: int | None = None) -> list[RunEvent]:
        """What follows the event of this number; a few of them at a time."""
        if not self._gone <= seq <= self.last:
            raise Problem("not_resumable")
        start = seq - self._gone
        return self._events[start : None if most is None else start + most]

    async def listen(self, after_seq: int = 0) -> AsyncGenerator[tuple[int, RunEvent]]:
        news = asyncio.Event()
        self.attach(news.set)
        try:
            seq = after_seq
            while True:
                news.clear()
                for event in self.after(seq):
                    seq += 1
                    yield seq, event
                if self.closed and seq == self.last:
                    return
                if seq == self.last:
                    await news.wait()
        finally:
            self.detach(news.set)

    def _drop(self) -> None:
        """A quarter at once, so that a long answer does not pay for it with each token."""
        count = 0
        while self.bytes > self._most * 3 // 4 and count < len(self._events):
            self.bytes -= weight(self._events[count])
            count += 1
        del self._events[:count]
        self._gone += count


def weight(event: RunEvent) -> int:
    if type(event) is TextDelta:
        return OVERHEAD + len(event.text) * (1 if event.text.isascii() else GROWTH)
    return OVERHEAD + GROWTH * len(_encode(event))


def _plain(value: object) -> object:
    return value.body() if isinstance(value, Problem) else str(value)


_encode = msgspec.json.Encoder(enc_hook=_plain).encode
