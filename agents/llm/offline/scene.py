"""A stretch of a sentence that is being read, and what was taken out of it."""

from collections.abc import Sequence
from typing import Any

import msgspec

from agents.llm.offline.lexicon import CONNECTORS, PRIORITIES
from agents.llm.offline.tokens import Token, lows, text_of
from agents.llm.offline.world import World

# Tokens: what is longer is no order for a record any more but text, and is not searched for fields.
LONGEST = 80
LONGEST_TITLE = 250


class Claim(msgspec.Struct, frozen=True):
    """The tokens start..end-1 say this of this field."""

    start: int
    end: int
    field: str
    value: Any


class Scene:
    """Tokens with their words. `loose`: the title stands elsewhere (in quotes), so all that is here are fields."""

    def __init__(self, tokens: Sequence[Token], source: str, world: World, *, loose: bool = False) -> None:
        self.tokens = list(tokens)
        self.words = lows(tokens)
        self.source = source
        self.world = world
        self.loose = loose
        self.tail = False  # a field was said just before: what follows is likely another

    def __len__(self) -> int:
        return len(self.tokens)

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def part(self, start: int, end: int, *, loose: bool | None = None) -> "Scene":
        return Scene(self.tokens[start:end], self.source, self.world, loose=self.loose if loose is None else loose)

    def text(self, start: int = 0, end: int | None = None) -> str:
        return text_of(self.tokens[start:end], self.source)

    def skip(self, i: int, *fillers: str) -> int:
        while i < len(self.words) and self.words[i] in fillers:
            i += 1
        return i

    def has(self, i: int, *phrase: str) -> bool:
        return tuple(self.words[i : i + len(phrase)]) == phrase

    def is_quote(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].is_quote

    def is_mark(self, i: int, marks: str = ",.;:!?()-–—") -> bool:
        if not 0 <= i < len(self.tokens):
            return False
        token = self.tokens[i]
        return token.kind == "line" or (token.kind == "mark" and token.low in marks)

    def is_boundary(self, i: int) -> bool:
        """Nothing, a mark, or a word that opens another phrase: what stands before is complete."""
        if i >= len(self.tokens) or i < 0:
            return True
        return self.is_mark(i) or self.is_quote(i) or self.words[i] in CONNECTORS or self.words[i] in PRIORITIES

    def phrase_at(self, i: int, table: dict[tuple[str, ...], Any], longest: int = 4) -> tuple[Any, int] | None:
        for length in range(min(longest, len(self.words) - i), 0, -1):
            found = table.get(tuple(self.words[i : i + length]))
            if found is not None:
                return found, i + length
        return None
