"""What every agent is, and the loop in which a chat agent thinks and acts."""

import uuid
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, ClassVar

from agents.events import RunEvent, TextDelta, TextEnded, TextStarted
from agents.llm.data import data_block
from agents.llm.messages import Message
from agents.model_call import ModelCall
from agents.prompting import fitting_context, history_messages, prompt
from agents.toolbox import Toolbox
from agents.tools import Tool
from agents.work import Work

GAVE_UP = "I could not finish this: it took more steps than one request may have. Please try it in smaller parts."


class BaseAgent(ABC):
    name: ClassVar[str]
    title: ClassVar[str]  # what it looks after, for people
    description: ClassVar[str]  # for the router and the catalog
    label: ClassVar[str] = ""  # what answers call it, where that is not its name
    prompt: ClassVar[str] = ""  # a template of its own; else the file of its name
    tools: ClassVar[Sequence[type[Tool]]] = ()
    looks_up: ClassVar[Sequence[type[Tool]]] = ()  # what it may read beyond its own: no part of what it is for
    calls_others: ClassVar[bool] = False  # has a message to itself, and is no step of a plan

    def __init__(self, work: Work) -> None:
        self.work = work

    @classmethod
    def template_id(cls) -> str:
        return f"tpl_{cls.name}_default"

    @classmethod
    def catalog_name(cls) -> str:
        return cls.name

    @classmethod
    def get_tools(cls) -> Sequence[type[Tool]]:
        return cls.tools

    @classmethod
    def tool_names(cls) -> list[str]:
        return [tool.tool for tool in cls.get_tools()]

    @abstractmethod
    def handle(self, query: str, context: Mapping[str, Any]) -> AsyncGenerator[RunEvent]:
        """Works on the query; its text, calls and actions come as events."""


class ChatAgent(BaseAgent):
    def handle(self, query: str, context: Mapping[str, Any]) -> AsyncGenerator[RunEvent]:
        return self._tool_loop(self.messages(query, context), max_iter=self.work.meter.caps.iterations)

    def messages(self, query: str, context: Mapping[str, Any]) -> list[Message]:
        blocks = [
            data_block("context", fitting_context(context, self.work.llm.model)),
            data_block("message", query),
        ]
        return [
            Message("system", prompt(self.template_id())),
            *history_messages(self.work.history, self.work.llm.model),
            Message("user", "\n".join(blocks)),
        ]

    async def _tool_loop(self, messages: list[Message], max_iter: int = 5) -> AsyncGenerator[RunEvent]:
        """Model, tools, model, … until the model has nothing more to call; then one last call to put it in words."""
        toolbox = Toolbox([*self.get_tools(), *self.looks_up], self.work)
        spoke = False
        for turn in range(max_iter + 1):
            call = ModelCall(self.work.llm, messages, self.work.meter, toolbox.specs)
            message_id = ""
            async with aclosing(call.texts()) as texts:
                async for text in texts:
                    if not message_id:
                        message_id = uuid.uuid4().hex
                        yield TextStarted(message_id)
                        text = f"\n\n{text}" if spoke else text
                        spoke = True
                    yield TextDelta(message_id, text)
            if message_id:
                yield TextEnded(message_id)
            if not call.tool_calls:
                return
            if turn == max_iter or toolbox.closed:
                break
            messages = [*messages, Message("assistant", call.text, call.tool_calls)]
            async for event in toolbox.run(call.tool_calls):
                yield event
            messages += toolbox.replies()
        async for event in said(GAVE_UP, after=spoke):
            yield event


async def said(text: str, *, after: bool = False) -> AsyncGenerator[RunEvent]:
    """A whole text as the events of one message."""
    message_id = uuid.uuid4().hex
    yield TextStarted(message_id)
    yield TextDelta(message_id, f"\n\n{text}" if after else text)
    yield TextEnded(message_id)
