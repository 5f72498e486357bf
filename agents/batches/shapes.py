"""Batches as clients send them and see them."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from agents.batches import schedule
from agents.batches.templates import TEMPLATES, Step
from agents.clock import UTC_NAME, ZONES
from agents.registry import registry

MOST_STEPS = 20


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("This must not be blank.")
    return text.strip()


def _zone(name: str) -> str:
    if name not in ZONES:
        raise ValueError("This is not a timezone of the IANA database.")
    return name


def _agent(name: str) -> str:
    if name not in registry:
        raise ValueError("There is no such agent in the catalog.")
    return name


def _template(name: str) -> str:
    if name not in TEMPLATES:
        raise ValueError(f"There is no such template. There are: {', '.join(TEMPLATES)}.")
    return name


Name = Annotated[str, Field(max_length=80), AfterValidator(_filled)]
Schedule = Annotated[str, Field(max_length=200), AfterValidator(schedule.normal)]
Zone = Annotated[str, AfterValidator(_zone)]


class StepRequest(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    agent: Annotated[str, AfterValidator(_agent)]
    instruction: Annotated[str, Field(max_length=8000), AfterValidator(_filled)]

    def step(self) -> Step:
        return Step(self.agent, self.instruction)


Steps = Annotated[list[StepRequest], Field(min_length=1, max_length=MOST_STEPS)]


class BatchRequest(BaseModel):
    """Either a template, or a name and steps of one's own. A template's schedule is kept unless another is named."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    template: Annotated[str, AfterValidator(_template)] | None = None
    name: Name | None = None
    steps: Steps | None = None
    schedule: Schedule | None = None
    timezone: Zone = UTC_NAME
    active: bool = True


class BatchChange(BaseModel):
    """Changes what it names; a schedule of null leaves running it to the user."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    name: Name = ""
    steps: Steps = []
    schedule: Schedule | None = None
    timezone: Zone = UTC_NAME
    active: bool = True


class BatchRunRequest(BaseModel):
    """`from_step`: the first step to run, counted from 1; those before it are not run, and what they gave is gone."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    from_step: Annotated[int, Field(ge=1, le=MOST_STEPS)] = 1


class LastRun(msgspec.Struct, frozen=True):
    """`step` of `steps`, counted from 1: the one at work, or the one it ended in."""

    run_id: str
    status: str
    started_at: int
    step: int
    steps: int
    error_code: str | UnsetType = UNSET


class BatchEntry(msgspec.Struct, frozen=True):
    """`unavailable` says why a batch is kept but not run: the code of a refusal."""

    id: str
    name: str
    steps: list[Step]
    timezone: str
    active: bool
    schedule: str | UnsetType = UNSET
    template: str | UnsetType = UNSET
    next_run_at: int | UnsetType = UNSET
    last_run: LastRun | UnsetType = UNSET
    unavailable: str | UnsetType = UNSET


class RunAccepted(msgspec.Struct, frozen=True):
    run_id: str
