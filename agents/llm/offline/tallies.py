"""Questions that compare: "which project has the most overdue tasks?", "who has the fewest?", "tasks per project"."""

from agents.llm.offline.lexicon import NOUNS, PLURALS
from agents.llm.offline.requests import Request
from agents.llm.offline.scene import Scene
from agents.llm.offline.tables import words
from agents.llm.offline.targets import read_target

_MOST = words("most more largest biggest highest")
_LEAST = words("fewest least fewer lowest smallest")
_EACH = words("each every per by")
_COUNTED = ("task", "timeline", "note")
_PEOPLE = words("who who's person people assignee assignees member somebody someone everybody everyone")


def read_tally(scene: Scene) -> Request | None:
    """The kind says by what it is counted: projects, or the people of tasks."""
    rank = next((i for i, word in enumerate(scene.words) if word in _MOST or word in _LEAST), None)
    if rank is not None:
        kind = _owners(scene.words[:rank])
        return _tally(scene.part(rank + 1, len(scene)), kind, "least" if scene.words[rank] in _LEAST else "most")
    place = next((i for i, word in enumerate(scene.words) if word in _EACH and _owners([scene.word(i + 1)])), None)
    if place is None or (scene.word(place) == "by" and scene.word(0) not in ("how", "number", "count")):
        return None
    asked = Scene([*scene.tokens[:place], *scene.tokens[place + 2 :]], scene.source, scene.world)
    return _tally(asked, _owners([scene.word(place + 1)]), "each")


def _owners(words: list[str]) -> str:
    if any(NOUNS.get(word) == "project" for word in words):
        return "project"
    return "task" if any(word in _PEOPLE for word in words) else ""


def _tally(rest: Scene, kind: str, question: str) -> Request | None:
    target = read_target(rest)
    counted = any(NOUNS.get(word) in _COUNTED and word in PLURALS for word in rest.words)
    return Request("tally", kind, target, question=question) if kind and counted else None
