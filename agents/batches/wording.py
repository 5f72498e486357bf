"""What a user wrote of a batch: sealed where it is kept, plain only while it is needed."""

from uuid import UUID

import msgspec

from adiuva.seal import Unsealable, seal, unseal
from agents.batches.templates import TEMPLATES, Step

PURPOSE = "batch"


class Wording(msgspec.Struct, frozen=True):
    name: str
    steps: tuple[Step, ...] = ()


def sealed(wording: Wording, user_id: UUID) -> bytes:
    return seal(PURPOSE, msgspec.json.encode(wording), bound_to=str(user_id))


def opened(kept: bytes | memoryview, template: str, user_id: UUID) -> Wording | None:
    """None where the server's key is another one by now, or the template is gone."""
    try:
        wording = msgspec.json.decode(unseal(PURPOSE, bytes(kept), bound_to=str(user_id)), type=Wording)
    except Unsealable:
        return None
    if not template:
        return wording
    return Wording(wording.name, TEMPLATES[template].steps) if template in TEMPLATES else None
