"""Plays a script in OpenAI's words."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

from aiohttp import web

from tests.doubles.upstream.models import Received
from tests.doubles.upstream.steps import (
    SECRET_OF_THE_PROVIDER,
    Call,
    Calls,
    Cut,
    ErrorEvent,
    Finish,
    Hang,
    Open,
    Raw,
    Say,
    Script,
    Status,
    Tokens,
    Wait,
)


def error_of(status: Status) -> web.Response:
    error = {"message": SECRET_OF_THE_PROVIDER, "type": "scripted", "code": None} | status.error
    return web.json_response({"error": error}, status=status.code, headers=status.headers)


class Player:
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
                    return error_of(step)
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
        rounds = [list(fragments_of(call)) for call in step.calls]
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


def fragments_of(call: Call) -> Iterable[dict[str, Any]]:
    size = max(1, -(-len(call.json) // call.fragments))
    parts = [call.json[n : n + size] for n in range(0, len(call.json), size)] or [""]
    head = {"index": call.index, "id": call.id or f"call_{call.index}", "type": "function"}
    yield head | {"function": {"name": call.name, "arguments": parts[0]}} | call.extra
    for part in parts[1:]:
        yield {"index": call.index, "function": {"arguments": part}} | call.extra
