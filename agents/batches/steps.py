"""A batch as a run thinks it: its steps one after another, each told what those before it gave."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any

import msgspec

from adiuva.errors import Problem
from agents.batches.jobs import Job
from agents.collected import Collected
from agents.events import RunEvent, RunStarted, TextDelta
from agents.gathering import gathered
from agents.orchestrator import finished, route_single
from agents.work import Work


class BatchThinking:
    """`step` is the one at work, or the one where it ended."""

    def __init__(
        self, job: Job, *, begun: Callable[[int], Awaitable[None]], is_online: Callable[[], Awaitable[bool]]
    ) -> None:
        self.step = job.first_step
        self._job, self._begun, self._is_online = job, begun, is_online

    async def __call__(self, work: Work) -> AsyncGenerator[RunEvent]:
        yield RunStarted(work.run_id)
        steps = self._job.steps
        work.agents = list(dict.fromkeys(step.agent for step in steps[self._job.first_step :]))
        told: list[dict[str, Any]] = []
        whole = Collected()
        for place in range(self._job.first_step, len(steps)):
            self.step = place
            await self._begun(place)
            if place == self._job.first_step:
                work.context |= await gathered(work)
            step, part = steps[place], Collected()
            given = {**work.context, "previous_results": list(told)} if told else work.context
            async with aclosing(route_single(step.agent, step.instruction, given, work=work)) as events:
                async for event in events:
                    if type(event) is TextDelta and whole.texts and not part.texts:
                        event = TextDelta(event.message_id, f"\n\n{event.text}")
                    part.add(event)
                    whole.add(event)
                    yield event
            told.append(
                {"agent": step.agent, "response": part.text.strip(), "actions": msgspec.to_builtins(part.actions)}
            )
            if not await self._is_online():
                raise Problem("device_gone")
        yield finished(whole, work)
