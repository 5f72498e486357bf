"""Every other provider, through LiteLLM, which is loaded off the event loop when such a model is first used."""

import asyncio
import os
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextvars import ContextVar
from typing import Any

from agents.llm.calls import CallOrder
from agents.llm.errors import ModelError, ModelFailed
from agents.llm.failures import from_status, retry_after
from agents.llm.messages import Delta, Message, Text, ToolSpec, Usage
from agents.llm.payload import call_payload, embedding_payload
from agents.llm.per_loop import PerLoop
from agents.llm.quiet import hush

# LiteLLM keeps a client, key and all, for an hour. One made for a caller's own key goes into this list instead.
_callers_clients: ContextVar[list[Any] | None] = ContextVar("callers_clients", default=None)
# What LiteLLM found out about an error and says with its class alone.
CODES = {"ContextWindowExceededError": "context_length_exceeded", "ContentPolicyViolationError": "content_filter"}
UNREACHABLE = ("APIConnectionError", "MidStreamFallbackError")
SETTINGS = {
    "DEFAULT_MAX_RETRIES": 0,  # embeddings look here, whatever they are told
    "suppress_debug_info": True,
    "telemetry": False,
    "turn_off_message_logging": True,
    "disable_streaming_logging": True,
    "disable_token_counter": True,
    "drop_params": True,  # what a model does not take is left out
}


class LiteLLMEngine:
    def __init__(
        self,
        model: str,
        *,
        key: str = "",
        base: str = "",
        connect_timeout: float = 5,
        temperature: float = 0,
        max_tokens: int | None = None,
    ) -> None:
        self.model = model
        self._key = key
        self._connect_timeout = connect_timeout
        self._options: dict[str, Any] = {"model": model, "num_retries": 0, "max_retries": 0}
        if key:
            self._options["api_key"] = key
        if base:
            self._options["api_base"] = base
        self._sampling = {"temperature": temperature, "max_tokens": max_tokens}

    async def deltas(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> AsyncGenerator[Delta]:
        mine: list[Any] = []
        options = self._sampling | call_payload(messages, tools)
        stream = await self._ask("acompletion", mine, stream=True, stream_options={"include_usage": True}, **options)
        order, usage = CallOrder(), None
        try:
            async for chunk in stream:
                for delta in _deltas(chunk, order):
                    yield delta
                usage = getattr(chunk, "usage", None) or usage
            # Where no piece of the provider's held a count, LiteLLM made one up.
            if usage and any(getattr(chunk, "usage", None) for chunk in stream.chunks):
                yield Usage(usage.prompt_tokens, usage.completion_tokens)
        except Exception as error:  # whatever it is, it is LiteLLM's or a provider's
            raise _failure(self.model, error) from None
        finally:
            await stream.aclose()
            await _close(mine)

    async def embed(self, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        mine: list[Any] = []
        try:
            answer = await self._ask("aembedding", mine, **embedding_payload(self.model, texts))
        finally:
            await _close(mine)
        ordered = sorted(answer.data, key=lambda item: item["index"])
        return [item["embedding"] for item in ordered], answer.usage.prompt_tokens if answer.usage else 0

    async def _ask(self, door: str, mine: list[Any], **options: Any) -> Any:
        litellm = await load()
        timeout = litellm.httpx.Timeout(None, connect=self._connect_timeout)
        token = _callers_clients.set(mine if self._key else None)
        try:
            return await getattr(litellm, door)(timeout=timeout, **self._options, **options)
        except BaseException as error:  # as above, and being cancelled
            await _close(mine)
            raise (_failure(self.model, error) if isinstance(error, Exception) else error) from None
        finally:
            _callers_clients.reset(token)


def _deltas(chunk: Any, order: CallOrder) -> Iterator[Delta]:
    for choice in chunk.choices:
        said = choice.delta
        if said.content:
            yield Text(said.content)
        elif getattr(said, "reasoning_content", None):
            yield Text("")
        for piece in said.tool_calls or ():
            function = piece.function
            yield order.fragment(piece.index, piece.id or "", function.name or "", function.arguments or "")


def _failure(model: str, error: Exception) -> ModelError:
    kind, status = type(error).__name__, getattr(error, "status_code", None)
    if kind in UNREACHABLE:
        return ModelFailed(model, "not reached, or cut off", retryable=True)
    if not isinstance(status, int) or not getattr(error, "llm_provider", None):
        return ModelFailed(model, "LiteLLM cannot ask it")
    headers = getattr(error, "litellm_response_headers", None) or {}
    body = getattr(error, "body", None)
    code = CODES.get(kind) or (body.get("code") if isinstance(body, dict) else None)
    return from_status(model, status, code=code, retry_after=retry_after(headers))


async def _close(clients: list[Any]) -> None:
    for client in clients:
        await client.close()


async def load() -> Any:
    global _loaded
    if _loaded is None:
        _loaded = await asyncio.to_thread(_import)
    return await _per_loop.get("litellm")


async def _close_clients(litellm: Any) -> None:
    await litellm.close_litellm_async_clients()
    litellm.in_memory_llm_clients_cache.flush_cache()


_loaded: Any = None
_per_loop: PerLoop[Any] = PerLoop(lambda _: _loaded, _close_clients)


def _import() -> Any:
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else it fetches prices from the network
    os.environ["LITELLM_MODE"] = "PRODUCTION"  # else it reads .env by itself
    hush()
    import litellm
    import openai.resources  # noqa: F401 - else the first call loads it, on the loop, for most of a second
    from litellm.caching.llm_caching_handler import LLMClientCache
    from litellm.llms.custom_httpx.http_handler import get_ssl_configuration

    class Clients(LLMClientCache):
        def set_cache(self, key: str, value: object, *args: Any, **options: Any) -> Any:
            callers = _callers_clients.get()
            if callers is None or not hasattr(value, "api_key"):
                return super().set_cache(key, value, *args, **options)
            return callers.append(value)

    litellm.in_memory_llm_clients_cache = Clients()
    for name, value in SETTINGS.items():
        setattr(litellm, name, value)
    get_ssl_configuration()  # reads the certificates now, and keeps them
    return litellm
