"""A run as Server-Sent Events."""

import asyncio
from collections.abc import AsyncIterator

from django.http import StreamingHttpResponse

from adiuva.observability import context
from agents.events import RunEvent
from chat.ag_ui import encoded
from chat.pump import AT_ONCE, Source

SILENCE = 15.0
COMMENT = b": still there\n\n"


def sse_response(run: Source, after: int = 0) -> StreamingHttpResponse:
    stream = EventSource(run, after)
    response = StreamingHttpResponse(stream, content_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
    response._resource_closers.append(stream.close)  # type: ignore[attr-defined]  # Django's own way to be told
    return response


class EventSource:
    """Listens from the beginning, so that a client who leaves before the first event has left too."""

    def __init__(self, run: Source, after: int) -> None:
        run.events.after(after, 0)  # refuses a number it does not have
        self._run, self._seq = run, after
        self._request_id = context.current().request_id
        self._news = asyncio.Event()
        self._silent = False
        self._loop = asyncio.get_running_loop()
        self._said_at = self._loop.time()
        self._timer = self._loop.call_later(SILENCE, self._tick)
        run.attach(self._news.set)

    def close(self) -> None:
        self._timer.cancel()
        self._run.detach(self._news.set)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        log = self._run.events
        while True:
            self._news.clear()
            events = log.after(self._seq, AT_ONCE)
            if events:
                self._said_at = self._loop.time()
                yield b"".join([self._block(seq, event) for seq, event in enumerate(events, self._seq + 1)])
                self._seq += len(events)
            elif log.closed:
                return
            else:
                await self._news.wait()
                if self._silent:
                    self._silent = False
                    yield COMMENT

    def _block(self, seq: int, event: RunEvent) -> bytes:
        data = encoded(event, self._run.id, seq, self._request_id)
        return b"id: %b:%d\ndata: %b\n\n" % (self._run.id.encode(), seq, data)

    def _tick(self) -> None:
        """One timer a stream, and none an event: it rings again when the silence will have lasted long enough."""
        now = self._loop.time()
        if now - self._said_at >= SILENCE:
            self._said_at, self._silent = now, True
            self._news.set()
        self._timer = self._loop.call_at(self._said_at + SILENCE, self._tick)
