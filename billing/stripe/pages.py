"""The pages that a browser shows: whole in themselves, without scripts, under a policy of their own."""

import asyncio
import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from adiuva.errors import Problem

STYLE = Path(__file__).parent / "templates/billing_stripe/page.css"


@lru_cache
def _style() -> str:
    return STYLE.read_text()


@lru_cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


async def page(name: str, /, status: int = 200, **shown: Any) -> HttpResponse:
    return await asyncio.to_thread(_rendered, name, status, shown)


def _rendered(name: str, status: int, shown: dict[str, Any]) -> HttpResponse:
    text = render_to_string(f"billing_stripe/{name}.html", shown | {"style": _style()})
    return HttpResponse(text, status=status, headers={"Content-Security-Policy": _policy()})


async def refusal(request: HttpRequest, problem: Problem) -> HttpResponse:
    """In words where a browser asks; as a problem where a program does."""
    if "text/html" not in request.headers.get("Accept", ""):
        raise problem
    return await page("refused", problem.kind.status, title=problem.kind.title, detail=problem.detail)
