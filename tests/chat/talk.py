"""A conversation over a real socket. Every frame the server sends is held against its AsyncAPI document."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import jsonschema
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

AG_UI = "ag-ui.v1"
PATIENCE = 15


@cache
def _validator(name: str) -> jsonschema.Draft202012Validator:
    from chat.asyncapi import document

    schemas = document()["components"]
    return jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": schemas})


@cache
def _kinds(speech: str) -> dict[str, str]:
    from typing import get_args

    from chat import frames

    kinds = get_args(frames.AG_UI if speech else frames.PLAIN)
    return {kind.__struct_config__.tag or "done": kind.__name__ for kind in kinds}


def parsed(frame: str) -> dict[str, Any] | None:
    """A control frame, or None for a piece of text: as any client tells them apart."""
    with contextlib.suppress(json.JSONDecodeError):
        value = json.loads(frame)
        return value if isinstance(value, dict) else None
    return None


def hold(frame: str, speech: str = "") -> dict[str, Any] | None:
    """The control frame, which is as the document says."""
    control = parsed(frame)
    if control is None:
        assert not speech, f"not an event: {frame[:100]!r}"
        assert frame
        return None
    kind = "done" if control.get("done") else control["type"]
    name = _kinds(speech)[kind]
    _validator(name).validate(control)
    known = _validator(name).schema["components"]["schemas"][name]["properties"]
    assert set(control) <= set(known), set(control) - set(known)
    return control


class Talk:
    def __init__(self, socket: ClientConnection, speech: str = "") -> None:
        self.socket, self.speech = socket, speech
        self.frames: list[str] = []

    async def says(self, said: Any) -> "Talk":
        await self.socket.send(said if isinstance(said, str | bytes) else json.dumps(said))
        return self

    async def asks(self, message: str = "What is open?", **fields: Any) -> "Talk":
        return await self.says({"message": message, **fields})

    async def hears(self, patience: float = PATIENCE) -> Any:
        """The next frame: a string of text, or a control frame."""
        async with asyncio.timeout(patience):
            frame = await self.socket.recv()
        assert isinstance(frame, str)
        self.frames.append(frame)
        control = hold(frame, self.speech)
        return frame if control is None else control

    async def answer(self) -> tuple[str, dict[str, Any]]:
        """Plain: the text as it came in pieces, and the last frame."""
        pieces = []
        while True:
            heard = await self.hears()
            if isinstance(heard, str):
                pieces.append(heard)
            elif heard.get("done"):
                return "".join(pieces), heard
            else:
                assert heard["type"] == "ping", heard

    async def events(self) -> list[dict[str, Any]]:
        """AG-UI: the events up to the last of the run."""
        heard = []
        while True:
            heard.append(await self.hears())
            if heard[-1]["type"] in ("RUN_FINISHED", "RUN_ERROR"):
                return heard

    async def nothing_more(self, seconds: float = 0.2) -> bool:
        try:
            await self.hears(seconds)
        except TimeoutError:
            return True
        return False

    async def closed_with(self, patience: float = PATIENCE) -> int:
        try:
            async with asyncio.timeout(patience):
                while True:
                    await self.socket.recv()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


@contextlib.asynccontextmanager
async def talk(
    server: Any,
    token: str = "",
    *,
    ticket: str = "",
    speech: str = "",
    header: bool = False,
    path: str = "/api/v1/chat/stream",
    **options: Any,
) -> AsyncIterator[Talk]:
    headers = {"Authorization": f"Bearer {token}"} if header else {}
    query = f"?ticket={ticket}" if ticket else f"?token={token}" if token and not header else ""
    async with connect(
        f"ws://127.0.0.1:{server.port}{path}{query}",
        subprotocols=[speech] if speech else None,
        additional_headers=headers | options.pop("headers", {}),
        compression=None,
        max_size=None,
        proxy=None,
        **options,
    ) as socket:
        yield Talk(socket, speech)
