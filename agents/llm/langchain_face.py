"""Any engine as a LangChain chat model, any LangChain chat model as an engine. The light path never imports this."""

import os
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from typing import Any

os.environ["LANGSMITH_TRACING"] = os.environ["LANGCHAIN_TRACING_V2"] = "false"  # it would send every prompt away

import msgspec
from asgiref.sync import async_to_sync
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.language_models.chat_models import agenerate_from_stream
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    InvalidToolCall,
    SystemMessage,
    ToolMessage,
    UsageMetadata,
)
from langchain_core.messages import ToolCall as LangChainCall
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import Field

from agents.llm.calls import CallOrder
from agents.llm.errors import ModelFailed
from agents.llm.failures import from_exception
from agents.llm.messages import Delta, Message, Text, ToolCall, ToolFragment, ToolSpec, Usage
from agents.llm.payload import tool_payload


class EngineChatModel(BaseChatModel):
    """The choice of a tool and stop words are left to the model: no engine can force them."""

    engine: Any = Field(exclude=True)

    @property
    def _llm_type(self) -> str:
        return "adiuva"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        tools = [_spec(tool) for tool in kwargs.get("tools", ())]
        stream = self.engine.deltas([_message(message) for message in messages], tools)
        try:
            async for delta in stream:
                yield ChatGenerationChunk(message=_chunk(delta, self.engine.model))
        finally:
            await stream.aclose()

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return await agenerate_from_stream(self._astream(messages, stop, None, **kwargs))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return async_to_sync(self._agenerate)(messages, stop, None, **kwargs)


class LangChainEngine:
    def __init__(self, chat: BaseChatModel, model: str, embeddings: Embeddings | None = None) -> None:
        self.model = model
        self._chat = chat
        self._embeddings = embeddings

    async def deltas(self, messages: Sequence[Message], tools: Sequence[ToolSpec] = ()) -> AsyncGenerator[Delta]:
        chat = self._chat.bind_tools([tool_payload(tool) for tool in tools]) if tools else self._chat
        order, usage = CallOrder(), None
        stream = chat.astream([langchain_message(message) for message in messages])
        try:
            async for chunk in stream:
                for delta in _deltas(chunk, order):
                    yield delta
                usage = _added(usage, getattr(chunk, "usage_metadata", None))
            if usage:
                yield usage
        except Exception as error:  # whatever it is, it is LangChain's or a provider's
            raise from_exception(self.model, error) from None
        finally:
            await stream.aclose()  # type: ignore[attr-defined]  # astream is typed as an iterator, and is a generator

    async def embed(self, texts: Sequence[str]) -> tuple[list[list[float]], int]:
        if self._embeddings is None:
            raise ModelFailed(self.model, "makes no vectors")
        try:
            return await self._embeddings.aembed_documents(list(texts)), 0
        except Exception as error:  # as above
            raise from_exception(self.model, error) from None


def _spec(tool: dict[str, Any]) -> ToolSpec:
    function = tool["function"]
    return ToolSpec(function["name"], function.get("description", ""), function.get("parameters", {}))


def _message(message: BaseMessage) -> Message:
    text = str(message.text)
    if isinstance(message, AIMessage):
        calls = [
            ToolCall(c["id"] or "", c["name"], msgspec.json.encode(c["args"]).decode()) for c in message.tool_calls
        ]
        wrong = [ToolCall(c["id"] or "", c["name"] or "", c["args"] or "") for c in message.invalid_tool_calls]
        return Message("assistant", text, (*calls, *wrong))
    if isinstance(message, ToolMessage):
        return Message("tool", text, tool_call_id=message.tool_call_id)
    return Message("system" if isinstance(message, SystemMessage) else "user", text)


def langchain_message(message: Message) -> BaseMessage:
    match message.role:
        case "system":
            return SystemMessage(message.content)
        case "tool":
            return ToolMessage(message.content, tool_call_id=message.tool_call_id)
        case "assistant":
            calls: list[LangChainCall] = []
            wrong: list[InvalidToolCall] = []
            for call in message.tool_calls:
                try:
                    arguments = msgspec.json.decode(call.arguments, type=dict[str, Any])
                except msgspec.MsgspecError:
                    wrong.append(
                        InvalidToolCall(
                            name=call.name, args=call.arguments, id=call.id, error=None, type="invalid_tool_call"
                        )
                    )
                else:
                    calls.append(LangChainCall(name=call.name, args=arguments, id=call.id, type="tool_call"))
            return AIMessage(message.content, tool_calls=calls, invalid_tool_calls=wrong)
    return HumanMessage(message.content)


def _chunk(delta: Delta, model: str) -> AIMessageChunk:
    match delta:
        case Text():
            return AIMessageChunk(content=delta.text)
        case ToolFragment():
            piece = tool_call_chunk(
                name=delta.name or None, args=delta.arguments, id=delta.id or None, index=delta.index
            )
            return AIMessageChunk(content="", tool_call_chunks=[piece])
        case Usage():
            asked, said = delta.input_tokens, delta.output_tokens
            counted = UsageMetadata(input_tokens=asked, output_tokens=said, total_tokens=asked + said)
            metadata = {"model_name": delta.model or model, "usage_estimated": delta.estimated}
            return AIMessageChunk(content="", usage_metadata=counted, response_metadata=metadata)


def _deltas(chunk: BaseMessage, order: CallOrder) -> Iterator[Delta]:
    if text := str(chunk.text):
        yield Text(text)
    for piece in getattr(chunk, "tool_call_chunks", ()):
        index = piece["index"] if isinstance(piece["index"], int) else None
        yield order.fragment(index, piece["id"] or "", piece["name"] or "", piece["args"] or "")


def _added(usage: Usage | None, more: UsageMetadata | None) -> Usage | None:
    if not more:
        return usage
    so_far = usage or Usage()
    return Usage(so_far.input_tokens + more["input_tokens"], so_far.output_tokens + more["output_tokens"])
