"""The AsyncAPI document of the sockets, made from the types their frames are encoded with."""

from typing import Any, get_args

import msgspec
from pydantic import BaseModel

from adiuva.errors import KINDS
from agents.devices import frames as devices
from agents.requests import ChatRequest
from chat import frames
from chat.ag_ui import SUBPROTOCOL

VERSION = "0.1.0"
SCHEMAS = "#/components/schemas/{name}"
AUTH = "Bearer header, `?ticket=` or `?token=`. Refused sockets are accepted and closed with 44xx."


class Speech(msgspec.Struct):
    """One way to talk on a socket: what the server sends and what it takes."""

    name: str
    address: str
    says: str
    sent: Any
    received: Any
    also_received: tuple[type[BaseModel], ...] = ()
    text: str = ""  # what a frame that is no JSON object is


SPEECHES = [
    Speech(
        "chatPlain",
        "/api/v1/chat/stream",
        "Plain: text frames are pieces of the answer and never parse as a JSON object; control frames do.",
        frames.PLAIN,
        frames.CONTROLS,
        (ChatRequest,),
        "A piece of the answer.",
    ),
    Speech(
        "chatAgUi",
        "/api/v1/chat/stream",
        f"AG-UI events, with the subprotocol `{SUBPROTOCOL}`.",
        frames.AG_UI,
        frames.CONTROLS,
        (ChatRequest,),
    ),
    Speech(
        "device",
        "/api/v1/device",
        "The standing connection of a desktop app. It says hello first and answers a call_id it knows from its cache.",
        devices.SENT | frames.Ping | frames.Refused,
        devices.SAID,
    ),
]


def document() -> dict[str, Any]:
    types = {kind for speech in SPEECHES for side in (speech.sent, speech.received) for kind in get_args(side)}
    named = sorted(types, key=lambda kind: str(kind.__name__))
    _, schemas = msgspec.json.schema_components([*named, *frames.RESULTS], ref_template=SCHEMAS)
    for model in {model for speech in SPEECHES for model in speech.also_received}:
        schema = model.model_json_schema(ref_template=SCHEMAS.replace("{name}", "{model}"))
        schemas |= schema.pop("$defs", {}) | {model.__name__: schema}
    schemas["ProblemBody"]["properties"]["code"]["enum"] = sorted(KINDS)
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Adiuva Cloud API: sockets", "version": VERSION, "description": AUTH},
        "defaultContentType": "application/json",
        "channels": {speech.name: _channel(speech) for speech in SPEECHES},
        "operations": dict(operation for speech in SPEECHES for operation in _operations(speech)),
        "components": {"schemas": schemas},
    }


def _channel(speech: Speech) -> dict[str, Any]:
    messages: dict[str, Any] = {kind.__name__: {"payload": _ref(kind)} for kind in _all(speech)}
    if speech.text:
        messages["Text"] = {"contentType": "text/plain", "payload": {"type": "string", "description": speech.text}}
    return {"address": speech.address, "description": speech.says, "messages": messages}


def _operations(speech: Speech) -> list[tuple[str, dict[str, Any]]]:
    channel = {"$ref": f"#/channels/{speech.name}"}

    def operation(action: str, names: list[str]) -> dict[str, Any]:
        messages = [{"$ref": f"#/channels/{speech.name}/messages/{name}"} for name in names]
        return {"action": action, "channel": channel, "messages": messages}

    sent = [kind.__name__ for kind in get_args(speech.sent)] + (["Text"] if speech.text else [])
    received = [kind.__name__ for kind in (*get_args(speech.received), *speech.also_received)]
    return [
        (f"{speech.name}Sends", operation("send", sent)),
        (f"{speech.name}Receives", operation("receive", received)),
    ]


def _all(speech: Speech) -> list[type]:
    return [*get_args(speech.sent), *get_args(speech.received), *speech.also_received]


def _ref(kind: type) -> dict[str, str]:
    return {"$ref": SCHEMAS.format(name=kind.__name__)}
