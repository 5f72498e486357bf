"""How a stream says that it is alive: 15 seconds after its last word, whenever that was."""

from types import SimpleNamespace

from agents.runs.buffer import EventBuffer
from chat.api.sse import EventSource


class Clock:
    def __init__(self):
        self.now = 0.0
        self.rings_at = 0.0

    def time(self):
        return self.now

    def call_at(self, when, _):
        self.rings_at = when
        return SimpleNamespace(cancel=lambda: None)


async def test_the_silence_is_counted_from_the_last_word():
    events = EventBuffer()
    run = SimpleNamespace(id="r", events=events, attach=events.attach, detach=events.detach)
    source = EventSource(run, 0)
    clock = source._loop = Clock()
    source._said_at = 4.0

    clock.now = 15.0
    source._tick()
    assert (source._silent, clock.rings_at) == (False, 19.0)
    clock.now = 19.0
    source._tick()
    assert (source._silent, clock.rings_at) == (True, 34.0)
    source.close()
