"""What surrounds a request without being part of it: greetings, politeness, thanks."""

from agents.llm.offline.lexicon import FLUFF_END, FLUFF_START_INDEX
from agents.llm.offline.scene import Scene
from agents.llm.offline.tables import words

# "I need a task": without a thing that is wanted these words are a duty ("I need to …").
_WANTING = words("need want like about use get have be")
_WANTED = words("a an another the some all my two three new")
_MARKS = ",.;:!-–—?…"


def strip_fluff(scene: Scene) -> Scene:
    start = strip_start(scene)
    return scene.part(start, strip_end(scene, start))


def strip_start(scene: Scene, i: int = 0) -> int:
    while i < len(scene):
        if scene.is_mark(i, _MARKS):
            i += 1
            continue
        if scene.is_quote(i):
            return i
        phrases = FLUFF_START_INDEX.get(scene.word(i), ())
        phrase = next((found for found in phrases if scene.has(i, *found)), None)
        if phrase is None or i + len(phrase) >= len(scene):
            return i
        if phrase[-1] in _WANTING and scene.word(i + len(phrase)) not in _WANTED:
            return i
        i += len(phrase)
    return i


def strip_end(scene: Scene, start: int = 0) -> int:
    end = len(scene)
    while end > start:
        if scene.is_mark(end - 1, _MARKS) and not scene.is_quote(end - 1):
            end -= 1
            continue
        phrase = next(
            (found for found in FLUFF_END if end - start > len(found) and scene.has(end - len(found), *found)), None
        )
        if phrase is None or scene.is_quote(end - 1):
            return end
        end -= len(phrase)
    return end
