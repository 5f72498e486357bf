from billing.limits.decision import Decision
from billing.limits.throttle import decide, look, reset, throttle

__all__ = ["Decision", "decide", "look", "reset", "throttle"]
