"""A time-out for each wait of a stream that costs one timer a stream, not one a token."""

import asyncio


class Silence:
    """Cancels the task that waits too long, as asyncio.timeout does; only the time between begin() and end() counts."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[object] | None = None
        self._deadline = 0.0
        self._cancelling = 0
        self._rang = False

    def begin(self, seconds: float) -> None:
        self._task = asyncio.current_task()
        self._cancelling = self._task.cancelling() if self._task else 0
        self._deadline = deadline = self._loop.time() + seconds
        if self._timer and self._timer.when() > deadline:
            self.close()
        if not self._timer:
            self._timer = self._loop.call_at(deadline, self._look)

    def end(self) -> None:
        self._task = None

    def close(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def broken(self) -> bool:
        """Asked in the handler of a CancelledError: whether it was ours, and nobody else's besides."""
        if not self._rang or self._task is None:
            return False
        self._rang = False
        return self._task.uncancel() <= self._cancelling

    def _look(self) -> None:
        self._timer = None
        if self._task is None:  # nobody waits; the next begin() sets a timer again
            return
        if self._loop.time() < self._deadline:
            self._timer = self._loop.call_at(self._deadline, self._look)
        else:
            self._rang = True
            self._task.cancel()
