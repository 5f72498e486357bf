"""What engine tests share: an engine at the loopback server, and what came out of it."""

from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

from agents.llm.engine import Engine
from agents.llm.errors import ModelError
from agents.llm.litellm_engine import LiteLLMEngine
from agents.llm.messages import Delta, Message, Text, ToolFragment, ToolSpec, Usage
from agents.llm.openai_wire import OpenAIWireEngine
from tests.doubles.upstream import Call, Calls, Say, Tokens, answer, call

ASKED = [Message("system", "You are kind."), Message("user", "How are you?")]
TOOL = ToolSpec("create_task", "Creates a task.", {"type": "object", "properties": {"title": {"type": "string"}}})
SCRIPTS = {
    "text": answer("All is well, thank you.", tokens=Tokens(7, 5)),
    "a call": call("create_task", {"title": "Send the invoice"}, id="c1"),
    "parallel calls": [Calls((Call("a", {"x": 1}, 0, "c1"), Call("b", {"yyy": "zzzz"}, 1, "c2")))],
    "text and a call": [Say(("I will", " do it.")), Call("create_task", {"title": "x"}, id="c1")],
    "nobody counts": [Say(("Hello",)), Tokens(None)],
}


def wire(url: str, model: str = "gpt-4o", **kwargs: object) -> OpenAIWireEngine:
    options = {"name": model, "base": url, "key": "sk-test", "connect_timeout": 2} | kwargs
    return OpenAIWireEngine(model, **options)


def litellm(url: str, model: str = "gpt-4o", *, key: str = "sk-test", **kwargs: object) -> LiteLLMEngine:
    return LiteLLMEngine(f"openai/{model}", base=url, key=key, **kwargs)


MAKERS = {"wire": wire, "litellm": litellm}
Make = Callable[..., Engine]


@dataclass
class Heard:
    deltas: list[Delta] = field(default_factory=list)
    error: ModelError | None = None

    @property
    def text(self) -> str:
        return "".join(d.text for d in self.deltas if isinstance(d, Text))

    @property
    def usage(self) -> Usage | None:
        return next((d for d in self.deltas if isinstance(d, Usage)), None)

    @property
    def calls(self) -> dict[int, tuple[str, str, str]]:
        calls: dict[int, tuple[str, str, str]] = {}
        for d in self.deltas:
            if isinstance(d, ToolFragment):
                id_, name, arguments = calls.get(d.index, ("", "", ""))
                calls[d.index] = (id_ + d.id, name + d.name, arguments + d.arguments)
        return calls


async def hear(engine: Engine, messages: Sequence[Message] = ASKED, tools: Sequence[ToolSpec] = ()) -> Heard:
    heard = Heard()
    try:
        async with aclosing(engine.deltas(messages, tools)) as stream:
            async for delta in stream:
                heard.deltas.append(delta)
    except ModelError as error:
        heard.error = error
    return heard
