"""Plans in Redis, for all workers: a hash of a user's plans, and a sorted set of when each was used."""

from collections.abc import Callable
from functools import wraps
from time import time
from typing import Any, ParamSpec, TypeVar

from redis import Redis
from redis.exceptions import RedisError

P = ParamSpec("P")
R = TypeVar("R")

KEPT_SECONDS = 30 * 24 * 3600
PREFIX = "adiuva:plans:"
TIMEOUT = 1.0


def _or_os_error(ask: Callable[P, R]) -> Callable[P, R]:
    """So that nobody else needs Redis' client to know its errors."""

    @wraps(ask)
    def asking(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return ask(*args, **kwargs)
        except RedisError as error:
            raise OSError(type(error).__name__) from error

    return asking


class PlansInRedis:
    def __init__(self, url: str, most: int, prefix: str = PREFIX) -> None:
        self._redis: Any = Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
        self._most, self._prefix = most, prefix

    @_or_os_error
    def put(self, user_id: str, plan_id: str, plan: bytes) -> None:
        plans, used = self._keys(user_id)
        with self._redis.pipeline() as together:
            together.hset(plans, plan_id, plan)
            together.zadd(used, {plan_id: time()})
            together.expire(plans, KEPT_SECONDS)
            together.expire(used, KEPT_SECONDS)
            together.zrange(used, 0, -self._most - 1)
            oldest = together.execute()[-1]
            if oldest:
                together.hdel(plans, *oldest)
                together.zrem(used, *oldest)
                together.execute()

    @_or_os_error
    def get(self, user_id: str, plan_id: str) -> bytes | None:
        plans, used = self._keys(user_id)
        plan: bytes | None = self._redis.hget(plans, plan_id)
        if plan is not None:
            self._redis.zadd(used, {plan_id: time()}, xx=True)
        return plan

    @_or_os_error
    def of_user(self, user_id: str) -> list[bytes]:
        plans, used = self._keys(user_id)
        ids = self._redis.zrange(used, 0, -1)
        return [plan for plan in self._redis.hmget(plans, ids) if plan] if ids else []

    @_or_os_error
    def forget(self, user_id: str) -> None:
        self._redis.delete(*self._keys(user_id))

    def _keys(self, user_id: str) -> tuple[str, str]:
        return f"{self._prefix}{user_id}", f"{self._prefix}{user_id}:used"
