"""What the user wrote as a setting is kept sealed; what a client carries for us is sealed too.

AES-256-GCM under keys derived from SECRET_KEY, one for each purpose; `bound_to` must be the same on both sides.
"""

import hashlib
import hmac
import os
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
VERSION = b"\x01"


class Unsealable(Exception):
    """It was sealed under another key, for another purpose or owner, or has been changed."""


@cache
def _cipher(secret: str, purpose: str) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # 3 MB, needed by few requests

    return AESGCM(hmac.digest(secret.encode(), f"seal:{purpose}".encode(), hashlib.sha256))


def seal(purpose: str, plain: bytes, *, bound_to: str = "") -> bytes:
    nonce = os.urandom(NONCE)
    return VERSION + nonce + _cipher(settings.SECRET_KEY, purpose).encrypt(nonce, plain, bound_to.encode())


def unseal(purpose: str, sealed: bytes, *, bound_to: str = "") -> bytes:
    from cryptography.exceptions import InvalidTag

    version, nonce, body = sealed[:1], sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    if version != VERSION or len(nonce) != NONCE:
        raise Unsealable
    try:
        return _cipher(settings.SECRET_KEY, purpose).decrypt(nonce, body, bound_to.encode())
    except InvalidTag:
        raise Unsealable from None
