"""Where requests are worked on: reads and writes are calls that may not have been answered yet.

The engine remembers nothing between two model calls. Each time the same requests are worked through from the start; a
call that the conversation already answers gives its reply, any other is put on the list of what to call next.
"""

import hashlib
import re
from typing import Any

import msgspec

from agents.llm.messages import ToolCall
from agents.llm.offline.calendar import Calendar
from agents.llm.offline.conversation import Reply, Turn
from agents.llm.offline.world import World, readable, records

MAX_WRITES = 24


class Waiting(Exception):
    """A reply is needed that is not there yet."""


class Say(Exception):
    """Nothing can be done: a question or a refusal, in words for the user."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Done(msgspec.Struct, frozen=True):
    """What became of a write."""

    id: str = ""
    error: str = ""
    skipped: bool = False


class Desk:
    def __init__(self, turn: Turn, world: World) -> None:
        self.turn = turn
        self.world = world
        self.reads: dict[tuple[str, str], ToolCall] = {}
        self.writes: list[ToolCall] = []
        self.made = 0
        self.memo: dict[str, list[str]] = {}
        self._seed = seed_of(turn)

    @property
    def calendar(self) -> Calendar:
        return self.world.calendar

    @property
    def context(self) -> dict[str, Any]:
        return self.turn.context

    def can(self, tool: str) -> bool:
        return tool in self.turn.tools

    def read(self, tool: str, **arguments: Any) -> Any:
        """The reply of a read tool; raises Waiting until it is there, Say where it failed."""
        given = self._fitting(tool, {key: value for key, value in arguments.items() if value not in (None, "")})
        key = (tool, msgspec.json.encode(given).decode())
        reply = self.turn.called.get(key)
        if reply is None:
            self.reads.setdefault(key, ToolCall(f"call_{self._seed}_r{len(self.reads) + len(self.turn.called)}", *key))
            raise Waiting
        if reply.error:
            raise Say(f"That could not be looked up: {reply.error}")
        return reply.value

    def list(self, tool: str, key: str, **arguments: Any) -> list[dict[str, Any]]:
        """The records a list tool gives; without the tool, what the context holds."""
        if not self.can(tool):
            return records(self.context, key)
        return rows(self.read(tool, **arguments))

    def write(self, tool: str, **arguments: Any) -> Done:
        """Calls for a change once; in the next turn says what became of it."""
        place = self.made
        self.made += 1
        if place >= MAX_WRITES:
            return Done(skipped=True)
        call_id = f"call_{self._seed}_w{place}"
        reply = self.turn.replies.get(call_id)
        if reply is None:
            given = self._fitting(tool, arguments)
            self.writes.append(ToolCall(call_id, tool, msgspec.json.encode(given).decode()))
            return Done()
        return _done(reply)

    def _fitting(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Only what the tool's schema knows; a record's id goes by "id" or by "task_id", whichever it has."""
        known = self.turn.tools.get(tool, {})
        given: dict[str, Any] = {}
        for key, value in arguments.items():
            if key == "record_id":
                key = "id" if "id" in known else _ID_NAMES.get(tool, "id")
            if not known or key in known:
                given[key] = value
        return given


def seed_of(turn: Turn) -> str:
    """Tells the calls of one agent's turn from those of another in the same run."""
    before = len(str(turn.context.get("previous_results", "")))
    told = f"{turn.message}\0{len(turn.history)}\0{sorted(turn.tools)}\0{before}"
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


_ID_NAMES = {
    **{
        f"{verb}_{noun}": f"{noun}_id"
        for verb in ("get", "update", "delete")
        for noun in ("task", "timeline", "note", "project")
    },
    "delete_task_comment": "comment_id",
}  # fmt: skip


_UNKNOWN = re.compile(r"There is no single record '(.+?)' in (\w+?)s?\. Known: (.*?)\.?")


def _plainly(error: str) -> str:
    """The host's words about a name it does not know, as one would say them to a user."""
    match = _UNKNOWN.fullmatch(error)
    return f"I know no {match[2]} called '{match[1]}'. There is {match[3]}." if match else error


def _done(reply: Reply) -> Done:
    value = reply.value
    made = value.get("id", "") if isinstance(value, dict) else ""
    data = value.get("data") if isinstance(value, dict) else None
    if not made and isinstance(data, dict):
        made = data.get("id", "")
    return Done(id=str(made or ""), error=_plainly(reply.error))


def rows(value: Any) -> list[dict[str, Any]]:
    """Records from a list, or from an object that holds one list."""
    if isinstance(value, dict):
        found = [item for item in value.values() if isinstance(item, list)]
        value = found[0] if found else []
    return readable(value)
