"""`/chat/stream`: requests in, answers as they are thought."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import msgspec
import structlog
from django.db import OperationalError
from msgspec import UNSET

from accounts.asking import Caller, caller_now, caller_of_token, must_be_verified
from adiuva.edge import too_deep
from adiuva.errors import Problem
from agents import runs
from agents.api.keys import HEADER, provider_key
from agents.requests import read_chat_request
from billing.limits import throttle
from billing.limits.slots import Slots
from chat import frames
from chat.ag_ui import SUBPROTOCOL, AgUi
from chat.consumers.door import Door
from chat.faults import fault_of
from chat.plain import Plain
from chat.pump import Pump, Source

log = structlog.get_logger("chat.sockets")

FRESH_SECONDS = 10.0  # so long what is known of the caller is not looked up again
SHUTDOWN_SECONDS = 10.0  # for the rest of an answer


class ChatStream(Door):
    name = "chat"
    subprotocols = (SUBPROTOCOL,)
    slots = Slots("chat_sockets")
    most_open = 10

    speech: Plain | AgUi
    _pump: Pump | None = None
    _leave: Callable[[], None] | None = None

    def entered(self) -> None:
        self.speech = AgUi() if self.subprotocol else Plain()
        self.line.on_shutdown = self._shut_down
        self._fresh_until = self.loop.time() + FRESH_SECONDS

    def left(self) -> None:
        if self._pump:
            self._pump.stop()

    async def heard(self, text: str | bytes) -> None:
        refuse = self._refuse
        try:
            said = _decoded(text)
            if _is_control(said):
                refuse = self._error  # nothing was asked that a last frame could answer
                control = _control(said)
                await self._obey[type(control)](self, control)
            else:
                await self._ask(said)
        except Problem as problem:
            refuse(problem)
        except OperationalError as error:
            log.error("database.unavailable", exc_info=error)  # noqa: TRY400 - structlog takes the error as it is
            refuse(Problem("unavailable", retry_after=5))
        except Exception:
            log.exception("socket.crashed")
            refuse(Problem("internal"))

    @property
    def provider_key(self) -> str:
        key = dict(self.scope["headers"]).get(HEADER.lower().encode(), b"")
        return provider_key({HEADER: key.decode("latin-1")})

    async def _ask(self, said: Any) -> None:
        request = read_chat_request(said)
        self._must_be_idle()
        caller = await self._caller_now()
        must_be_verified(caller)
        admit = partial(throttle, caller)
        run = await runs.start_chat(request, caller=caller, door="socket", admit=admit, provider_key=self.provider_key)
        self._follow(run)

    def _follow(self, run: Source, after: int = 0) -> None:
        if isinstance(self.speech, AgUi):
            self.speech.run_id = run.id
        self._pump = Pump(run, self.speech, self.line, over=self._over, after=after, request_id=self.request_id)

    def _over(self, problem: Problem | None) -> None:
        self._pump = None
        if problem:
            self.too_slow()
        elif self._leave:
            self._leave()

    async def _cancel(self, _: frames.Cancel) -> None:
        if self._pump:
            self._pump.run.cancel()

    async def _abort(self, abort: frames.Abort) -> None:
        if self._pump and abort.run_id in (UNSET, self._pump.run.id):
            self._pump.run.cancel()
        elif abort.run_id is not UNSET and not await runs.cancel(abort.run_id, caller=self.caller):
            self._error(Problem("not_found", "There is no such run."), abort.run_id)

    async def _resume(self, resume: frames.Resume) -> None:
        try:
            self._must_be_idle()
            run = await runs.follow(resume.run_id, resume.seq, caller=await self._caller_now())
            self._follow(run, resume.seq)
        except Problem as problem:
            self._error(problem, resume.run_id)

    async def _sign_in_again(self, auth: frames.Auth) -> None:
        try:
            caller = await caller_of_token(auth.access_token)
        except Problem as problem:
            self._error(problem)
            return
        if caller.user_id != self.caller.user_id:
            self._error(Problem("forbidden", "The token is another user's."))
            return
        self._known(caller)
        self.line.write(frames.encode(frames.SignedInAgain(int(caller.expires_at))))

    async def _ignore(self, _: frames.Pong) -> None:
        pass

    _obey: ClassVar[dict[type, Any]] = {
        frames.Cancel: _cancel,
        frames.Abort: _abort,
        frames.Resume: _resume,
        frames.Auth: _sign_in_again,
        frames.Pong: _ignore,
    }

    def _must_be_idle(self) -> None:
        if self._pump:
            raise Problem("busy", "A run of this socket is not over yet.")

    async def _caller_now(self) -> Caller:
        """His token must still hold; his session and tier are looked up again where that was some time ago."""
        if self.caller.expires_at <= time.time():
            raise Problem("token_expired")
        if self._fresh_until <= self.loop.time():
            try:
                self._known(await caller_now(self.caller))
            except Problem:
                self.session_ended()
                raise
        return self.caller

    def _known(self, caller: Caller) -> None:
        self.caller, self.session_id = caller, caller.session_id
        self._fresh_until = self.loop.time() + FRESH_SECONDS

    def _refuse(self, problem: Problem) -> None:
        """While a run goes on its last frame is still to come, so a refusal is not one."""
        if self._pump:
            self._error(problem)
        else:
            self.line.write(self.speech.refuse(problem, self.request_id))

    def _error(self, problem: Problem, run_id: str | msgspec.UnsetType = UNSET) -> None:
        self.line.write(frames.encode(frames.Refused(frames.body(problem, self.request_id), run_id)))

    def _shut_down(self, leave: Callable[[], None]) -> None:
        if self._pump is None:
            leave()
            return
        self._leave = leave
        self.loop.call_later(SHUTDOWN_SECONDS, leave)


def _decoded(text: str | bytes) -> Any:
    raw = text.encode() if isinstance(text, str) else text
    if too_deep(raw):
        raise Problem("malformed", "The JSON nests too deep.")
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Problem("malformed", "The frame is not valid JSON.") from None


def _is_control(said: Any) -> bool:
    kind = said.get("type") if isinstance(said, dict) else None
    return isinstance(kind, str) and kind in _CONTROL_TYPES


def _control(said: Any) -> frames.CONTROLS:
    try:
        control: frames.CONTROLS = msgspec.convert(said, frames.CONTROLS)
    except msgspec.ValidationError as error:
        raise fault_of(error) from None
    return control


_CONTROL_TYPES = frozenset(("cancel", "abort", "resume", "auth", "pong"))
