"""What the first request would otherwise wait for, done beside the start of a worker."""

import asyncio

import structlog

from adiuva.config import config
from agents.llm import litellm_engine, prices
from agents.llm.openai_wire import engine as wire_engine
from agents.llm.payload import DIMENSIONS, cuts_vectors
from agents.llm.providers import OFFLINE, WIRE, provider_of

log = structlog.get_logger("agents.llm")
_running: set[asyncio.Task[None]] = set()


async def begin() -> None:
    task = asyncio.create_task(warm_up())
    _running.add(task)
    task.add_done_callback(_running.discard)


async def warm_up() -> None:
    providers = {provider_of(model) for model in (config.llm_model, config.llm_router_model)} - {OFFLINE}
    if providers & WIRE.keys():
        await wire_engine.load()
    if providers - WIRE.keys():
        await litellm_engine.load()
    await check_vectors()


async def check_vectors() -> None:
    """Said at start, before the first user meets it."""
    model = config.embedding_model
    row = None if model == OFFLINE or cuts_vectors(model) else await prices.listed(model)
    if row and row.output_vector_size not in (None, DIMENSIONS):
        log.error("embedding_model.other_length", model=model, numbers=row.output_vector_size, needed=DIMENSIONS)
