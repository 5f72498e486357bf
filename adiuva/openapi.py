"""The reference: OpenAPI 3.1 from the views, with every refusal in it, and a page that reads it offline."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.templatetags.static import static
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema

from adiuva.api import Anyone, ApiView
from adiuva.database import in_database
from adiuva.errors import KINDS

PROBLEM = "#/components/schemas/Problem"

_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457; `code` is one of a closed list.",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {"type": "string", "examples": ["/problems/invalid"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "enum": list(KINDS)},
        "request_id": {"type": "string"},
        "retry_after": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
            },
        },
    },
}

_METHODS = {"get", "post", "put", "patch", "delete"}


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = _SCHEMA
    answer = {"description": "A problem", "content": {"application/problem+json": {"schema": {"$ref": PROBLEM}}}}
    for methods in result["paths"].values():
        for method, operation in methods.items():
            if method in _METHODS:
                operation["responses"].setdefault("default", answer)
    return result


_ASSETS = "drf_spectacular_sidecar/swagger-ui-dist/"
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Adiuva Cloud API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="{css}"></head>
<body><div id="reference" data-schema="schema"></div>
<script src="{bundle}"></script><script src="{start}"></script></body></html>"""
# All assets are ours; the reference styles itself.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
)


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # untyped there
    return schema


class SchemaView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(exclude=True)
    async def get(self, request: Any) -> Any:
        return await in_database(_schema)  # seconds of work the first time: not on the loop


class DocsView(ApiView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(exclude=True)
    async def get(self, request: Any) -> Any:
        page = _PAGE.format(
            css=static(_ASSETS + "swagger-ui.css"),
            bundle=static(_ASSETS + "swagger-ui-bundle.js"),
            start=static("adiuva/docs.js"),
        )
        return HttpResponse(page, headers={"Content-Security-Policy": _POLICY})
