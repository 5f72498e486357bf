"""The sealed state of a paused run: for its user, for ten minutes."""

import base64
import binascii
import time
import uuid
import zlib
from typing import Any

import msgspec

from adiuva.errors import Problem, invalid
from adiuva.seal import Unsealable, seal, unseal
from agents.carried.journal import Answered, Outcome
from agents.meter import ModelUsage

PURPOSE = "carried"
LASTS = 600
MOST = 1024 * 1024  # so that results fit beside it into a body


class Carried(msgspec.Struct):
    run_id: str
    door: str
    request: dict[str, Any]
    now: int
    answers: list[Answered]
    outcomes: dict[str, Outcome]
    asked: list[str]  # the calls that are to be answered
    used: list[ModelUsage]  # what is in the books already
    id: str = msgspec.field(default_factory=lambda: uuid.uuid4().hex)
    expires_at: float = msgspec.field(default_factory=lambda: time.time() + LASTS)


def sealed(carried: Carried, user_id: str) -> str:
    packed = zlib.compress(msgspec.json.encode(carried))
    state = base64.urlsafe_b64encode(seal(PURPOSE, packed, bound_to=user_id)).decode()
    if len(state) > MOST:
        raise Problem("too_large", "The run holds too much to be carried. Send less context, or connect a device.")
    return state


def opened(state: str, user_id: str) -> Carried:
    try:
        packed = unseal(PURPOSE, base64.b64decode(state, altchars=b"-_", validate=True), bound_to=user_id)
    except (Unsealable, binascii.Error, ValueError):
        raise invalid("state", "invalid", "This is not a state of yours.") from None
    carried = msgspec.json.decode(zlib.decompress(packed), type=Carried)
    if carried.expires_at < time.time():
        raise Problem("not_resumable", "The state is older than ten minutes.")
    return carried
