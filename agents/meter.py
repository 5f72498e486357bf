"""What a run has used so far, over all its model calls."""

from collections import Counter
from dataclasses import dataclass, field

from msgspec import UNSET

from adiuva.errors import Problem
from agents.answers import Usage
from agents.caps import Caps
from agents.llm import messages as llm
from agents.llm.prices import cost_usd

COST_DIGITS = 9  # of a dollar: what floats add beyond them is noise


@dataclass
class ModelUsage:
    """Of one model: a row for those who count money."""

    model: str
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False
    cost_usd: float | None = None  # None where a price is not known


@dataclass
class Meter:
    caps: Caps = field(default_factory=Caps)
    models: dict[str, ModelUsage] = field(default_factory=dict)
    answered_by: dict[str, str] = field(default_factory=dict)  # for each model that was asked
    own_key_model: str = ""  # the caller pays its provider himself
    model_calls: int = 0
    tool_calls: int = 0
    corrections: Counter[str] = field(default_factory=Counter)
    booked: dict[str, ModelUsage] = field(default_factory=dict)  # by an earlier part of the run

    @property
    def tokens(self) -> int:
        return sum(used.input_tokens + used.output_tokens for used in self.models.values())

    def begin_model_call(self) -> None:
        if self.model_calls >= self.caps.model_calls or self.tokens >= self.caps.tokens:
            raise Problem("run_limit")
        self.model_calls += 1

    def end_model_call(self, model: str, usage: llm.Usage) -> None:
        answered_by = self.answered_by[model] = usage.model or model  # a fallback may have stepped in
        used = self.models.setdefault(answered_by, ModelUsage(answered_by))
        used.calls += 1
        used.input_tokens += usage.input_tokens
        used.output_tokens += usage.output_tokens
        used.estimated |= usage.estimated

    def allows_tool_call(self) -> bool:
        self.tool_calls += 1
        return self.tool_calls <= self.caps.tool_calls

    def allows_correction(self, tool: str) -> bool:
        self.corrections[tool] += 1
        return self.corrections[tool] <= self.caps.corrections

    def unbooked(self) -> list[ModelUsage]:
        """What is to go into the books: all, but for what an earlier part of the run has put there."""
        return [rest for used in self.models.values() if (rest := _less(used, self.booked.get(used.model))).calls]

    async def price(self) -> None:
        for used in self.models.values():
            if used.model != self.own_key_model:
                used.cost_usd = await cost_usd(used.model, used.input_tokens, used.output_tokens)

    def usage(self) -> Usage:
        used = self.models.values()
        costs = [one.cost_usd for one in used]
        known = [cost for cost in costs if cost is not None]
        return Usage(
            sum(one.input_tokens for one in used),
            sum(one.output_tokens for one in used),
            round(sum(known), COST_DIGITS) if known and len(known) == len(costs) else UNSET,
            any(one.estimated for one in used),
        )


def _less(used: ModelUsage, booked: ModelUsage | None) -> ModelUsage:
    if booked is None:
        return used
    both = (used.cost_usd, booked.cost_usd)
    return ModelUsage(
        used.model,
        used.calls - booked.calls,
        used.input_tokens - booked.input_tokens,
        used.output_tokens - booked.output_tokens,
        used.estimated,
        None if both[0] is None or both[1] is None else both[0] - both[1],
    )
