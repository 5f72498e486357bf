"""Counting goes on without Redis, in each process for itself."""

import pytest
from django_ratelimit.core import get_usage

from accounts import limits
from adiuva.caches import RedisOrHere
from adiuva.observability.metrics import CACHE_FALLBACKS
from tests.e2e.server import free_port


@pytest.fixture
def no_redis(settings):
    location = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {**settings.CACHES, "counts": {"BACKEND": "adiuva.caches.RedisOrHere", "LOCATION": location}}


def test_it_keeps_what_redis_would(no_redis):
    from django.core.cache import caches

    counts = caches["counts"]
    assert isinstance(counts, RedisOrHere)
    before = CACHE_FALLBACKS._value.get()
    assert counts.add("a", 1, 60)
    assert not counts.add("a", 5, 60)
    assert counts.incr("a") == 2
    assert counts.get("a") == 2
    assert counts.get("b", 7) == 7
    assert CACHE_FALLBACKS._value.get() == before + 5


def test_attempts_are_still_counted_and_signing_in_still_works(no_redis, api, monkeypatch):
    monkeypatch.setattr(limits.config, "auth_attempts_per_minute", 2)
    ada = {"email": "ada@example.org", "password": "three blind mice 3"}
    assert api.post("/auth/register", ada).status == 201
    assert [api.post("/auth/login", ada).status for _ in range(3)] == [200, 200, 429]


@pytest.mark.services
def test_where_redis_answers_the_count_is_there(settings):
    if "counts" not in settings.CACHES or "redis" not in str(settings.CACHES["counts"].get("LOCATION", "")):
        pytest.skip("no Redis here")
    from redis import Redis

    usage = get_usage(None, group="g", key=lambda *_: "who", rate=(2, 60), increment=True)
    assert usage["count"] == 1
    assert any(Redis.from_url(settings.CACHES["counts"]["LOCATION"]).scan_iter("*rl:*"))
