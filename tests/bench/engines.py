"""What a streamed token and a request cost the process that asks: our engine beside the libraries it could have used.

    python -m tests.bench.engines [--streams 50] [--tokens 200] [--requests 300] [--only wire,httpx]

Paced as a model paces it: every stream gets one token each 20 ms. Upstream and each client are processes of their own;
CPU is user and system time of the client. A token's cost is what it adds to a request with one token.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import cache
from typing import Any

import uvloop

PACE = 20
ASKED = [("system", "You are a task agent. Be short."), ("user", "What are my open tasks this week?")]
BODY: dict[str, Any] = {
    "stream": True,
    "temperature": 0,
    "stream_options": {"include_usage": True},
    "messages": [{"role": role, "content": content} for role, content in ASKED],
}
Ask = Callable[[str], AsyncIterator[str]]


def wire(url: str) -> Ask:
    from agents.llm.messages import Message, Text
    from agents.llm.openai_wire import OpenAIWireEngine
    from agents.llm.resilient import Patience, ResilientEngine

    messages = [Message(role, content) for role, content in ASKED]

    async def ask(model: str) -> AsyncIterator[str]:
        engine = OpenAIWireEngine(model, name=model, base=url, key="k", connect_timeout=5)
        async for delta in ResilientEngine(engine, patience=Patience()).deltas(messages):
            if isinstance(delta, Text):
                yield delta.text

    return ask


def raw_aiohttp(url: str) -> Ask:
    import aiohttp

    from agents.llm.openai_wire.chunks import decode_chunk

    session: list[aiohttp.ClientSession] = []

    async def ask(model: str) -> AsyncIterator[str]:
        if not session:
            session.append(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
        async with session[0].post(f"{url}/chat/completions", json=BODY | {"model": model}) as reply:
            async for line in reply.content:
                if line.startswith(b"data: {") and (choices := decode_chunk(line[6:]).choices):
                    yield choices[0].delta.content or ""

    return ask


def raw_httpx(url: str) -> Ask:
    import httpx

    from agents.llm.openai_wire.chunks import decode_chunk

    client = httpx.AsyncClient(limits=httpx.Limits(max_connections=None), timeout=60, trust_env=False)

    async def ask(model: str) -> AsyncIterator[str]:
        async with client.stream("POST", f"{url}/chat/completions", json=BODY | {"model": model}) as reply:
            async for line in reply.aiter_lines():
                if line.startswith("data: {") and (choices := decode_chunk(line[6:]).choices):
                    yield choices[0].delta.content or ""

    return ask


# LangChain's models are made once, as the stacks that use them do.
def chat_openai(url: str) -> Ask:
    from langchain_openai import ChatOpenAI

    @cache
    def chat(model: str) -> ChatOpenAI:
        return ChatOpenAI(model=model, base_url=url, api_key="k", temperature=0, stream_usage=True, max_retries=0)

    async def ask(model: str) -> AsyncIterator[str]:
        async for chunk in chat(model).astream(ASKED):
            yield chunk.content

    return ask


def chat_litellm(url: str) -> Ask:
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    from langchain_litellm import ChatLiteLLM

    @cache
    def chat(model: str) -> ChatLiteLLM:
        return ChatLiteLLM(model=f"openai/{model}", api_base=url, api_key="k", temperature=0, max_retries=0)

    async def ask(model: str) -> AsyncIterator[str]:
        async for chunk in chat(model).astream(ASKED):
            yield chunk.content

    return ask


CLIENTS: dict[str, Callable[[str], Ask]] = {
    "wire": wire,
    "aiohttp": raw_aiohttp,
    "httpx": raw_httpx,
    "ChatOpenAI": chat_openai,
    "ChatLiteLLM": chat_litellm,
}
SHOWN = {"wire": "our engine, as it runs", "aiohttp": "raw aiohttp + msgspec", "httpx": "raw httpx + msgspec"}


async def _drain(ask: Ask, model: str, at_least: int) -> None:
    said = "".join([text async for text in ask(model)])
    assert said.count("o ") == at_least, said[-100:]


async def _cost(work: Callable[[], Awaitable[Any]]) -> float:
    before = time.process_time()
    await work()
    return time.process_time() - before


async def _measure(ask: Ask, streams: int, tokens: int, requests: int) -> dict[str, float]:
    one, many = f"paced-1-{PACE}", f"paced-{tokens}-{PACE}"
    for _ in range(3):
        await _drain(ask, one, 1)

    async def short() -> None:
        for start in range(0, requests, streams):
            count = min(streams, requests - start)
            await asyncio.gather(*(_drain(ask, one, 1) for _ in range(count)))

    async def long() -> None:
        await asyncio.gather(*(_drain(ask, many, tokens) for _ in range(streams)))

    await short()
    request = await _cost(short) / requests
    whole = await _cost(long)
    return {"request_us": request * 1e6, "token_us": (whole - request * streams) / (streams * (tokens - 1)) * 1e6}


def _run(name: str, url: str, args: argparse.Namespace) -> None:
    print(json.dumps(uvloop.run(_measure(CLIENTS[name](url), args.streams, args.tokens, args.requests))))


def _table(rows: dict[str, dict[str, float]]) -> None:
    ours = rows.get("wire")
    print(f"{'client':<26}{'µs a token':>12}{'ratio':>8}{'ms a request':>15}{'ratio':>8}")
    for name, row in rows.items():
        ratios = [row[key] / ours[key] for key in ("token_us", "request_us")] if ours else [0.0, 0.0]
        token, request = f"{row['token_us']:.1f}", f"{row['request_us'] / 1000:.2f}"
        print(f"{SHOWN.get(name, name):<26}{token:>12}{ratios[0]:>7.1f}x{request:>15}{ratios[1]:>7.1f}x")


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--streams", type=int, default=50)
    ask.add_argument("--tokens", type=int, default=200)
    ask.add_argument("--requests", type=int, default=300)
    ask.add_argument("--only", default=",".join(CLIENTS))
    ask.add_argument("--client", help=argparse.SUPPRESS)
    ask.add_argument("--url", help=argparse.SUPPRESS)
    args = ask.parse_args()
    if args.client:
        _run(args.client, args.url, args)
        return
    upstream = subprocess.Popen([sys.executable, "-m", "tests.doubles.upstream"], stdout=subprocess.PIPE, text=True)
    try:
        assert upstream.stdout
        url = upstream.stdout.readline().strip()
        rows = {}
        for name in args.only.split(","):
            command = [sys.executable, "-m", "tests.bench.engines", "--client", name, "--url", url]
            command += ["--streams", str(args.streams), "--tokens", str(args.tokens), "--requests", str(args.requests)]
            rows[name] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        _table(rows)
    finally:
        upstream.kill()
        upstream.wait()


if __name__ == "__main__":
    main()
