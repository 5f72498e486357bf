"""The plain speech of a chat socket: text frames that are never a JSON object, then one last frame that is."""

from collections.abc import Sequence

from adiuva.errors import Problem
from agents.answers import ChatResponse, InputRequired
from agents.events import End, RunEvent, RunFailed, RunFinished, TextDelta
from chat import frames

_SPACE = " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\ufeff"


class Plain:
    name = ""  # no subprotocol
    known_as = frames.PLAIN

    def say(self, first_seq: int, events: Sequence[RunEvent], request_id: str) -> list[bytes]:
        """What has piled up, texts joined."""
        if len(events) == 1 and type(events[0]) is TextDelta:
            return text_frames(events[0].text)
        text = "".join(event.text for event in events if type(event) is TextDelta)
        said = text_frames(text) if text else []
        if events and isinstance(events[-1], RunFinished | RunFailed):
            said.append(frames.encode(_done(events[-1], request_id)))
        return said

    def refuse(self, problem: Problem, request_id: str) -> bytes:
        return frames.encode(frames.Done(error=frames.body(problem, request_id)))


def text_frames(text: str) -> list[bytes]:
    """Split where a client could take it for a JSON object; neither half is one, to however lenient a parser."""
    if "{" in text:
        inner = text.strip(_SPACE)
        if inner[:1] == "{" and inner[-1:] == "}":
            start = text.index("{")
            rest = text[start:].lstrip("{" + _SPACE)
            cut = len(text) - len(rest)
            return [text[:cut].encode(), rest.encode()]
    return [text.encode()]


def _done(end: End, request_id: str) -> frames.Done:
    if isinstance(end, RunFailed):
        return frames.Done(response=end.response, actions=end.actions, error=frames.body(end.problem, request_id))
    result = end.result
    if isinstance(result, ChatResponse):
        return frames.Done(
            response=result.response,
            actions=result.actions,
            agent=result.agent,
            model=result.model,
            run_id=result.run_id,
            usage=result.usage,
            cancelled=result.cancelled,
        )
    if isinstance(result, InputRequired):  # it was begun by another door, which can be answered
        return frames.Done(error=frames.body(Problem("not_resumable"), request_id))
    return frames.Done(plan=result)
