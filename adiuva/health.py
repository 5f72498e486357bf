"""Whether this process lives, whether it can do its work, and its figures."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from prometheus_client import CONTENT_TYPE_LATEST

from adiuva import __version__
from adiuva.api import Anyone, ApiView
from adiuva.config import config
from adiuva.database import in_database
from adiuva.errors import Problem
from adiuva.observability import metrics
from adiuva.responses import json_response
from adiuva.workers import workers

PATIENCE = 2.0
LOOPBACK = ("127.0.0.1", "::1")

Check = Callable[[], Awaitable[str]]


def _ask_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


async def _database() -> str:
    return await in_database(_ask_database)


async def _cache() -> str:
    await cache.aset("health", "ok", 5)
    return "ok" if await cache.aget("health") == "ok" else "down"


async def _channel_layer() -> str:
    await workers.hear_ourselves()
    return "ok"


async def _llm() -> str:
    return config.llm_model.partition("/")[0] if "/" in config.llm_model else _plain_provider()


def _plain_provider() -> str:
    return "offline" if config.llm_model == "offline" else "openai"


async def _stripe() -> str:
    return "live" if config.stripe_secret_key else "stub"


# Higher apps replace what they know better.
CHECKS: dict[str, Check] = {
    "database": _database,
    "cache": _cache,
    "channel_layer": _channel_layer,
    "llm": _llm,
    "stripe": _stripe,
}


async def _said(check: Check) -> str:
    try:
        return await asyncio.wait_for(check(), PATIENCE)
    except Exception:  # whatever is wrong with it, it is down
        return "down"


async def readiness() -> dict[str, Any]:
    answers = await asyncio.gather(*map(_said, CHECKS.values()))
    checks = dict(zip(CHECKS, answers, strict=True))
    status = "down" if checks["database"] == "down" else "degraded" if "down" in answers else "ready"
    return {"status": status, "checks": checks}


class _OpenView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)


class HealthView(_OpenView):
    permission_classes = (Anyone,)

    @extend_schema(operation_id="health", responses={200: OpenApiTypes.OBJECT}, auth=[])
    async def get(self, request: Any) -> Any:
        return {"status": "ok", "version": __version__}


class LiveView(_OpenView):
    permission_classes = (Anyone,)

    @extend_schema(operation_id="health_live", responses={200: OpenApiTypes.OBJECT}, auth=[])
    async def get(self, request: Any) -> Any:
        return {"status": "ok"}


class ReadyView(_OpenView):
    permission_classes = (Anyone,)

    @extend_schema(operation_id="health_ready", responses={200: OpenApiTypes.OBJECT, 503: OpenApiTypes.OBJECT}, auth=[])
    async def get(self, request: Any) -> Any:
        report = await readiness()
        return json_response(report, 503 if report["status"] == "down" else 200)


class MetricsView(_OpenView):
    permission_classes = (Anyone,)

    @extend_schema(exclude=True)
    async def get(self, request: Any) -> Any:
        if config.metrics_token:
            scheme, _, given = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
            if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), config.metrics_token.encode()):
                raise Problem("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
        elif request.META.get("REMOTE_ADDR") not in LOOPBACK or "HTTP_X_FORWARDED_FOR" in request.META:
            raise Problem("forbidden", "Set METRICS_TOKEN to read the metrics from another host.")
        return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)
