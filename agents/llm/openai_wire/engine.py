"""Any server that speaks OpenAI's chat protocol. A token costs one read, one decode and one yield."""

import asyncio
import importlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any

import msgspec

from agents.llm.errors import ModelFailed, ModelTimeout
from agents.llm.failures import from_status, retry_after
from agents.llm.messages import Delta, Message, ToolSpec
from agents.llm.openai_wire.answer import Answer
from agents.llm.openai_wire.chunks import decode_embeddings
from agents.llm.payload import call_payload, embedding_payload, sampling

if TYPE_CHECKING:
    import aiohttp

OK = 200
SETTLE_SECONDS = 0.25  # for the last bytes after a complete answer, so that its connection can be used again


class OpenAIWireEngine:
    def __init__(
        self,
        model: str,
        *,
        name: str,
        base: str,
        key: str,
        connect_timeout: float,
        temperature: float = 0,
        max_tokens: int | None = None,
        asks_for_usage: bool = True,
    ) -> None:
        self.model = model
        self._base = base
        self._key = key
        self._name = name
        self._connect_timeout = connect_timeout
        self._options: dict[str, Any] = {"model": name, "stream": True, **sampling(name, temperature, max_tokens)}
        if asks_for_usage:
            self._options["stream_options"] = {"include_usage": True}

    async def deltas(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> AsyncGenerator[Delta]:
        http = await load()
        response = await self._post("/chat/completions", self._options | call_payload(messages, tools))
        try:
            answer, read = Answer(self.model), response.content.readany
            while not answer.over:
                try:
                    piece = await read()
                except http.READ_FAILURES:
                    raise ModelFailed(self.model, "cut off", retryable=True) from None
                if not piece:
                    break
                for delta in answer.feed(piece):
                    yield delta
            for delta in answer.end():
                yield delta
            await _settle(read)
        finally:
            response.close()

    async def embed(self, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        http = await load()
        response = await self._post("/embeddings", {"model": self._name, **embedding_payload(self._name, texts)})
        try:
            answer = decode_embeddings(await response.read())
        except http.READ_FAILURES:
            raise ModelFailed(self.model, "cut off", retryable=True) from None
        except msgspec.MsgspecError:
            raise ModelFailed(self.model, "malformed answer", retryable=True) from None
        finally:
            response.close()
        ordered = sorted(answer.data, key=lambda item: item.index)
        return [item.embedding for item in ordered], answer.usage.prompt_tokens or 0 if answer.usage else 0

    async def _post(self, path: str, body: dict[str, Any]) -> "aiohttp.ClientResponse":
        http = await load()
        try:
            response: aiohttp.ClientResponse = await http.post(
                self._base, path, self._key, msgspec.json.encode(body), self._connect_timeout
            )
        except http.FAILURES as error:
            if http.timed_out(error):
                raise ModelTimeout(self.model, "could not connect in time", retryable=True) from None
            raise ModelFailed(self.model, "could not connect", retryable=True) from None
        if response.status == OK:
            return response
        try:
            code, wait = await http.code_of(response), retry_after(response.headers)
        finally:
            response.close()
        raise from_status(self.model, response.status, code=code, retry_after=wait)


async def load() -> ModuleType:
    global _loaded
    if _loaded is None:
        _loaded = await asyncio.to_thread(importlib.import_module, "agents.llm.openai_wire.http")
    return _loaded


_loaded: ModuleType | None = None


async def _settle(read: Callable[[], Awaitable[bytes]]) -> None:
    try:
        async with asyncio.timeout(SETTLE_SECONDS):
            while await read():
                pass
    except Exception:  # noqa: S110  # the answer is whole: what its connection does now is nobody's trouble
        pass
