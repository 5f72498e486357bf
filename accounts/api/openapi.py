"""What drf-spectacular leaves out: the body of a DELETE."""

from typing import Any

from accounts.api.serializers import LONGEST_PASSWORD

_PASSWORD = {
    "type": "object",
    "properties": {"password": {"type": "string", "format": "password", "minLength": 1, "maxLength": LONGEST_PASSWORD}},
    "required": ["password"],
}


def add_bodies(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    for methods in result["paths"].values():
        leave = methods.get("delete", {})
        if leave.get("operationId") == "leave":
            leave["requestBody"] = {"required": True, "content": {"application/json": {"schema": _PASSWORD}}}
    return result
