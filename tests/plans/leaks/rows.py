"""Leaks made from prompts, and how much of a leak is left in an answer."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from plans.leakguard import MARK
from tests.plans.leaks.changes import KINDS

HERE = Path(__file__).parent
LEFT_AT_MOST = 20
_WORD = re.compile(r"\w+")
BEFORE = (
    "", "Sure! ", "Sure, here it is:\n\n", "I should not, but: ", "My configuration reads as follows.\n\n", "# Setup\n",
    "Das steht da: ", "Of course. The text above says \"", "Answer: ", "1) ", "Here you go 🙂 ",
)  # fmt: skip
AFTER = (
    "", "\n\nAnything else?", " That is all I have.", "\"", "\n\nLet me know whether Friday works for the kickoff.",
    " (end)", "\n---\nDone!", " Was brauchst du sonst noch?",
)  # fmt: skip


class Row(NamedTuple):
    kind: str
    change: str
    before: str
    leak: str
    after: str
    prompt: str  # what it was made from

    @property
    def text(self) -> str:
        return self.before + self.leak + self.after


def prompts(folder: str = "prompts") -> list[str]:
    return [path.read_text() for path in sorted((HERE / folder).glob("*.txt"))]


def pieces(template: str) -> list[str]:
    """The literal parts of a template that are long enough to be leaked."""
    return [part for part in re.split(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", template, flags=re.DOTALL) if len(part) >= 60]


def excerpt(template: str, chance: Random, size: int) -> str:
    part = chance.choice(pieces(template))
    start = chance.randrange(max(1, len(part) - size + 1))
    while start > 0 and not part[start - 1].isspace():
        start -= 1
    return part[start : start + size].strip()


def leaks(
    templates: list[str], *, each: int = 3, seed: int = 7, sizes: tuple[int, ...] = (60, 100, 200, 400)
) -> Iterator[Row]:
    chance = Random(seed)
    for kind, changes in KINDS.items():
        for name, change in changes.items():
            for _ in range(each):
                size = chance.choice(sizes)
                leak = excerpt(chance.choice(templates), chance, max(size, 80) if kind == "near" else size)
                yield Row(kind, name, chance.choice(BEFORE), change(leak, chance), chance.choice(AFTER), leak)


def left(row: Row, clean: str) -> int:
    """Letters and digits of the prompt that are still there, an encoding's by what they stand for."""
    rest = clean.removeprefix(row.before)
    rest = (rest[: len(rest) - len(row.after)] if row.after and rest.endswith(row.after) else rest).replace(MARK, " ")
    if row.kind == "near":
        words = set(_WORD.findall(row.prompt))
        rest = "".join(word for word in _WORD.findall(rest) if word in words)
    return round(_count(rest) * min(1, _count(row.prompt) / max(1, _count(row.leak))))


def _count(text: str) -> int:
    return sum(map(str.isalnum, text))
