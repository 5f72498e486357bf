"""Tool calls in pieces: numbered on the way in, put together on the way out."""

from uuid import uuid4

from agents.llm.messages import ToolCall, ToolFragment


class CallOrder:
    """Numbers the calls of an answer. Servers leave out indexes, give all calls the same one, or repeat id and name."""

    def __init__(self) -> None:
        self._places: dict[int | None, int] = {}
        self._ids: list[str] = []
        self._unnamed: set[int] = set()

    def fragment(self, index: int | None, id_: str, name: str, arguments: str) -> ToolFragment:
        place = self._places.get(index)
        known = place is not None and id_ in ("", self._ids[place])
        if place is None or not known:
            place = self._places[index] = len(self._ids)
            self._ids.append(id_ or f"call_{uuid4().hex[:12]}")
            self._unnamed.add(place)
        if name and place in self._unnamed:
            self._unnamed.discard(place)
        else:
            name = ""
        return ToolFragment(place, "" if known else self._ids[place], name, arguments)


class CallAssembly:
    """add() every fragment; calls() are whole when the stream is over."""

    def __init__(self) -> None:
        self._parts: dict[int, list[ToolFragment]] = {}

    def add(self, fragment: ToolFragment) -> None:
        self._parts.setdefault(fragment.index, []).append(fragment)

    def calls(self) -> tuple[ToolCall, ...]:
        return tuple(
            ToolCall(
                id="".join(part.id for part in parts),
                name="".join(part.name for part in parts),
                arguments="".join(part.arguments for part in parts) or "{}",
            )
            for _, parts in sorted(self._parts.items())
        )
