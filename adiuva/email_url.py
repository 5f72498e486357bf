"""EMAIL_URL as Django's mail settings. There is no scheme for the console: letters hold tokens, and logs must not."""

from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

PATIENCE = 10


class Way(NamedTuple):
    backend: str
    port: int = 0
    tls: bool = False
    ssl: bool = False


_SMTP = "django.core.mail.backends.smtp.EmailBackend"
WAYS = {
    "smtp": Way(_SMTP, 25),
    "smtp+tls": Way(_SMTP, 587, tls=True),
    "smtps": Way(_SMTP, 465, ssl=True),
    "file": Way("django.core.mail.backends.filebased.EmailBackend"),
}


def fault(url: str) -> str:
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        known, _ = parts.scheme in WAYS, parts.port
    except ValueError:
        known = False
    return "" if known else f"EMAIL_URL must be one of {', '.join(f'{scheme}://' for scheme in WAYS)}"


def mail_settings(url: str, *, folder: Path, host: str) -> dict[str, Any]:
    """`?from=` names the sender; a file URL without a path, or none at all, means the folder."""
    parts = urlsplit(url or "file://")
    way = WAYS[parts.scheme]
    sender = parse_qs(parts.query).get("from", [f"Adiuva <no-reply@{host or 'localhost'}>"])[0]
    return {
        "EMAIL_BACKEND": way.backend,
        "EMAIL_FILE_PATH": unquote(parts.path) or str(folder),
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or way.port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": way.tls,
        "EMAIL_USE_SSL": way.ssl,
        "EMAIL_TIMEOUT": PATIENCE,
        "DEFAULT_FROM_EMAIL": sender,
    }
