"""The DRF face of who is asking."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication

from accounts.asking import Caller, caller_of


class BearerAuthentication(BaseAuthentication):
    async def authenticate(self, request: Any) -> Caller | None:  # type: ignore[override]  # ApiView awaits it
        return await caller_of(request)


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # untyped there
    target_class = BearerAuthentication
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
