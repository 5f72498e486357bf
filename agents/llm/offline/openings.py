"""What a sentence may begin with before it asks: "In Apollo, …", "By Friday I need to …", "Apollo needs …"."""

from typing import Any

from agents.llm.offline.due_phrases import due_filter
from agents.llm.offline.phrases import date_claim, project_claim
from agents.llm.offline.requests import Request
from agents.llm.offline.scene import LONGEST, Claim, Scene

_NEEDS = ("needs", "requires", "gets", "must", "should")


def opening_claim(scene: Scene, start: int = 0) -> Claim | None:
    if scene.is_quote(start) or scene.word(scene.skip(start, "the")) in ("deadline", "due"):
        return None
    ahead = min(len(scene), start + LONGEST)
    loose = scene.part(start, ahead, loose=True)
    claim = project_claim(loose, 0, True) if loose.word(0) in ("in", "for", "under", "on", "within", "inside") else None
    if claim and not claim.value.id and "project" not in loose.words[claim.start : claim.end]:
        claim = None
    if not claim:
        claim = date_claim(scene.part(start, ahead), 0, True)
    return claim if claim and claim.end + 1 < len(loose) else None


def read_opening(scene: Scene) -> tuple[Claim, Scene] | None:
    """The field a sentence begins with and the rest of it."""
    claim = opening_claim(scene)
    if not claim:
        known = scene.world.project_at(scene.words, scene.skip(0, "the", "project"))
        end = known[1] + (scene.word(known[1]) == "project") if known else 0
        if known and scene.is_mark(end, ":–-") and end + 1 < len(scene):
            return Claim(0, end, "project", known[0]), scene.part(end + 1, len(scene))
        if not known or scene.word(end) not in _NEEDS:
            return None
        end = scene.skip(end + 1, "have", "get", "has")
        return Claim(0, end, "project", known[0]), scene.part(end, len(scene))
    return claim, scene.part(scene.skip(claim.end, ",", ":", "-"), len(scene))


def covers(scene: Scene, start: int, end: int) -> bool:
    """Nothing but such a beginning stands between start and end."""
    claim = opening_claim(scene, start)
    return bool(claim) and start + (claim.end if claim else 0) == end


def attach(claim: Claim, requests: list[Request], scene: Scene) -> list[Request]:
    for request in requests:
        if request.act == "create":
            request.fields.setdefault(claim.field, claim.value)
        elif claim.field == "project" and not request.target.project:
            request.target.project = claim.value
        elif claim.field == "due" and request.act == "list" and not request.target.due:
            moment: Any = claim.value
            request.target.due = due_filter(moment, "", scene.world.calendar, scene.text(0, claim.end).lower())
    return requests
