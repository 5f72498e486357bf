"""Titles of the user's records that stand in a sentence without quotes, made one token each."""

from agents.llm.offline.names import words_of
from agents.llm.offline.scene import Scene
from agents.llm.offline.tokens import Token


def with_mentions(scene: Scene) -> Scene:
    """The longest title at each place; a title of one word does not count, it may be any word."""
    if not scene.world.titles:
        return scene
    tokens: list[Token] = []
    i = 0
    while i < len(scene):
        end = title_at(scene, i)
        if end:
            text = scene.text(i, end)
            tokens.append(Token(text, text.casefold(), scene.tokens[i].start, scene.tokens[end - 1].end, "quote"))
            i = end
        else:
            tokens.append(scene.tokens[i])
            i += 1
    return Scene(tokens, scene.source, scene.world, loose=scene.loose)


def title_at(scene: Scene, i: int) -> int | None:
    titles = scene.world.titles
    if scene.is_quote(i):
        return None
    first = words_of(scene.word(i))[:1]
    for title in titles.get(first[0], ()) if first else ():
        spoken: list[str] = []
        j = i
        while j < len(scene) and len(spoken) < len(title) and not scene.is_quote(j):
            spoken.extend(words_of(scene.word(j)))
            j += 1
        if spoken == title:
            return j
    return None
