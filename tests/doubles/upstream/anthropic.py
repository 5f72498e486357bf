"""Plays a script in Anthropic's words: streams only, as far as the engines' tests need them."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

from aiohttp import web

from tests.doubles.upstream.player import Player, fragments_of
from tests.doubles.upstream.steps import Calls, Say


class AnthropicPlayer(Player):
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
            parts = [f["function"]["arguments"] for f in fragments_of(call)]
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
