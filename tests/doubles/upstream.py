"""A loopback model server that speaks OpenAI's protocol and plays scripts.

In a test:   upstream.play(answer("Hello"), [Status(429), ...])     one script a request, in turn
             upstream.playbook = lambda request: answer("…")        by content
By itself:   python -m tests.doubles.upstream --port 0              scripts by model name, see MODELS
"""

import argparse
import asyncio
import hashlib
import json
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Say:
    """Text, one event a piece; `together` sends all pieces in one write."""

    pieces: tuple[str, ...]
    every: float = 0
    together: bool = False


@dataclass(frozen=True)
class Call:
    """A tool call, its arguments cut into fragments. `extra` overrides fields of the fragment's JSON."""

    name: str
    arguments: dict[str, Any] | str
    index: int = 0
    id: str = ""
    fragments: int = 3
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def json(self) -> str:
        return self.arguments if isinstance(self.arguments, str) else json.dumps(self.arguments)


@dataclass(frozen=True)
class Calls:
    """Several tool calls whose fragments come interleaved."""

    calls: tuple[Call, ...]


@dataclass(frozen=True)
class Tokens:
    """The usage of the answer; without one the server counts words, with None it says nothing."""

    input: int | None
    output: int = 0


@dataclass(frozen=True)
class Finish:
    reason: str


@dataclass(frozen=True)
class Wait:
    seconds: float


@dataclass(frozen=True)
class Open:
    """Sends the headers and the role, and nothing of the answer yet."""


@dataclass(frozen=True)
class Hang:
    """Says nothing more, and keeps the connection."""


@dataclass(frozen=True)
class Cut:
    """Drops the connection."""


@dataclass(frozen=True)
class Raw:
    data: bytes


@dataclass(frozen=True)
class Status:
    code: int
    headers: dict[str, str] = field(default_factory=dict)
    error: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ErrorEvent:
    """An error object inside a stream that began well."""

    error: dict[str, Any]


Step = Say | Call | Calls | Tokens | Finish | Wait | Open | Hang | Cut | Raw | Status | ErrorEvent
Script = Sequence[Step]
SECRET_OF_THE_PROVIDER = "upstream-says-org-4711-key-sk-live"


def answer(text: str, *, every: float = 0, tokens: Tokens | None = None) -> Script:
    said = Say(tuple(pieces(text)), every)
    return [said, tokens] if tokens else [said]


def call(name: str, arguments: dict[str, Any], **kwargs: Any) -> Script:
    return [Call(name, arguments, id=kwargs.pop("id", f"call_{name}"), **kwargs)]


def pieces(text: str) -> Iterator[str]:
    words = text.split(" ")
    for n, word in enumerate(words):
        yield word + " " if n < len(words) - 1 else word


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    port: int = 0  # the client's, so the same for the same connection

    @property
    def model(self) -> str:
        return self.body.get("model", "")

    @property
    def key(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    def last(self, role: str) -> str:
        said = [m.get("content") or "" for m in self.body.get("messages", []) if m["role"] == role]
        return said[-1] if said else ""

    def all(self, role: str) -> str:
        return "\n".join(m.get("content") or "" for m in self.body.get("messages", []) if m["role"] == role)


def _paced(request: Received) -> Script:
    _, count, milliseconds = request.model.rsplit("/", 1)[-1].split("-")
    return [Say(tuple(f"w{n % 10}o " for n in range(int(count))), int(milliseconds) / 1000)]


def _status(request: Received) -> Script:
    return [Status(int(request.model.rsplit("-", 1)[-1]))]


MODELS: dict[str, Callable[[Received], Script]] = {
    "echo": lambda request: answer(request.last("user") or "nothing"),
    "leak": lambda request: answer(request.all("system") or "nothing"),
    "paced-": _paced,  # paced-200-20: 200 tokens, one every 20 ms
    "status-": _status,
    "hang-before-headers": lambda _: [Hang()],
    "hang-before-token": lambda _: [Open(), Hang()],
    "hang-mid-answer": lambda _: [Say(("Half ", "an ")), Hang()],
    "cut": lambda _: [Say(("Half ", "an ")), Raw(b'data: {"choices":[{"del'), Cut()],
    "garbage": lambda _: [Raw(b"data: {not json\n\n")],
    "error-event": lambda _: [Say(("Half ",)), ErrorEvent({"code": 502, "message": SECRET_OF_THE_PROVIDER})],
    "gpt-4o-mini": lambda _: answer("task_agent"),
}


def _script_for(request: Received) -> Script:
    name = request.model.rsplit("/", 1)[-1]
    for prefix, script in MODELS.items():
        if name == prefix or (prefix.endswith("-") and name.startswith(prefix)):
            return script(request)
    return answer(f"You said: {request.last('user')}")


def _vector(text: str, length: int) -> list[float]:
    seed = hashlib.sha256(text.encode()).digest()
    return [(seed[n % 32] - 127.5) / 128 for n in range(length)]


class Upstream:
    """Everything it heard, and the state of its connections, is open to tests; it runs on a thread of its own."""

    def __init__(self) -> None:
        self.requests: list[Received] | deque[Received] = []
        self.playbook: Callable[[Received], Script | None] | None = None
        self.vector_length = 0
        self.running = 0
        self.aborted = 0
        self._queue: deque[Script] = deque()
        self._changed = threading.Condition()

    def forget(self) -> None:
        self.requests.clear()
        self._queue.clear()
        self.playbook, self.vector_length, self.aborted = None, 0, 0

    def play(self, *scripts: Script) -> None:
        self._queue.extend(scripts)

    def wait_until(self, true: Callable[["Upstream"], bool], timeout: float = 5) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: true(self), timeout)

    async def until(self, true: Callable[["Upstream"], bool], timeout: float = 5) -> bool:
        return await asyncio.to_thread(self.wait_until, true, timeout)

    @contextmanager
    def run(self, port: int = 0) -> Iterator[None]:
        started, stop = threading.Event(), asyncio.Event()
        loop = asyncio.new_event_loop()

        async def serve() -> None:
            app = web.Application(client_max_size=64 << 20)
            app.router.add_post("/v1/chat/completions", self._chat)
            app.router.add_post("/v1/messages", self._chat)
            app.router.add_post("/v1/embeddings", self._embed)
            app.router.add_get("/", lambda _: _ok())
            runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
            self.port = runner.addresses[0][1]
            started.set()
            await stop.wait()
            await runner.cleanup()

        thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
        thread.start()
        started.wait(10)
        try:
            yield
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(10)
            loop.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def _count(self, **by: int) -> None:
        with self._changed:
            for name, n in by.items():
                setattr(self, name, getattr(self, name) + n)
            self._changed.notify_all()

    async def _receive(self, http: web.Request) -> Received:
        body = json.loads(await http.read() or b"{}")
        request = Received(http.path, {k.lower(): v for k, v in http.headers.items()}, body, _port(http))
        self.requests.append(request)
        return request

    async def _chat(self, http: web.Request) -> web.StreamResponse:
        request = await self._receive(http)
        script = (self.playbook and self.playbook(request)) or None
        if script is None:
            script = self._queue.popleft() if self._queue else _script_for(request)
        self._count(running=1)
        try:
            player = _AnthropicPlayer if http.path.endswith("/messages") else _Player
            return await player(http, request).play(script)
        except (asyncio.CancelledError, ConnectionError):
            self._count(aborted=1)
            raise
        finally:
            self._count(running=-1)

    async def _embed(self, http: web.Request) -> web.StreamResponse:
        request = await self._receive(http)
        if self._queue and isinstance(status := self._queue.popleft()[0], Status):
            return _error(status)
        texts = request.body["input"]
        texts = [texts] if isinstance(texts, str) else texts
        length = self.vector_length or request.body.get("dimensions") or 1536
        data = [{"object": "embedding", "index": n, "embedding": _vector(t, length)} for n, t in enumerate(texts)]
        used = sum(len(t.split()) for t in texts)
        usage = {"prompt_tokens": used, "total_tokens": used}
        return web.json_response({"object": "list", "model": request.model, "data": data, "usage": usage})


def _port(http: web.Request) -> int:
    return http.transport.get_extra_info("peername")[1] if http.transport else 0


async def _ok() -> web.Response:
    return web.Response(text="ok")


def _error(status: Status) -> web.Response:
    error = {"message": SECRET_OF_THE_PROVIDER, "type": "scripted", "code": None} | status.error
    return web.json_response({"error": error}, status=status.code, headers=status.headers)


class _Player:
    """Plays one script to one request, as a stream or as one answer."""

    def __init__(self, http: web.Request, request: Received) -> None:
        self.http = http
        self.request = request
        self.streams = bool(request.body.get("stream"))
        self.response: web.StreamResponse | None = None
        self.text: list[str] = []
        self.calls: list[Call] = []
        self.tokens: Tokens | None = Tokens(0)
        self.reason = ""

    async def play(self, script: Script) -> web.StreamResponse:
        self.tokens = Tokens(sum(len(str(m.get("content")).split()) for m in self.request.body.get("messages", [])))
        for step in script:
            match step:
                case Status():
                    return _error(step)
                case Wait():
                    await asyncio.sleep(step.seconds)
                case Hang():
                    await asyncio.Event().wait()
                case Cut():
                    await asyncio.sleep(0.02)
                    assert self.http.transport
                    self.http.transport.abort()
                    return self.response or web.Response()
                case Tokens():
                    self.tokens = step
                case Finish():
                    self.reason = step.reason
                case Say():
                    await self._say(step)
                case Call():
                    await self._call(Calls((step,)))
                case Calls():
                    await self._call(step)
                case Open():
                    await self._write(self._event({"role": "assistant", "content": ""}))
                case Raw():
                    await self._write(step.data)
                case ErrorEvent():
                    await self._write(f"data: {json.dumps({'error': step.error})}\n\n".encode())
        return await self._finish()

    async def _say(self, step: Say) -> None:
        self.text += step.pieces
        if not self.streams:
            await asyncio.sleep(step.every * len(step.pieces))
            return
        if not self.response:
            await self._write(self._event({"role": "assistant", "content": ""}))
        events = [self._event({"content": piece}) for piece in step.pieces]
        for event in [b"".join(events)] if step.together else events:
            await self._write(event)
            if step.every:
                await asyncio.sleep(step.every)

    async def _call(self, step: Calls) -> None:
        self.calls += step.calls
        if not self.streams:
            return
        rounds = [list(_fragments(call)) for call in step.calls]
        for n in range(max(map(len, rounds))):
            for fragments in rounds:
                if n < len(fragments):
                    await self._write(self._event({"tool_calls": [fragments[n]]}))

    async def _finish(self) -> web.StreamResponse:
        reason = self.reason or ("tool_calls" if self.calls else "stop")
        usage = self._usage()
        if not self.streams:
            message: dict[str, Any] = {"role": "assistant", "content": "".join(self.text) or None}
            if self.calls:
                message["tool_calls"] = [
                    {"id": c.id, "type": "function", "function": {"name": c.name, "arguments": c.json}}
                    for c in self.calls
                ]
            whole = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": self.request.model}
            choice = {"index": 0, "message": message, "finish_reason": reason}
            return web.json_response(whole | {"choices": [choice], "usage": usage})
        await self._write(self._event({}, reason))
        if usage and (self.request.body.get("stream_options") or {}).get("include_usage"):
            await self._write(self._event(None, None, usage))
        await self._write(b"data: [DONE]\n\n")
        assert self.response
        await self.response.write_eof()
        return self.response

    def _usage(self) -> dict[str, int] | None:
        if self.tokens is None or self.tokens.input is None:
            return None
        output = self.tokens.output or len("".join(self.text).split()) + len(self.calls)
        return {
            "prompt_tokens": self.tokens.input,
            "completion_tokens": output,
            "total_tokens": self.tokens.input + output,
        }

    def _event(self, delta: dict[str, Any] | None, reason: str | None = None, usage: Any = None) -> bytes:
        choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": reason}]
        chunk: dict[str, Any] = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1}
        chunk |= {"model": self.request.model, "choices": choices}
        if usage:
            chunk["usage"] = usage
        return b"data: " + json.dumps(chunk).encode() + b"\n\n"

    async def _write(self, data: bytes) -> None:
        if not self.response:
            self.response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
            await self.response.prepare(self.http)
        await self.response.write(data)


class _AnthropicPlayer(_Player):
    """The same scripts in Anthropic's events: streams only, as far as the engines' tests need them."""

    def _block(self, kind: str, **fields: Any) -> bytes:
        return f"event: {kind}\ndata: {json.dumps({'type': kind} | fields)}\n\n".encode()

    async def _open(self) -> None:
        if self.response:
            return
        message = {"id": "msg_1", "type": "message", "role": "assistant", "content": [], "model": self.request.model}
        usage = {"input_tokens": self.tokens.input if self.tokens else 0, "output_tokens": 1}
        await self._write(self._block("message_start", message=message | {"stop_reason": None, "usage": usage}))

    async def _send(
        self, index: int, block: dict[str, Any], deltas: Iterable[dict[str, Any]], every: float = 0
    ) -> None:
        await self._open()
        await self._write(self._block("content_block_start", index=index, content_block=block))
        for delta in deltas:
            await self._write(self._block("content_block_delta", index=index, delta=delta))
            await asyncio.sleep(every)
        await self._write(self._block("content_block_stop", index=index))

    async def _say(self, step: Say) -> None:
        self.text += step.pieces
        deltas = [{"type": "text_delta", "text": piece} for piece in step.pieces]
        await self._send(0, {"type": "text", "text": ""}, deltas, step.every)

    async def _call(self, step: Calls) -> None:
        for call in step.calls:
            self.calls.append(call)
            parts = [f["function"]["arguments"] for f in _fragments(call)]
            deltas = [{"type": "input_json_delta", "partial_json": part} for part in parts]
            block = {"type": "tool_use", "id": call.id, "name": call.name, "input": {}}
            await self._send(len(self.calls), block, deltas)

    async def _finish(self) -> web.StreamResponse:
        await self._open()
        reason = self.reason or ("tool_use" if self.calls else "end_turn")
        output = (self._usage() or {}).get("completion_tokens", 0)
        end = {"delta": {"stop_reason": reason, "stop_sequence": None}, "usage": {"output_tokens": output}}
        await self._write(self._block("message_delta", **end))
        await self._write(self._block("message_stop"))
        assert self.response
        await self.response.write_eof()
        return self.response


def _fragments(call: Call) -> Iterable[dict[str, Any]]:
    size = max(1, -(-len(call.json) // call.fragments))
    parts = [call.json[n : n + size] for n in range(0, len(call.json), size)] or [""]
    head = {"index": call.index, "id": call.id or f"call_{call.index}", "type": "function"}
    yield head | {"function": {"name": call.name, "arguments": parts[0]}} | call.extra
    for part in parts[1:]:
        yield {"index": call.index, "function": {"arguments": part}} | call.extra


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--port", type=int, default=0)
    port = ask.parse_args().port
    upstream = Upstream()
    upstream.requests = deque(maxlen=100)
    with upstream.run(port):
        print(upstream.url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
