"""aiohttp, one session a loop. Imported off the event loop, on first use.

A session holds no key (each request brings its own), so a caller's key is gone with the engine that has it.
"""

import os
import ssl
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi
import msgspec

from agents.llm.per_loop import PerLoop

FAILURES = (aiohttp.ClientError, TimeoutError, OSError)
READ_FAILURES = (aiohttp.ClientError, OSError, RuntimeError)  # aiohttp's word for a closed connection
IDLE_SECONDS = 30
REFUSAL_BYTES = 64 * 1024
CERTIFICATES = ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE") or certifi.where())
HEADERS = {"Content-Type": "application/json", "Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "adiuva"}


class _Fault(msgspec.Struct, frozen=True):
    code: object = None


class _Refusal(msgspec.Struct, frozen=True):
    error: _Fault = _Fault()


def _session(_name: str) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=0, ssl=CERTIFICATES, keepalive_timeout=IDLE_SECONDS)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers=HEADERS)


sessions = PerLoop(_session, aiohttp.ClientSession.close)


@lru_cache(maxsize=64)  # to go through the environment took a fifth of a request
def proxy_of(base: str) -> str | None:
    address = urlsplit(base)
    return None if proxy_bypass(address.hostname or "") else getproxies().get(address.scheme)


async def post(base: str, path: str, key: str, body: bytes, connect: float) -> aiohttp.ClientResponse:
    """Of the time-outs only the first is set here; waiting for an answer is watched from outside."""
    session = await sessions.get("models")
    return await session.post(
        base.rstrip("/") + path,
        data=body,
        headers={"Authorization": f"Bearer {key or 'none'}"},
        timeout=aiohttp.ClientTimeout(total=None, connect=connect, sock_connect=connect),
        proxy=proxy_of(base),
        allow_redirects=False,  # a key goes where the configuration says and nowhere else
    )


async def code_of(response: aiohttp.ClientResponse) -> object:
    """What a refusal calls itself, where it says so."""
    try:
        return msgspec.json.decode(await response.content.read(REFUSAL_BYTES), type=_Refusal).error.code
    except (msgspec.MsgspecError, *READ_FAILURES):
        return None


def timed_out(error: BaseException) -> bool:
    return isinstance(error, TimeoutError)  # aiohttp's own are too
