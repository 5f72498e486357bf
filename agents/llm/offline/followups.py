"""Replies that only make sense after what was said: "the second one", "Q1", "Apollo", "yes", "no, I meant …"."""

from collections.abc import Callable, Sequence
from typing import Any

from agents.llm.offline.conversation import Said
from agents.llm.offline.creating import TASK_FINDERS, clean, collect
from agents.llm.offline.mentions import with_mentions
from agents.llm.offline.names import likeness, plain, stems
from agents.llm.offline.polish import strip_fluff
from agents.llm.offline.requests import Request, Target
from agents.llm.offline.scene import Scene
from agents.llm.offline.tables import words
from agents.llm.offline.tokens import tokenize
from agents.llm.offline.words import COUNTS, ORDINALS
from agents.llm.offline.world import ProjectRef, World

Reader = Callable[[str, World], list[Request]]

_LONGEST_REPLY = 12
_YES = words("yes yeah yep sure ok okay exactly correct right yup indeed please")
_MEANT = (
    "i meant",
    "i mean",
    "no, i meant",
    "not that one",
    "the other one",
    "wrong one",
    "i was talking about",
    "sorry, i meant",
)


def read_followup(message: str, history: Sequence[Said], world: World, read: Reader) -> list[Request] | None:
    """The requests of a reply to a question, or None where the message stands by itself."""
    asked, before = _exchange(history)
    if before is None or len(message) > 200:
        return None
    scene = Scene(tokenize(message), message, world)
    if len(scene) > _LONGEST_REPLY:
        return None
    low = message.casefold().strip()
    if low.startswith((*_MEANT, *(f"no, {said}" for said in _MEANT), "no i meant")):
        return _corrected(scene, before, world, read)
    if asked is None or "?" not in asked:
        return None
    earlier = read(before, world)
    names = candidates(asked, world)
    chosen = _chosen(strip_fluff(scene), names, scene)
    if chosen and any(request.act not in ("create", "list", "unknown") for request in earlier):
        return [_aimed(request, chosen) for request in earlier]
    return _completed(scene, earlier, world)


def _exchange(history: Sequence[Said]) -> tuple[str | None, str | None]:
    """What the assistant said last, and what the user had asked for before that."""
    asked = history[-1].text if history and history[-1].role == "assistant" else None
    before = next((said.text for said in reversed(history) if said.role == "user"), None)
    return asked, before


def candidates(asked: str, world: World) -> list[str]:
    """The names an assistant's question offers: what it quotes after the name that was asked for."""
    head, _, tail = asked.partition(":")
    quoted = [token.text for token in tokenize(tail or head) if token.is_quote]
    if not quoted:
        marked = with_mentions(Scene(tokenize(asked), asked, world))
        quoted = [token.text for token in marked.tokens if token.is_quote]
    return list(dict.fromkeys(quoted))


_CHOSEN_WORDS = words("that one it do go ahead the please")
_CHOSEN_WORDS_2 = words("one task note milestone project mean meant i")


def _chosen(reply: Scene, names: list[str], whole: Scene) -> list[str]:
    words = [word for i, word in enumerate(whole.words) if not whole.is_mark(i)]
    said = set(words)
    if not names:
        return []
    if said & {"both", "all", "every", "each"} and len(words) < 5:
        return names
    if len(names) == 1 and said and said <= _YES | _CHOSEN_WORDS and said & _YES:
        return names
    place = _place(words)
    if place is not None and -len(names) <= place < len(names):
        return [names[place]]
    text = reply.tokens[0].text if len(reply) == 1 and reply.is_quote(0) else clean(reply.text())
    same = [name for name in names if plain(name) == plain(text)]
    if same:
        return same
    asked = [word for word in stems(text) if word not in _CHOSEN_WORDS_2]
    fits = [name for name in names if asked and likeness(asked, stems(name)) > 0]
    return fits if len(fits) == 1 else []


_PLACE_WORDS = words("the one number option no please i mean meant task")


def _place(words: list[str]) -> int | None:
    """ "the second one", "number 2", "#1", "the last": counted from nought."""
    rest = [word for word in words if word not in _PLACE_WORDS]
    if len(rest) != 1:
        return None
    word = rest[0].removeprefix("#")
    if word in ("last", "latter"):
        return -1
    if word in ("former",):
        return 0
    if word.isdecimal():
        return int(word) - 1
    number = ORDINALS.get(word) or (COUNTS.get(word) if word not in ("a", "an") else None)
    return number - 1 if number else None


def _aimed(request: Request, names: list[str]) -> Request:
    request.target = Target(kind=request.target.kind, names=names, plural=len(names) > 1, raw="")
    return request


_COMPLETED_WORDS = words("it is the project in to for on")


def _completed(scene: Scene, earlier: list[Request], world: World) -> list[Request] | None:
    """The project, date or title that a create still lacked."""
    wanting = [request for request in earlier if request.act == "create" and _lacks(request)]
    if not wanting:
        return None
    fields, left, _ = collect(scene.part(0, len(scene), loose=True), TASK_FINDERS)
    words = [k for k in left if not scene.is_mark(k) and scene.words[k] not in _COMPLETED_WORDS]
    ref = world.project_named(clean(scene.text())) if words else None
    if ref:
        fields, words = {"project": ref}, []
    given: dict[str, Any] = {key: value for key, value in fields.items() if key in _lacks(wanting[0])}
    if words and "title" in _lacks(wanting[0]):
        given["title"] = scene.tokens[0].text if scene.is_quote(0) else clean(scene.text())
    if not given:
        return None
    for request in wanting:
        request.fields |= {key: value for key, value in given.items() if key in _lacks(request)}
        if request.kind == "project" and "title" in request.fields:
            request.fields["name"] = request.fields.pop("title")
    return earlier


def _lacks(request: Request) -> set[str]:
    lacking = set()
    if request.kind == "timeline":
        lacking |= {"project", "due"} - request.fields.keys()
    if not (request.fields.get("title") or request.fields.get("name") or request.fields.get("about")):
        lacking.add("title")
    if request.fields.get("project") == ProjectRef("it"):
        lacking.add("project")
    return lacking


def _corrected(scene: Scene, before: str, world: World, read: Reader) -> list[Request] | None:
    """ "no, I meant the invoice": what was asked for before, of another record."""
    start = next((i + 1 for i, word in enumerate(scene.words) if word in ("meant", "mean", "one", "about")), 0)
    name = strip_fluff(scene.part(start, len(scene)))
    if not len(name):
        return None
    earlier = [request for request in read(before, world) if request.act in ("update", "delete", "comment", "read")]
    if not earlier:
        return None
    text = name.tokens[0].text if name.is_quote(0) and len(name) == 1 else clean(name.text())
    return [_aimed(request, [text]) for request in earlier]
