"""The caller's own key for a model: read from the request, given to its run, kept nowhere."""

from collections.abc import Mapping

from drf_spectacular.utils import OpenApiParameter

from adiuva.errors import Problem

HEADER = "X-Provider-Key"
LONGEST = 500
PARAMETER = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description="The caller's own key for the model named; used for this run alone.",
)


def provider_key(headers: Mapping[str, str]) -> str:
    key = headers.get(HEADER, "").strip()
    if len(key) > LONGEST or not key.isascii() or not key.isprintable():
        raise Problem("malformed", f"{HEADER} cannot be read as a key.")
    return key
