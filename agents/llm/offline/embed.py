"""Vectors for texts without a model: hashed words and word parts, signed, so that shared pieces bring texts near."""

import hashlib
import math
from collections import Counter
from itertools import pairwise

from agents.llm.offline.names import stem, words_of
from agents.llm.offline.tables import words

SIZE = 1536
_SMALL = words("the a an of to and in is it for on at with by be this that are was")
_WORD, _STEM, _PART, _PAIR = 1.0, 1.0, 1.1, 0.5
_SMALL_WORD = 0.15


def _places(piece: str) -> tuple[int, float, int, float]:
    """Two places with signs: two texts then hardly ever meet by accident."""
    digest = int.from_bytes(hashlib.blake2b(piece.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
    first, second = digest % SIZE, (digest >> 24) % SIZE
    return first, 1.0 if digest >> 62 & 1 else -1.0, second, 1.0 if digest >> 63 else -1.0


def _pieces(word: str) -> tuple[tuple[str, float], ...]:
    if word in _SMALL:
        return ((f"w:{word}", _SMALL_WORD),)
    framed = f"^{word[:40]}$"
    parts = [framed[i : i + n] for n in (3, 4) for i in range(len(framed) - n + 1)]
    weight = _PART / math.sqrt(len(parts)) if parts else 0.0
    return ((f"w:{word}", _WORD), (f"s:{stem(word)}", _STEM), *((f"p:{part}", weight) for part in parts))


def embed(text: str) -> list[float]:
    words = words_of(text) or list(text.casefold().split()) or ["\0"]
    counts: dict[str, float] = {}
    for word, times in Counter(words).items():
        for piece, weight in _pieces(word):
            counts[piece] = counts.get(piece, 0.0) + weight * times
    meaning = [word for word in words if word not in _SMALL]
    for left, right in pairwise(meaning):
        pair = f"b:{stem(left)} {stem(right)}"
        counts[pair] = counts.get(pair, 0.0) + _PAIR
    vector = [0.0] * SIZE
    for piece, count in counts.items():
        weight = math.copysign(math.log1p(abs(count)), count)
        first, sign, second, other = _places(piece)
        vector[first] += sign * weight
        vector[second] += other * weight
    length = math.sqrt(math.fsum(value * value for value in vector))
    if length == 0.0:
        vector[0] = length = 1.0
    return [value / length for value in vector]
