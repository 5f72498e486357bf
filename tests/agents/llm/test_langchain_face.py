import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI

from agents.llm import get_llm
from agents.llm.errors import ModelError, ModelFailed, ModelRefused
from agents.llm.langchain_face import EngineChatModel, LangChainEngine
from agents.llm.messages import Message, Text, ToolCall, Usage
from tests.agents.llm.world import ASKED, SCRIPTS, TOOL, hear, wire
from tests.doubles.upstream import Status, Tokens, answer, call

ASKED_IN_LANGCHAIN = [SystemMessage("You are kind."), HumanMessage("How are you?")]


class Zeroes(Embeddings):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[0.0] * 1536 for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        return [0.0] * 1536


@tool
def create_task(title: str) -> str:
    """Creates a task."""
    return f"Created {title}."


@pytest.fixture
def chat(online) -> EngineChatModel:
    return EngineChatModel(engine=get_llm())


@pytest.fixture
def langchain(upstream) -> LangChainEngine:
    chat = ChatOpenAI(
        model="gpt-4o", base_url=upstream.url, api_key="k", temperature=0, stream_usage=True, max_retries=0
    )
    return LangChainEngine(chat, "gpt-4o")


async def test_an_engine_streams_as_langchain_does(chat, online):
    online.play(answer("All is well.", tokens=Tokens(11, 4)))
    chunks = [chunk async for chunk in chat.astream(ASKED_IN_LANGCHAIN)]
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert whole.text == "All is well."
    assert whole.usage_metadata == {"input_tokens": 11, "output_tokens": 4, "total_tokens": 15}
    assert whole.response_metadata["model_name"] == "gpt-4o"


async def test_tools_in_a_conversation(chat, online):
    online.play(call("create_task", {"title": "Send the invoice"}, id="c1"), answer("Done."))
    bound = chat.bind_tools([create_task])
    asked = [*ASKED_IN_LANGCHAIN]
    first = await bound.ainvoke(asked)
    assert first.tool_calls == [
        {"name": "create_task", "args": {"title": "Send the invoice"}, "id": "c1", "type": "tool_call"}
    ]
    second = await bound.ainvoke([*asked, first, ToolMessage("Created.", tool_call_id="c1")])
    assert second.text == "Done."
    sent = online.requests[-1].body
    assert [message["role"] for message in sent["messages"]] == ["system", "user", "assistant", "tool"]
    assert sent["messages"][2]["tool_calls"][0]["function"]["name"] == "create_task"
    assert sent["tools"][0]["function"]["parameters"]["required"] == ["title"]


async def test_an_agent_of_langchain_runs_on_an_engine(chat, online):
    from langchain.agents import create_agent

    online.play(call("create_task", {"title": "x"}, id="c1"), answer("It is there."))
    done = await create_agent(chat, [create_task]).ainvoke({"messages": [HumanMessage("Create x")]})
    assert [type(m).__name__ for m in done["messages"]] == ["HumanMessage", "AIMessage", "ToolMessage", "AIMessage"]
    assert done["messages"][-1].text == "It is there."


def test_without_a_loop(chat, online):
    online.play(answer("Also here"))
    assert chat.invoke(ASKED_IN_LANGCHAIN).text == "Also here"


async def test_an_engine_s_errors_stay_ours(chat, online):
    online.play([Status(400)])
    with pytest.raises(ModelRefused):
        await chat.ainvoke(ASKED_IN_LANGCHAIN)


async def test_a_stream_left_early_closes_the_connection(online):
    stream = EngineChatModel(engine=get_llm("hang-mid-answer")).astream(ASKED_IN_LANGCHAIN)
    await anext(stream)
    await stream.aclose()
    assert await online.until(lambda server: server.running == 0 and server.aborted == 1)


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
async def test_a_langchain_model_is_an_engine_like_the_others(langchain, upstream, script):
    upstream.play(script, script)
    ours, theirs = await hear(wire(upstream.url), tools=[TOOL]), await hear(langchain, tools=[TOOL])
    assert (ours.text, ours.calls, ours.usage, ours.error) == (theirs.text, theirs.calls, theirs.usage, theirs.error)


async def test_it_is_asked_the_same(langchain, upstream):
    messages = [
        *ASKED,
        Message("assistant", "Well", (ToolCall("c1", "create_task", '{"title":"x"}'), ToolCall("c2", "f", "{wrong"))),
        Message("tool", "done", tool_call_id="c1"),
    ]
    await hear(langchain, messages, [TOOL])
    sent = upstream.requests[0].body["messages"]
    assert [m["role"] for m in sent] == ["system", "user", "assistant", "tool"]
    calls = {c["id"]: c["function"]["arguments"] for c in sent[2]["tool_calls"]}
    assert calls == {"c1": '{"title": "x"}', "c2": "{wrong"}


async def test_its_errors_are_ours_too(langchain, upstream):
    upstream.play([Status(400)], [Status(500)])
    assert isinstance((await hear(langchain)).error, ModelRefused)
    assert isinstance((await hear(langchain)).error, ModelFailed)


async def test_there_and_back_again(online):
    online.play(answer("Round", tokens=Tokens(3, 1)))
    heard = await hear(LangChainEngine(EngineChatModel(engine=get_llm()), "gpt-4o"))
    assert heard.deltas == [Text("Round"), Usage(3, 1)]


async def test_vectors(langchain):
    with pytest.raises(ModelError):
        await langchain.embed(["one"])
    engine = LangChainEngine(langchain._chat, "gpt-4o", Zeroes())
    assert [len(v) for v in (await engine.embed(["one", "two"]))[0]] == [1536, 1536]


async def test_a_message_in_blocks_is_read_as_text(chat, online):
    await chat.ainvoke(
        [HumanMessage([{"type": "text", "text": "How "}, {"type": "text", "text": "now?"}]), AIMessage("")]
    )
    assert online.requests[0].last("user") == "How now?"
