"""Time-outs, retries and the fallback, the same around every engine."""

import asyncio
import itertools
import random
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

import structlog

from agents.llm.engine import Engine
from agents.llm.errors import ModelError, ModelFailed, ModelRefused, ModelTimeout
from agents.llm.estimate import estimate, tokens_in
from agents.llm.messages import Delta, Message, Text, ToolFragment, ToolSpec, Usage
from agents.llm.payload import DIMENSIONS
from agents.llm.watch import Silence

log = structlog.get_logger("agents.llm")
BATCH = 128


@dataclass(frozen=True)
class Patience:
    first_token: float = 60
    next_token: float = 30
    tries: int = 3
    pause: float = 0.4  # before the first retry; doubled before each next one, give or take half
    longest_pause: float = 10  # a provider that asks for more than this is not waited for

    def before(self, attempt: int, error: ModelError) -> float | None:
        """How long to wait before this attempt; None: do not make it."""
        if not error.retryable or attempt >= self.tries or error.retry_after > self.longest_pause:
            return None
        jittered: float = self.pause * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)  # noqa: S311 - spreads load, hides nothing
        return max(jittered, error.retry_after)


class ResilientEngine:
    def __init__(self, engine: Engine, *, patience: Patience, fallback: Engine | None = None) -> None:
        self.model = engine.model
        self._engines = [engine, fallback] if fallback else [engine]
        self._patience = patience

    async def deltas(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> AsyncGenerator[Delta]:
        for engine in self._engines:
            for attempt in itertools.count(1):
                begun = False
                try:
                    async with aclosing(self._watched(engine, messages, tools)) as answer:
                        async for delta in answer:
                            begun = True
                            yield delta
                except ModelError as error:
                    pause = None if begun else self._patience.before(attempt, error)
                    final = begun or isinstance(error, ModelRefused) or (pause is None and engine is self._engines[-1])
                    _tell(error, "gave up" if final else "falls back" if pause is None else "tries again")
                    if final:
                        raise
                else:
                    return
                if pause is None:
                    break
                await asyncio.sleep(pause)

    async def embed(self, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        """No fallback here: the vectors of two models have nothing to say to each other."""
        vectors: list[list[float]] = []
        tokens = 0
        for start in range(0, len(texts), BATCH):
            batch, used = await self._embed(texts[start : start + BATCH])
            vectors += batch
            tokens += used
        return vectors, tokens

    async def _watched(
        self, engine: Engine, messages: Sequence[Message], tools: Sequence[ToolSpec]
    ) -> AsyncGenerator[Delta]:
        silence, wait = Silence(), self._patience.first_token
        characters, counted = 0, False
        stream = engine.deltas(messages, tools)
        try:
            while True:
                silence.begin(wait)
                try:
                    delta = await anext(stream)
                except StopAsyncIteration:
                    break
                except asyncio.CancelledError:
                    if silence.broken():
                        raise ModelTimeout(engine.model, "went silent") from None
                    raise
                finally:
                    silence.end()
                if isinstance(delta, Text):
                    if not delta.text:
                        continue
                    characters += len(delta.text)
                elif isinstance(delta, ToolFragment):
                    characters += len(delta.name) + len(delta.arguments)
                else:
                    delta, counted = Usage(delta.input_tokens, delta.output_tokens, delta.estimated, engine.model), True
                wait = self._patience.next_token
                yield delta
            if not counted:
                yield estimate(messages, tools, characters, engine.model)
        except ModelError:
            if characters and not counted:
                yield estimate(messages, tools, characters, engine.model)
            raise
        finally:
            silence.close()
            await stream.aclose()

    async def _embed(self, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        engine = self._engines[0]
        for attempt in itertools.count(1):
            try:
                return await self._embed_once(engine, texts)
            except ModelError as error:
                pause = self._patience.before(attempt, error)
                _tell(error, "gave up" if pause is None else "tries again")
                if pause is None:
                    raise
            await asyncio.sleep(pause)
        raise AssertionError  # pragma: no cover

    async def _embed_once(self, engine: Engine, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        try:
            async with asyncio.timeout(self._patience.first_token):
                vectors, used = await engine.embed(texts)
        except TimeoutError:
            raise ModelTimeout(engine.model, "went silent") from None
        if len(vectors) != len(texts) or any(len(vector) != DIMENSIONS for vector in vectors):
            raise ModelFailed(engine.model, f"its vectors do not have {DIMENSIONS} numbers")
        return vectors, used or sum(tokens_in(len(text)) for text in texts)


def _tell(error: ModelError, next_: str) -> None:
    log.warning("model.trouble", model=error.model, code=error.code, reason=error.reason, status=error.status, so=next_)
