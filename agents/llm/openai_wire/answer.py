"""Bytes of a streamed answer in, deltas out: no I/O, and what arrived together goes on together."""

import msgspec

from agents.llm.calls import CallOrder
from agents.llm.errors import ModelError, ModelFailed, ModelRefused
from agents.llm.failures import from_status
from agents.llm.messages import Delta, Text, ToolFragment, Usage
from agents.llm.openai_wire.chunks import CallPiece, Function, Part, Trouble, decode_chunk
from agents.llm.openai_wire.sse import EventStream

DONE = b"[DONE]"
ALIVE = Text("")  # the model thinks: nothing to show, but no silence either


class Answer:
    def __init__(self, model: str) -> None:
        self.over = False
        self._model = model
        self._events = EventStream()
        self._calls = CallOrder()
        self._usage: Usage | None = None
        self._finished = False
        self._failure: ModelError | None = None

    def feed(self, piece: bytes) -> list[Delta]:
        return self._read(self._events.feed(piece))

    def end(self) -> list[Delta]:
        """The rest, and the usage; or the error that ended the answer."""
        rest = [] if self.over else self._read(self._events.flush())
        if self._failure:
            raise self._failure
        if not self._finished:
            raise ModelFailed(self._model, "cut off", retryable=True)
        return [*rest, self._usage] if self._usage else rest

    def _read(self, events: list[bytes]) -> list[Delta]:
        deltas: list[Delta] = []
        text = ""
        for data in events:
            if data == DONE:
                self.over = self._finished = True
                break
            try:
                chunk = decode_chunk(data)
            except msgspec.MsgspecError:
                self._fail(ModelFailed(self._model, "malformed answer", retryable=True))
                break
            if chunk.error:
                self._fail(self._trouble(chunk.error))
                break
            if chunk.usage:
                self._usage = Usage(chunk.usage.prompt_tokens or 0, chunk.usage.completion_tokens or 0)
            for choice in chunk.choices or ():
                said = choice.delta
                if said:
                    if said.content:
                        text += said.content if isinstance(said.content, str) else _joined(said.content)
                    if said.tool_calls:
                        if text:
                            deltas.append(Text(text))
                            text = ""
                        deltas += [_fragment(self._calls, piece) for piece in said.tool_calls]
                    elif not said.content and (said.reasoning_content or said.reasoning):
                        deltas.append(ALIVE)
                if choice.finish_reason:
                    self._finished = True
                    if choice.finish_reason == "content_filter":
                        self._fail(ModelRefused(self._model, "content filter"))
        if text:
            deltas.append(Text(text))
        return deltas

    def _fail(self, error: ModelError) -> None:
        self._failure = error
        self.over = True

    def _trouble(self, error: Trouble | str) -> ModelError:
        if isinstance(error, str):
            return ModelFailed(self._model, "error in the answer", retryable=True)
        numbers = (error.status, error.code)
        status = next((n for n in numbers if isinstance(n, int) and 400 <= n < 600), 500)
        return from_status(self._model, status, code=error.code or error.type)


def _fragment(order: CallOrder, piece: CallPiece) -> ToolFragment:
    function = piece.function or Function()
    arguments = function.arguments or ""
    if isinstance(arguments, dict):
        arguments = msgspec.json.encode(arguments).decode()
    return order.fragment(piece.index, piece.id or "", function.name or "", arguments)


def _joined(parts: list[Part]) -> str:
    return "".join(part.text or "" for part in parts)
