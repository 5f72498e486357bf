"""The names HTML has for signs, for what cannot be seen, and for letters with an accent or in a style."""

from html.entities import html5

from plans.leakguard.letters import fold

LONGEST = 24


def _beginnings(names: dict[str, str]) -> frozenset[str]:
    return frozenset(name[:size] for name in names for size in range(1, len(name) + 1))


ENTITIES = {
    name.removesuffix(";"): text
    for name, text in html5.items()
    if name.endswith(";") and len(name) <= LONGEST and fold(text).isascii()
}
ENTITY_STARTS = _beginnings(ENTITIES)
