"""What tokens cost, from the price list that LiteLLM ships, read without importing LiteLLM."""

import asyncio
from importlib.util import find_spec
from pathlib import Path

import msgspec

from agents.llm.providers import provider_of

FILE = "model_prices_and_context_window_backup.json"
OWN_MACHINES = ("offline", "ollama", "hosted_vllm")


class Listed(msgspec.Struct, frozen=True):
    litellm_provider: str = ""
    input_cost_per_token: float | None = None
    output_cost_per_token: float | None = None
    output_vector_size: int | None = None


async def cost_usd(model: str, input_tokens: int, output_tokens: int) -> float | None:
    """None where nobody has told us a price."""
    if provider_of(model) in OWN_MACHINES:
        return 0.0
    row = await listed(model)
    if row is None or row.input_cost_per_token is None or row.output_cost_per_token is None:
        return None
    return row.input_cost_per_token * input_tokens + row.output_cost_per_token * output_tokens


async def listed(model: str) -> Listed | None:
    global _list
    if _list is None:
        _list = await asyncio.to_thread(_read)
    row = _list.get(model)
    if row is None and "/" in model:
        row = _list.get(model.partition("/")[2])
        if row and row.litellm_provider != provider_of(model):
            return None
    return row


_list: dict[str, Listed] | None = None


def _read() -> dict[str, Listed]:
    package = find_spec("litellm")
    if package is None or package.origin is None:
        return {}
    rows = msgspec.json.decode((Path(package.origin).parent / FILE).read_bytes(), type=dict[str, msgspec.Raw])
    return {name: row for name, raw in rows.items() if (row := _row(raw))}


def _row(raw: msgspec.Raw) -> Listed | None:
    try:
        return msgspec.json.decode(raw, type=Listed)
    except msgspec.ValidationError:  # one odd row must not cost us the list
        return None
