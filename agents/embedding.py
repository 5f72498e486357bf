"""Vectors for the client's local search."""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from accounts.asking import Caller
from adiuva.errors import Problem
from agents import llm
from agents.answers import Usage
from agents.llm.estimate import tokens_in
from agents.llm.prices import cost_usd
from agents.llm.providers import OFFLINE
from billing import usage as billing_usage

LENGTH = 1536


class EmbedResponse(msgspec.Struct, frozen=True):
    model: str
    usage: Usage
    embedding: list[float] | UnsetType = UNSET
    embeddings: list[list[float]] | UnsetType = UNSET


async def embed(texts: Sequence[str], *, caller: Caller) -> tuple[list[list[float]], str, Usage]:
    """The vectors, the model that made them, and what they took."""
    embedder = llm.get_embedder()
    with await billing_usage.reserve(caller, tokens=tokens_in(sum(map(len, texts)))):
        vectors, tokens = await embedder.embed(texts)
        cost = await cost_usd(embedder.model, tokens, 0)
        billing_usage.record(caller.user_id, embedder.model, input_tokens=tokens, output_tokens=0, cost_usd=cost)
    if len(vectors) != len(texts) or any(len(vector) != LENGTH for vector in vectors):
        raise Problem("model_failed")
    return vectors, embedder.model, Usage(tokens, 0, UNSET if cost is None else cost, embedder.model == OFFLINE)
