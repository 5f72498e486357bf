"""The kinds of tools: reads are answered by the host, writes become actions of the client's."""

from functools import cache
from typing import Any, ClassVar, Literal, Protocol, Self

import msgspec
from pydantic import BaseModel, ConfigDict, ValidationError

from agents.answers import ActionType, PlanAction
from agents.clock import Clock
from agents.llm.messages import ToolSpec
from agents.records import Records

AccessKind = Literal["read", "write"]


class ToolFault(Exception):
    """The words go back to the model."""

    correctable: ClassVar[bool] = True  # it was the model's mistake, of which it may make a few
    code: ClassVar[str] = ""

    def told(self) -> dict[str, str]:
        """For who watches the run."""
        return {"error": str(self)} | ({"code": self.code} if self.code else {})


class Ref(msgspec.Struct, frozen=True):
    """Marks a field that names a record of this table."""

    table: str


class Scene(Protocol):
    """What a tool may know of the run it works in."""

    @property
    def clock(self) -> Clock: ...

    @property
    def author(self) -> str: ...

    def new_id(self) -> str: ...


class Tool(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    tool: ClassVar[str]
    purpose: ClassVar[str]
    table: ClassVar[str]
    access: ClassVar[AccessKind]

    @classmethod
    @cache
    def spec(cls) -> ToolSpec:
        schema = cls.model_json_schema()
        properties = {name: _plain(field) for name, field in schema.get("properties", {}).items()}
        parameters = {"type": "object", "properties": properties, "additionalProperties": False}
        if required := schema.get("required"):
            parameters["required"] = required
        return ToolSpec(cls.tool, cls.purpose, parameters)

    @classmethod
    @cache
    def references(cls) -> dict[str, str]:
        """The fields that name a record, with its table."""
        return {
            name: mark.table
            for name, field in cls.model_fields.items()
            for mark in field.metadata
            if isinstance(mark, Ref)
        }

    @classmethod
    def read_arguments(cls, arguments: str, clock: Clock) -> Self:
        try:
            given = msgspec.json.decode(arguments or "{}")
        except msgspec.DecodeError:
            raise ToolFault("The arguments are not valid JSON.") from None
        return cls.checked(given, clock)

    @classmethod
    def checked(cls, given: Any, clock: Clock) -> Self:
        try:
            return cls.model_validate(given, context={"clock": clock})
        except ValidationError as error:
            faults = error.errors(include_url=False, include_input=False, include_context=False)
            said = "; ".join(f"{'.'.join(map(str, f['loc'])) or 'arguments'}: {f['msg']}" for f in faults[:5])
            raise ToolFault(said) from None

    def arguments(self) -> dict[str, Any]:
        """As they go to a device and to whoever watches: only what was given."""
        return self.model_dump(exclude_unset=True)


class Read(Tool):
    access = "read"
    many: ClassVar[bool] = True  # it gives a list

    def answer(self, records: Records, clock: Clock) -> Any:
        """What a host that holds the records itself says."""
        raise NotImplementedError


class Write(Tool):
    access = "write"
    action: ClassVar[ActionType]

    def data(self, scene: Scene) -> dict[str, Any]:
        raise NotImplementedError

    def make_action(self, scene: Scene) -> PlanAction:
        return PlanAction(scene.new_id(), self.action, table=self.table, data=self.data(scene))


class Create(Write):
    action = "create_record"

    def fields(self, scene: Scene) -> dict[str, Any]:
        return self.model_dump()

    def data(self, scene: Scene) -> dict[str, Any]:
        """The id is made here, so that later calls of the run can name the record."""
        given = {name: value for name, value in self.fields(scene).items() if value is not None}
        return {"id": scene.new_id(), **given}


class Update(Write):
    action = "update_record"
    clearable: ClassVar[frozenset[str]] = frozenset()

    id: str

    def data(self, scene: Scene) -> dict[str, Any]:
        """Null empties a field that may be empty; for any other it is a model's way to say nothing."""
        changes = {
            name: value
            for name, value in self.model_dump(exclude_unset=True, exclude={"id"}).items()
            if value is not None or name in self.clearable
        }
        if not changes:
            raise ToolFault("Nothing was changed: give at least one field with its new value.")
        return {"id": self.id, **changes}


class Delete(Write):
    action = "delete_record"

    id: str

    def data(self, scene: Scene) -> dict[str, Any]:
        return {"id": self.id}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Without what pydantic adds for people: titles, and defaults that say nothing."""
    return {
        key: value
        for key, value in schema.items()
        if key != "title" and not (key == "default" and value in (None, "", []))
    }
