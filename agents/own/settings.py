"""What a user wrote of an agent: sealed where it is kept, plain only while it is needed."""

from uuid import UUID

import msgspec

from adiuva.seal import Unsealable, seal, unseal

PURPOSE = "own agent"


class Wording(msgspec.Struct, frozen=True):
    name: str
    description: str
    instructions: str


def sealed(wording: Wording, user_id: UUID) -> bytes:
    return seal(PURPOSE, msgspec.json.encode(wording), bound_to=str(user_id))


def opened(kept: bytes | memoryview, user_id: UUID) -> Wording | None:
    """None where the server's key is another one by now."""
    try:
        return msgspec.json.decode(unseal(PURPOSE, bytes(kept), bound_to=str(user_id)), type=Wording)
    except Unsealable:
        return None
