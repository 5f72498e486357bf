"""A device that is there. An entry says nothing of the user's data."""

from uuid import UUID

import msgspec

MOST = 5  # devices of one user


class Entry(msgspec.Struct):
    user_id: UUID
    device_id: str
    connection: str  # an id of the socket
    worker: str  # where messages for it go
    session_id: UUID
    tools: frozenset[str]
    applies: bool
    last_active: float


class TooMany(Exception):
    """The user has as many devices online as there may be."""
