"""At most so many requests in any window, counted exactly, in this process."""

import time
from collections import OrderedDict, deque

from billing.limits.decision import WINDOW, Decision


class SlidingWindow:
    """Keeps the moments of the requests it let pass; what it refuses does not count.

    The moments of one key are at most as many as its limit, and a key is forgotten once it has been idle for a window.
    """

    def __init__(self, window: float = WINDOW) -> None:
        self.window = window
        self._passed: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._passed)

    def decide(self, key: str, limit: int, now: float | None = None) -> Decision:
        now = time.monotonic() if now is None else now
        moments = self._moments(key, now)
        count = len(moments)
        if count >= limit:
            return self._refused(moments, limit, now)
        moments.append(now)
        return Decision(True, limit, limit - count - 1, 0.0, moments[0] + self.window - now)

    def peek(self, key: str, limit: int, now: float | None = None) -> Decision:
        """What `decide` would say, without counting."""
        now = time.monotonic() if now is None else now
        moments = [moment for moment in self._passed.get(key, ()) if moment > now - self.window]
        if len(moments) >= limit:
            return self._refused(moments, limit, now)
        reset = moments[0] + self.window - now if moments else 0.0
        return Decision(True, limit, limit - len(moments), 0.0, reset)

    def note(self, key: str, limit: int, now: float | None = None) -> None:
        """Counts what was let pass elsewhere."""
        now = time.monotonic() if now is None else now
        moments = self._moments(key, now)
        if len(moments) >= limit:
            moments.popleft()
        moments.append(now)

    def forget(self, key: str) -> None:
        self._passed.pop(key, None)

    def _refused(self, moments: deque[float] | list[float], limit: int, now: float) -> Decision:
        # After a downgrade more may be in the window than the limit: all but limit-1 of them have to leave.
        wait = moments[len(moments) - limit] + self.window - now
        return Decision(False, limit, 0, wait, moments[0] + self.window - now)

    def _moments(self, key: str, now: float) -> deque[float]:
        start = now - self.window
        moments = self._passed.get(key)
        if moments is None:
            self._drop_idle(start)
            moments = self._passed[key] = deque()
        else:
            self._passed.move_to_end(key)
            while moments and moments[0] <= start:
                moments.popleft()
        return moments

    def _drop_idle(self, start: float) -> None:
        """Two of the longest unused go for each that comes, so the rest shrinks without a sweep."""
        for _ in range(2):
            key = next(iter(self._passed), None)
            if key is None or (self._passed[key] and self._passed[key][-1] > start):
                return
            del self._passed[key]
