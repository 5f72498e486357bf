"""The runs of this worker: begun here, found by id until some time after their end."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from accounts.asking import Caller
from adiuva.errors import Problem
from adiuva.lifespan import on_last_call, on_stop
from adiuva.observability import context as trace
from agents.caps import Caps
from agents.carried.host import CarriedHost
from agents.carried.journal import Journal, JournaledEngine
from agents.choices import check
from agents.clock import UTC_NAME, Clock, zone_of
from agents.device_host import DeviceHost
from agents.engines import Engines, FactoryEngines
from agents.guarding import leak_guard
from agents.meter import Meter, ModelUsage
from agents.own.choosing import agents_for
from agents.records import Records
from agents.registry import AgentRegistry
from agents.requests import RunRequest
from agents.runs import accounting
from agents.runs.figures import RUNNING
from agents.runs.guard import Guard
from agents.runs.hooks import RunBegun, tell_begun
from agents.runs.run import Run, Thinking
from agents.toolhost import ContextHost, ToolHost
from agents.work import Work, as_it_is
from billing import runs as counted
from billing.limits.slots import Slot, Slots
from billing.tiers import get_run_limit

KEPT_SECONDS = 120
KEPT_BYTES = 64 * 1024 * 1024  # of all that are over; the oldest go first
TRY_AGAIN = 5  # seconds, when all places are taken: nobody knows how long a run takes
RUNS = Slots("runs")
counted.use(RUNS.count)

_runs: dict[str, Run] = {}
_over: dict[Run, int] = {}  # with their bytes, in the order they ended
_over_bytes = 0
_zones = {UTC_NAME}


async def start(
    request: RunRequest,
    thinking: Thinking,
    *,
    caller: Caller,
    door: str,
    provider_key: str = "",
    engines: Engines | None = None,
    caps: Caps | None = None,
    host: ToolHost | None = None,
    agents: AgentRegistry | None = None,
    admit: Callable[[], Awaitable[object]] | None = None,
    journal: Journal | None = None,
    booked: Iterable[ModelUsage] = (),
    run_id: str = "",
) -> Run:
    """What is wrong with the request is raised here; what goes wrong later is the run's last event.

    `admit` is asked last: what it counts becomes a run. A run with a journal may pause for its client; it goes through
    what the journal holds, whose use is `booked`, and on from there.
    """
    agents = agents or await agents_for(request, caller)
    check(request, tier=caller.tier, agents=agents, provider_key=provider_key)
    guard = Guard(leak_guard())
    work = await _work(request, caller, guard, engines or FactoryEngines(provider_key), caps or Caps(), journal, run_id)
    work.registry = agents
    work.host = host or work.host
    work.meter.own_key_model = work.llm.model if provider_key else ""
    work.meter.booked = {one.model: one for one in booked}
    limit = get_run_limit(caller.tier)
    slot = await RUNS.take(caller.user_id, limit)
    if slot is None:
        raise Problem("too_many_runs", f"{limit} runs at once are allowed.", limit=limit, retry_after=TRY_AGAIN)
    held = None
    try:
        held = await accounting.hold(request, caller)
        if admit:
            await admit()
    except BaseException:
        RUNS.give_back(slot)
        if held:
            held.release()
        raise
    run = Run(work, thinking, door=door, guard=guard)
    _runs[run.id] = run
    accounting.keep(run.id, held)
    RUNNING.inc()
    tell_begun(RunBegun(run.id, run.user_id, door, run.started_at, trace.current().request_id))
    run.when_over(partial(_is_over, run, slot))
    return run


def _is_over(run: Run, slot: Slot) -> None:
    RUNNING.dec()
    RUNS.give_back(slot)
    asyncio.get_running_loop().call_later(KEPT_SECONDS, forget, run)
    global _over_bytes
    _over[run] = run.events.bytes
    _over_bytes += _over[run]
    while _over_bytes > KEPT_BYTES:
        forget(next(iter(_over)))


def find(run_id: str, *, caller: Caller) -> Run | None:
    return found(run_id, str(caller.user_id))


def found(run_id: str, user_id: str) -> Run | None:
    run = _runs.get(run_id)
    return run if run and run.user_id == user_id else None


def cancel_all_of(user_id: str) -> None:
    """From any thread."""
    for run in list(_runs.values()):
        if run.user_id == user_id:
            run.loop.call_soon_threadsafe(run.cancel)


def forget(run: Run) -> None:
    if _runs.get(run.id) is run:  # and not a later part of it, after a pause
        del _runs[run.id]
    global _over_bytes
    _over_bytes -= _over.pop(run, 0)


@on_last_call
def end_all() -> None:
    """Whoever waits is told what there is so far."""
    for run in list(_runs.values()):
        run.cancel()


@on_stop
async def cancel_all() -> None:
    end_all()
    await asyncio.gather(*(run.over() for run in list(_runs.values())))


async def _work(
    request: RunRequest,
    caller: Caller,
    guard: Guard,
    engines: Engines,
    caps: Caps,
    journal: Journal | None,
    run_id: str,
) -> Work:
    given = request.context
    await _load_zone(given.timezone or UTC_NAME)
    clock = Clock(given.now, given.timezone)
    context = {name: value for name, value in vars(given).items() if value} | (given.model_extra or {})
    context.pop("conversation_history", None)
    context |= {"timezone": clock.timezone, "now": clock.now_ms, "local_time": clock.now.strftime("%A %Y-%m-%d %H:%M")}
    run_id = journal.run_id if journal else run_id or uuid.uuid4().hex
    llm, router = engines.agent(request), engines.router()
    own = ContextHost(Records.of(given), clock)
    host: ToolHost
    if journal:
        llm, router = JournaledEngine(llm, journal), JournaledEngine(router, journal)
        host = CarriedHost(own, guard.clean_fields, journal)
    else:
        host = DeviceHost(own, guard.clean_fields, run_id=run_id, user_id=caller.user_id, session_id=caller.session_id)
    return Work(
        run_id=run_id,
        user_id=str(caller.user_id),
        llm=llm,
        router=router,
        host=host,
        clock=clock,
        context=context,
        history=[said.model_dump(include={"role", "content"}) for said in given.conversation_history],
        meter=Meter(caps),
        wear=partial(JournaledEngine, journal=journal) if journal else as_it_is,
        model_named=request.model is not None,
    )


async def _load_zone(name: str) -> None:
    """Its file is read once, off the loop."""
    if name not in _zones:
        await asyncio.to_thread(zone_of, name)
        _zones.add(name)
