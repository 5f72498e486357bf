"""The plans that users' own runs made: the last 1,000, without the values of variables and data.

With Redis they are a user's on every worker; without, or while it is away, this process keeps them.
"""

from collections import OrderedDict
from threading import Lock
from typing import Any, Protocol

import msgspec
import structlog

from adiuva.config import config
from plans.plan import ExecutionPlan, PlanStep

log = structlog.get_logger("plans.cache")

MOST = 1000

_decode = msgspec.json.Decoder(ExecutionPlan).decode


def names_only(plan: ExecutionPlan) -> ExecutionPlan:
    return msgspec.structs.replace(plan, steps=[_nameless(step) for step in plan.steps])


def _nameless(step: PlanStep) -> PlanStep:
    return msgspec.structs.replace(step, variables=_keys(step.variables), data=_keys(step.data))


def _keys(values: Any) -> Any:
    return dict.fromkeys(values) if isinstance(values, dict) else values


class Store(Protocol):
    def put(self, user_id: str, plan_id: str, plan: bytes) -> None: ...

    def get(self, user_id: str, plan_id: str) -> bytes | None: ...

    def of_user(self, user_id: str) -> list[bytes]: ...

    def forget(self, user_id: str) -> None: ...


class PlansHere:
    """In this process; the least recently used of all users goes first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._plans: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = Lock()

    def put(self, user_id: str, plan_id: str, plan: bytes) -> None:
        with self._lock:
            self._plans[user_id, plan_id] = plan
            self._plans.move_to_end((user_id, plan_id))
            while len(self._plans) > self._most:
                self._plans.popitem(last=False)

    def get(self, user_id: str, plan_id: str) -> bytes | None:
        with self._lock:
            plan = self._plans.get((user_id, plan_id))
            if plan is not None:
                self._plans.move_to_end((user_id, plan_id))
            return plan

    def of_user(self, user_id: str) -> list[bytes]:
        with self._lock:
            return [plan for (owner, _), plan in self._plans.items() if owner == user_id]

    def forget(self, user_id: str) -> None:
        with self._lock:
            for key in [key for key in self._plans if key[0] == user_id]:
                del self._plans[key]


class PlanCache:
    """Blocks while it asks Redis: call it off the event loop."""

    def __init__(self, shared: Store | None = None, here: Store | None = None) -> None:
        self._shared, self._here = shared, here or PlansHere()

    def cache_plan(self, user_id: str, plan: ExecutionPlan) -> None:
        self._ask("put", user_id, plan.plan_id, msgspec.json.encode(names_only(plan)))

    def get_plan(self, user_id: str, plan_id: str) -> ExecutionPlan | None:
        plan = self._ask("get", user_id, plan_id)
        return _decode(plan) if plan else None

    def plans_of(self, user_id: str) -> list[ExecutionPlan]:
        """The most recently used last."""
        return [_decode(plan) for plan in self._ask("of_user", user_id)]

    def forget(self, user_id: str) -> None:
        self._ask("forget", user_id)

    def _ask(self, what: str, *given: Any) -> Any:
        if self._shared is not None:
            try:
                return getattr(self._shared, what)(*given)
            except OSError as error:
                log.warning("plans.redis_unavailable", error=str(error))
        return getattr(self._here, what)(*given)


def _made() -> PlanCache:
    if not config.redis_url:
        return PlanCache()
    from plans.shared_plans import PlansInRedis  # a single process does without Redis' client

    return PlanCache(PlansInRedis(config.redis_url, MOST))


CACHE = _made()
