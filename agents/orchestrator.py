"""Who answers a message, and how their work becomes one answer. A run is one async generator of events."""

import re
import uuid
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any

import msgspec

from adiuva.database import in_database
from agents.answers import ChatResponse, InputRequired
from agents.collected import Collected
from agents.events import (
    RunEvent,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
    TextDelta,
    TextEnded,
    TextStarted,
)
from agents.gathering import gathered
from agents.llm.data import data_block
from agents.llm.messages import Message
from agents.llm.providers import OFFLINE
from agents.model_call import ModelCall
from agents.planning import plan_for
from agents.prompting import names_of, prompt
from agents.registry import AgentRegistry, registry
from agents.requests import ChatRequest
from agents.work import Work
from plans.cache import CACHE
from plans.plan import ExecutionPlan

FALLBACK = "task_agent"
SYNTHESIS = "synthesis"
SAID_BEFORE = 2
SAID_CHARACTERS = 500

_NAME = re.compile(r"[\w-]+")


async def classify_intent(
    message: str, context: Mapping[str, Any], registry: AgentRegistry = registry, *, work: Work
) -> list[str]:
    return await _routed(message, context, registry, work) or [FALLBACK]


async def classify_by_records(message: str, registry: AgentRegistry, work: Work) -> list[str]:
    """The offline router has words alone: where they name nobody, it is shown the records the request did not bring.

    A model knows without; it is not asked twice, nor sent what nobody asked it to read.
    """
    names = await _routed(message, work.context, registry, work)
    if not names and work.router.model == OFFLINE:
        found = await gathered(work)
        fresh = {key: records for key, records in found.items() if records and not work.context.get(key)}
        if fresh:
            context = work.context | fresh
            names = await _routed(message, context, registry, work)
            work.context = context if work.llm.model == OFFLINE else work.context
    return names or [FALLBACK]


async def _routed(message: str, context: Mapping[str, Any], registry: AgentRegistry, work: Work) -> list[str]:
    """The agents the router names, in its order; only names of the registry count."""
    blocks = [data_block("agents", registry.list_agents()), data_block("records", names_of(context, work.router.model))]
    if before := _said_before(work):
        blocks.append(data_block("context", before))
    blocks.append(data_block("message", message))
    messages = [Message("system", prompt("router")), Message("user", "\n".join(blocks))]
    answer = await ModelCall(work.router, messages, work.meter).whole()
    names = [name for name in dict.fromkeys(_NAME.findall(answer)) if name in registry]
    leading = [name for name in names if registry.get(name).calls_others]
    return leading[:1] or names[: work.meter.caps.agents]


async def route_single(name: str, message: str, context: Mapping[str, Any], *, work: Work) -> AsyncGenerator[RunEvent]:
    label = work.registry.label(name)
    yield StepStarted(label)
    async with aclosing(work.registry.get(name)(work).handle(message, context)) as events:
        async for event in events:
            yield event
    yield StepFinished(label)


async def route_pipeline(
    names: Sequence[str], message: str, context: Mapping[str, Any], *, work: Work
) -> AsyncGenerator[RunEvent]:
    """One agent after another, each told what those before it did; what they say is put into one answer."""
    results: list[dict[str, Any]] = []
    for name in names:
        collected = Collected()
        given = {**context, "previous_results": results} if results else context
        async with aclosing(route_single(name, message, given, work=work)) as events:
            async for event in events:
                collected.add(event)
                if not isinstance(event, TextStarted | TextDelta | TextEnded):
                    yield event
        results.append({"agent": name, "response": collected.text, "actions": msgspec.to_builtins(collected.actions)})
    async with aclosing(synthesize(results, message, work=work)) as events:
        async for event in events:
            yield event


async def synthesize(results: Sequence[Mapping[str, Any]], message: str, *, work: Work) -> AsyncGenerator[RunEvent]:
    told = [{"agent": result["agent"], "response": result["response"]} for result in results]
    messages = [
        Message("system", prompt(SYNTHESIS)),
        Message("user", "\n".join([data_block("results", told), data_block("message", message)])),
    ]
    message_id = uuid.uuid4().hex
    yield StepStarted(SYNTHESIS)
    yield TextStarted(message_id)
    async with aclosing(ModelCall(work.llm, messages, work.meter).texts()) as texts:
        async for text in texts:
            yield TextDelta(message_id, text)
    yield TextEnded(message_id)
    yield StepFinished(SYNTHESIS)


async def orchestrate_stream(request: ChatRequest, work: Work) -> AsyncGenerator[RunEvent]:
    yield RunStarted(work.run_id)
    names = [request.agent] if request.agent else []
    offered = work.registry
    if request.execution_mode == "plan":
        offered = offered.without(*(agent.name for agent in offered.all() if agent.calls_others))
        names = [name for name in names if name in offered]
    if not names:
        names = await _chosen(request, offered, work)
    work.agents = names
    if request.execution_mode == "plan":
        plan = plan_for([work.registry.get(name).catalog_name() for name in names], request.message)
        await in_database(CACHE.cache_plan, work.user_id, plan)
        yield RunFinished(plan, work.meter.usage())
        return
    collected = Collected()
    async with aclosing(answer(names, request.message, work)) as events:
        async for event in events:
            collected.add(event)
            yield event
    yield finished(collected, work)


async def _chosen(request: ChatRequest, offered: AgentRegistry, work: Work) -> list[str]:
    if request.execution_mode == "plan":  # a plan is of the message alone
        return await classify_intent(request.message, work.context, offered, work=work)
    return await classify_by_records(request.message, offered, work)


def answer(names: Sequence[str], message: str, work: Work) -> AsyncGenerator[RunEvent]:
    if len(names) == 1:
        return route_single(names[0], message, work.context, work=work)
    return route_pipeline(names, message, work.context, work=work)


async def orchestrate(request: ChatRequest, work: Work) -> ChatResponse | ExecutionPlan:
    async with aclosing(orchestrate_stream(request, work)) as events:
        async for event in events:
            if isinstance(event, RunFinished) and not isinstance(event.result, InputRequired):
                return event.result
    raise AssertionError("a run ends with RunFinished or an exception")


def finished(collected: Collected, work: Work, *, cancelled: bool = False) -> RunFinished:
    usage = work.meter.usage()
    result = ChatResponse(
        response=collected.text,
        actions=collected.actions,
        agent=",".join(map(work.registry.label, work.agents)),
        model=work.meter.answered_by.get(work.llm.model, work.llm.model),
        run_id=work.run_id,
        usage=usage,
        cancelled=True if cancelled else msgspec.UNSET,
    )
    return RunFinished(result, usage, cancelled)


def _said_before(work: Work) -> list[dict[str, str]]:
    """Enough for a short reply to find whom it answers."""
    return [
        {"role": said["role"], "content": said["content"][:SAID_CHARACTERS]} for said in work.history[-SAID_BEFORE:]
    ]
