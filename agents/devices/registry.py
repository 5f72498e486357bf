"""The devices of all workers, in Redis: an entry is there as long as its worker renews it."""

import time
from hashlib import sha1
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from redis.exceptions import NoScriptError

from agents.devices.entries import MOST, Entry
from billing.limits.connection import Connection, one_kind_of_failure

LASTS_MS = 30_000
PREFIX = "adiuva:devices:"
SCRIPT = Path(__file__).with_name("presence.lua").read_text()
_SHA = sha1(SCRIPT.encode(), usedforsecurity=False).hexdigest()
_REMOVE = """
local entry = redis.call('HGET', KEYS[1], ARGV[1])
if entry and string.match(entry, '^%d+ (%S+)') == ARGV[2] then redis.call('HDEL', KEYS[1], ARGV[1]) end
"""


class Registry:
    """Raises ConnectionError where Redis does not answer."""

    def __init__(self, url: str) -> None:
        self._connection = Connection(url)

    async def join(self, entry: Entry) -> tuple[bool, Entry | None]:
        """Whether there is room for it, and whom it takes over from."""
        joined, before = await self._put(entry, MOST)
        return bool(joined), _entry(before) if before else None

    async def renew(self, entry: Entry) -> bool:
        """Whether it is still the one of its id."""
        renewed, _ = await self._put(entry, 0)
        return bool(renewed)

    async def remove(self, entry: Entry) -> None:
        await self._execute("EVAL", _REMOVE, 1, PREFIX + str(entry.user_id), entry.device_id, entry.connection)

    async def of(self, user_id: UUID) -> list[Entry]:
        said: dict[bytes, bytes] = await self._execute("HGETALL", PREFIX + str(user_id))
        now = time.time() * 1000
        return [_entry(raw) for raw in said.values() if int(raw.partition(b" ")[0]) > now]

    async def _put(self, entry: Entry, most: int) -> tuple[int, bytes]:
        body = msgspec.json.encode(entry)
        given = (1, PREFIX + str(entry.user_id), entry.device_id, entry.connection, body, LASTS_MS, most)
        try:
            joined, before = await self._execute("EVALSHA", _SHA, *given)
        except NoScriptError:  # the server's first time, or its restart
            joined, before = await self._execute("EVAL", SCRIPT, *given)
        return joined, before

    async def _execute(self, *command: Any) -> Any:
        ask: Any = self._connection.client().execute_command
        try:
            with one_kind_of_failure():
                return await ask(*command)
        except ConnectionError as error:
            if isinstance(error.__cause__, NoScriptError):
                raise error.__cause__ from None
            raise


def _entry(raw: bytes) -> Entry:
    return msgspec.json.decode(raw.split(b" ", 2)[2], type=Entry)
