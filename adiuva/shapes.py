"""Lets the reference read pydantic models and msgspec structs where it expects serializers."""

from typing import Any

import msgspec
from drf_spectacular.contrib.pydantic import PydanticExtension
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.plumbing import ResolvedComponent

_component: Any = ResolvedComponent  # untyped there
REF = "#/components/schemas/{name}"


class ListOf:
    """`list_of(X)` stands for an array of X."""

    item: type[msgspec.Struct]


def list_of(item: type[msgspec.Struct]) -> type[ListOf]:
    return type(f"{item.__name__}List", (ListOf,), {"item": item})


def _struct(name: str) -> type[msgspec.Struct] | None:
    """The same that a view may name by itself: two components of one name have to be one."""
    kinds = [msgspec.Struct]
    while kinds:
        kind = kinds.pop()
        if kind.__name__ == name:
            return kind
        kinds += kind.__subclasses__()
    return None


class StructShape(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # untyped there
    target_class = "msgspec.Struct"
    match_subclasses = True

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        return str(self.target.__name__)

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        _, parts = msgspec.json.schema_components([self.target], ref_template=REF)
        own: dict[str, Any] = parts.pop(self.target.__name__)
        for name, schema in parts.items():
            component = _component(name=name, type=ResolvedComponent.SCHEMA, object=_struct(name), schema=schema)
            auto_schema.registry.register_on_missing(component)
        return own


class ListShape(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]  # untyped there
    target_class = "adiuva.shapes.ListOf"
    match_subclasses = True

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        return str(self.target.__name__)

    def map_serializer(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        return {"type": "array", "items": auto_schema.resolve_serializer(self.target.item, direction).ref}


class ModelShape(PydanticExtension):  # type: ignore[no-untyped-call]  # untyped there
    """The reference appends "Request" to what is sent."""

    priority = 1

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        name: str = super().get_name(auto_schema, direction)  # type: ignore[no-untyped-call]  # untyped there
        return name.removesuffix("Request") if direction == "request" else name
