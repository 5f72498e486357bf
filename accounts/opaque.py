"""Opaque tokens: what a client holds, and the digest of it that is all we keep."""

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac


def fresh() -> str:
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def successor(token: str) -> str:
    """The one token that may follow this one: found again from it, and from nothing that is stored."""
    mac = salted_hmac("accounts.refresh.successor", token, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
