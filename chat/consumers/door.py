"""What every socket of ours does around its own business: who comes in, who is sent away, how it ends."""

import asyncio
import time
from typing import Any, ClassVar
from uuid import UUID

import structlog
from channels.consumer import AsyncConsumer
from django.db import OperationalError

from accounts.asking import Caller, caller_of_scope
from adiuva.config import config
from adiuva.errors import Problem
from adiuva.lines import hang_up, line_of
from adiuva.observability import context
from adiuva.observability.metrics import SOCKETS
from billing.limits.slots import Slot, Slots
from chat import frames
from chat.open_sockets import open_sockets

log = structlog.get_logger("chat.sockets")

UNAUTHENTICATED, NOT_ALLOWED, TOO_SLOW, TOO_MANY = 4401, 4403, 4408, 4409
TRY_LATER = 1013
PING = frames.encode(frames.Ping())


class Refusal(Exception):
    """The socket is accepted, so that a browser can read the code, and closed with it."""

    def __init__(self, code: int, reason: str) -> None:
        self.code, self.reason = code, reason


class Door(AsyncConsumer):  # type: ignore[misc]  # Channels is untyped
    name: ClassVar[str]
    subprotocols: ClassVar[tuple[str, ...]] = ()
    slots: ClassVar[Slots]
    most_open: ClassVar[int]  # of one user

    caller: Caller
    session_id: UUID
    _slot: Slot | None = None
    _closing: "asyncio.Task[None] | None" = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Messages come one after another, so nothing that waits for a model may be awaited by what takes them."""
        self.scope, self._send = scope, send
        self.loop = asyncio.get_running_loop()
        self.line = line_of(scope, send)
        self.quiet = self.behind = self.stuck = 0
        began, code = time.monotonic(), 1006
        try:
            await receive()
            if await self._let_in():
                SOCKETS.labels(self.name).inc()
                while (message := await receive())["type"] == "websocket.receive":
                    await self.heard(message.get("text") or message.get("bytes") or b"")
                code = message.get("code", code)
        finally:
            if self._slot:
                SOCKETS.labels(self.name).dec()
                open_sockets.discard(self)
                self.left()
                self.slots.give_back(self._slot)
                log.info("socket.closed", door=self.name, code=code, seconds=round(time.monotonic() - began, 1))

    async def heard(self, text: str | bytes) -> None:
        raise NotImplementedError

    def entered(self) -> None:
        """It is open."""

    def left(self) -> None:
        """It is gone."""

    @property
    def request_id(self) -> str:
        return context.current().request_id

    @property
    def subprotocol(self) -> str | None:
        offered = self.scope.get("subprotocols") or ()
        return next((name for name in self.subprotocols if name in offered), None)

    def ping(self) -> None:
        self.line.write(PING)

    def session_ended(self) -> None:
        self.close(UNAUTHENTICATED, "the session has ended")

    def too_slow(self) -> None:
        self.close(TOO_SLOW, "too slow a reader")

    def close(self, code: int, reason: str) -> None:
        if self._closing is None:
            self._closing = self.loop.create_task(hang_up(self.line, self._send, code, reason))

    async def _let_in(self) -> bool:
        try:
            _check_origin(self.scope)
            self.caller = await self._who()
            self.session_id = self.caller.session_id
            self._slot = await self._place()
        except Refusal as refusal:
            await self._send({"type": "websocket.accept", "subprotocol": self.subprotocol})
            await hang_up(self.line, self._send, refusal.code, refusal.reason)
            return False
        await self._send({"type": "websocket.accept", "subprotocol": self.subprotocol})
        self.entered()
        open_sockets.add(self)
        return True

    async def _place(self) -> Slot:
        slot = await self.slots.take(self.caller.user_id, self.most_open)
        if slot is None:
            raise Refusal(TOO_MANY, f"{self.most_open} of these sockets may be open at once")
        return slot

    async def _who(self) -> Caller:
        try:
            return await caller_of_scope(self.scope)
        except Problem as problem:
            raise Refusal(UNAUTHENTICATED, problem.code) from None
        except OperationalError as error:
            log.error("database.unavailable", exc_info=error)  # noqa: TRY400 - structlog takes the error as it is
            raise Refusal(TRY_LATER, "unavailable") from None


def _check_origin(scope: Any) -> None:
    """Whole strings; who sends none is no browser."""
    for name, value in scope["headers"]:
        if name == b"origin" and value.decode("latin-1") not in config.cors_origins:
            raise Refusal(NOT_ALLOWED, "this origin is not allowed")
