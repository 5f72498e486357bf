"""What can be wrong with Stripe, set on a running double: `faults.set("slow", seconds=2)`."""

import threading
import time


class Faults:
    KINDS = ("none", "down", "error", "slow", "hang", "lost", "limited")

    def __init__(self):
        self.kind, self.seconds, self.left = "none", 0.0, -1
        self.released = threading.Event()

    def set(self, kind, seconds=0.0, times=-1):
        """`times` calls are met by it, all of them by default."""
        assert kind in self.KINDS
        self.kind, self.seconds, self.left = kind, seconds, times
        self.released.clear()

    def clear(self):
        self.kind = "none"
        self.released.set()

    def strike(self):
        """The fault of this call."""
        kind = self.kind
        if kind != "none" and self.left > 0:
            self.left -= 1
            if self.left == 0:
                self.kind = "none"
        if kind == "slow":
            time.sleep(self.seconds)
        if kind == "hang":
            self.released.wait(60)
        return kind
