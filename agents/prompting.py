"""What goes into a model's messages: our templates as they are, the client's data cut to a sensible size.

The offline engine reads everything. A provider is paid by the token, so it gets the beginning of each list,
is told how much was left out, and has the read tools for the rest.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from agents.llm.messages import Message
from agents.llm.providers import OFFLINE
from plans.prompts import templates

CONTEXT_CHARACTERS = 48_000
RESULT_CHARACTERS = 24_000
TEXT_CHARACTERS = 4_000
CUT = "… (cut)"
NAMES_CHARACTERS = 2_000
NAMED_KEYS = ("projects", "recent_tasks", "timelines", "notes")
NAMING = ("name", "title")

_MARKS = re.compile(r"<(/?data\b)", re.IGNORECASE)
HISTORY_MESSAGES = 20
HISTORY_CHARACTERS = 24_000


def prompt(template_id: str) -> str:
    return templates.text(template_id)


def history_messages(history: Sequence[Mapping[str, str]], model: str) -> list[Message]:
    """The last ones first to stay; what a client calls a system message is still only something said."""
    kept: list[Message] = []
    room = HISTORY_CHARACTERS
    for said in reversed(history):
        room -= len(said["content"])
        if model != OFFLINE and kept and (room < 0 or len(kept) == HISTORY_MESSAGES):
            break
        kept.append(Message("assistant" if said["role"] == "assistant" else "user", _unmarked(said["content"])))
    return kept[::-1]


def fitting_context(context: Mapping[str, Any], model: str) -> Mapping[str, Any]:
    """Small values stay whole; what room they leave is shared by the big ones."""
    if model == OFFLINE or _size(context) <= CONTEXT_CHARACTERS:
        return context
    fitted: dict[str, Any] = {}
    left_out: dict[str, int] = {}
    room = CONTEXT_CHARACTERS
    by_size = sorted(context, key=lambda key: _size(context[key]))
    for n, key in enumerate(by_size):
        value, missing = _cut(context[key], room // (len(by_size) - n))
        room -= _size(value)
        fitted[key] = value
        if missing:
            left_out[key] = missing
    return {**fitted, "left_out": left_out}


def names_of(context: Mapping[str, Any], model: str) -> dict[str, list[dict[str, Any]]]:
    """What the records are called, table by table: enough to tell which one a message speaks of."""
    named = {
        key: [{field: record[field] for field in NAMING if field in record} for record in context.get(key) or ()]
        for key in NAMED_KEYS
    }
    return named if model == OFFLINE else {key: list(_until(NAMES_CHARACTERS, names)) for key, names in named.items()}


def _unmarked(text: str) -> str:
    """What somebody said cannot pass for a block of ours."""
    return _MARKS.sub(r"< \1", text)


def fitting_result(result: Any, model: str = "") -> Any:
    """Without a model: for whoever watches the run."""
    if model == OFFLINE or _size(result) <= RESULT_CHARACTERS:
        return result
    fitted, missing = _cut(result, RESULT_CHARACTERS)
    return {"items": fitted, "left_out": missing} if isinstance(result, list) else fitted


def _cut(value: Any, room: int) -> tuple[Any, int]:
    """What fits of a value, and how many of its items do not."""
    if _size(value) <= room:
        return value, 0
    if isinstance(value, str):
        return value[:room] + CUT, 0
    if isinstance(value, dict):
        kept = dict(_until(room, value.items()))
        return kept, len(value) - len(kept)
    if isinstance(value, list):
        items = list(_until(room, value))
        return items, len(value) - len(items)
    return value, 0


def _until(room: int, items: Iterable[Any]) -> Iterator[Any]:
    for item in items:
        short = _short(item)
        room -= _size(short)
        if room < 0:
            return
        yield short


def _short(value: Any) -> Any:
    """A record or an entry whose texts are not too long."""
    if isinstance(value, str) and len(value) > TEXT_CHARACTERS:
        return value[:TEXT_CHARACTERS] + CUT
    if isinstance(value, dict):
        return {key: _short(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_short(item) for item in value)
    return value


def _size(value: Any) -> int:
    return len(msgspec.json.encode(value))
