"""The frame of every REST view: asynchronous through and through, one authentication, explicit permissions.

Views return plain data or a response; what they raise becomes a problem in one place.
"""

from typing import Any, TypeVar

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework import exceptions, serializers
from rest_framework.permissions import BasePermission
from rest_framework.views import APIView

from adiuva.errors import FieldError, Problem, field_error, pointed
from adiuva.responses import json_response

S = TypeVar("S", bound=serializers.BaseSerializer[Any])


class Anyone(BasePermission):
    """Open to the world, on purpose."""


class SignedIn(BasePermission):
    def has_permission(self, request: Any, view: Any) -> bool:
        if request.caller is None:
            raise Problem("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
        return True


class ApiView(APIView):
    view_is_async = True

    async def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]  # ours awaits
        self.request, self.args, self.kwargs = request, args, kwargs
        if request.method == "OPTIONS":  # preflights are answered at the edge
            return HttpResponse(status=204, headers={"Allow": ", ".join(self.allowed_methods)})
        handler = getattr(self, request.method.lower(), None)
        if handler is None or request.method.lower() not in self.http_method_names:
            raise Problem("method_not_allowed", headers={"Allow": ", ".join(self.allowed_methods)})
        request.caller = None
        for authentication in self.get_authenticators():
            request.caller = await authentication.authenticate(request)  # type: ignore[misc]  # ours are asynchronous
        for permission in self.get_permissions():
            if not permission.has_permission(request, self):
                raise Problem("forbidden")
        result = await handler(request, *args, **kwargs)
        return result if isinstance(result, HttpResponseBase) else json_response(result)

    options = None  # type: ignore[assignment]  # metadata is not offered


def read_json(request: HttpRequest) -> Any:
    content_type = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if content_type and content_type != "application/json" and not content_type.endswith("+json"):
        raise Problem("unsupported_media_type", "Send the body as application/json.")
    try:
        return msgspec.json.decode(request.body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Problem("malformed", "The body is not valid JSON.") from None


def read(request: HttpRequest, serializer: type[serializers.BaseSerializer[Any]], **kwargs: Any) -> Any:
    """What the serializer makes of the body; a fault is a problem that points at each field."""
    data = read_json(request)
    if not isinstance(data, dict):
        raise Problem("invalid", errors=[field_error("", "object", "The body must be a JSON object.")])
    checked = serializer(data=data, **kwargs)
    checked.is_valid(raise_exception=True)
    return checked.validated_data


class StrictSerializer(serializers.Serializer[Any]):
    """A field it does not know is a fault, not a silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(
                    {name: ["There is no such field."] for name in unknown}, code="unknown"
                )
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    """A number, and not a text that could be read as one."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return int(super().to_internal_value(data))


class TextField(serializers.CharField):
    """Text, and not a number that could be read as text."""

    default_error_messages = {"invalid": "This must be a string."}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


def as_problem(error: Exception) -> Problem | None:
    """The refusal an exception stands for; None for a bug."""
    match error:
        case Problem():
            return error
        case Http404() | exceptions.NotFound():
            return Problem("not_found")
        case serializers.ValidationError():
            return Problem("invalid", errors=list(_field_errors(error.get_full_details())))
        case exceptions.PermissionDenied():
            return Problem("forbidden")
        case exceptions.ParseError():
            return Problem("malformed")
    return None


def _field_errors(details: Any, path: str = "") -> list[FieldError]:
    if isinstance(details, dict) and "message" in details and "code" in details:
        return [field_error(path, str(details["code"]), str(details["message"]))]
    if isinstance(details, dict):
        parts = [(str(name), value) for name, value in details.items()]
    else:
        parts = [("" if _is_leaf(value) else str(index), value) for index, value in enumerate(details)]
    found: list[FieldError] = []
    for name, value in parts:
        name = "" if name == "non_field_errors" else name
        found += _field_errors(value, "/".join(filter(None, (path, pointed([name])))))
    return found


def _is_leaf(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"message", "code"}
