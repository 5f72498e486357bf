"""Runs of a ChatRequest: begun, and gone on with after the client has answered what its run asked of it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Any

from accounts.asking import Caller
from adiuva.database import in_database
from adiuva.errors import Problem, field_error
from agents.answers import InputRequired
from agents.carried.host import CarriedHost, Paused
from agents.carried.journal import Journal, Outcome
from agents.carried.once import Once
from agents.carried.state import LASTS, Carried, opened, sealed
from agents.devices import switchboard
from agents.events import RunEvent, RunFinished
from agents.orchestrator import orchestrate_stream
from agents.requests import ChatRequest, ContinueRequest
from agents.rows import store
from agents.runs import live
from agents.runs.run import Run
from agents.work import Work

ONCE = Once()


async def start_chat(
    request: ChatRequest, *, caller: Caller, door: str, can_pause: bool = False, **options: Any
) -> Run:
    """`can_pause`: the door can answer that input is required, which a client without a device may allow."""
    if can_pause and request.client_tools and not await switchboard.choose(caller.user_id):
        journal = Journal()
        thinking = partial(_pausing, request, journal, door)
        return await live.start(request, thinking, caller=caller, door=door, journal=journal, **options)
    return await live.start(request, partial(orchestrate_stream, request), caller=caller, door=door, **options)


async def go_on(asked: ContinueRequest, *, caller: Caller, **options: Any) -> Run:
    """On whichever worker; a state is used up once its run goes on."""
    carried = await asyncio.to_thread(opened, asked.state, str(caller.user_id))
    journal = Journal(carried.run_id, carried.answers, carried.outcomes | _outcomes(carried, asked))
    request = ChatRequest.model_validate(carried.request)
    context = request.context.model_copy(update={"now": carried.now})
    request = request.model_copy(update={"context": context})
    return await live.start(
        request,
        partial(_pausing, request, journal, carried.door),
        caller=caller,
        door=carried.door,
        journal=journal,
        booked=carried.used,
        admit=partial(_use, carried, caller),
        **options,
    )


async def _pausing(request: ChatRequest, journal: Journal, door: str, work: Work) -> AsyncGenerator[RunEvent]:
    try:
        async with aclosing(orchestrate_stream(request, work)) as events:
            async for event in events:
                yield event
    except Paused:
        assert isinstance(work.host, CarriedHost)
        wanted = work.host.wanted
        carried = Carried(
            run_id=work.run_id,
            door=door,
            request=request.model_dump(exclude_unset=True),
            now=work.clock.now_ms,
            answers=journal.answers,
            outcomes=journal.outcomes,
            asked=[one.call_id for one in wanted],
            used=list(work.meter.models.values()),
        )
        state = await asyncio.to_thread(sealed, carried, work.user_id)
        yield RunFinished(InputRequired(wanted, state), work.meter.usage())


def _outcomes(carried: Carried, asked: ContinueRequest) -> dict[str, Outcome]:
    """Each of the calls answered, once, and no other."""
    given = [answer.call_id for answer in asked.results]
    if sorted(given) != sorted(carried.asked):
        detail = "Answer each of the calls that were asked, once."
        raise Problem("invalid", detail, errors=[field_error("results", "mismatch", detail)])
    return {answer.call_id: answer.outcome() for answer in asked.results}


async def _use(carried: Carried, caller: Caller) -> None:
    if not await ONCE.use(carried.id, LASTS):
        raise Problem("conflict", "This state was used before.")
    if not await in_database(store.go_on, caller.user_id, carried.run_id):
        raise Problem("conflict", "This run was cancelled.")
