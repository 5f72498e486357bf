"""What is wrong with a frame, in words of ours and with a pointer at the field."""

import re

import msgspec

from adiuva.errors import Problem, field_error, pointed

WORDS = {
    "unknown": "There is no such field.",
    "required": "This field is required.",
    "form": "This is not what the field may hold.",
}
_PLACE = re.compile(r" - at `\$(.*)`\Z", re.DOTALL)
_FIELD = re.compile(r"Object (contains unknown|missing required) field `(.*?)`", re.DOTALL)
_NAMES = re.compile(r"\w+")


def fault_of(error: msgspec.ValidationError, detail: str = "") -> Problem:
    said = str(error)
    place, field = _PLACE.search(said), _FIELD.match(said)
    names = _NAMES.findall(place[1]) if place else []
    code = "form"
    if field:
        code = "unknown" if field[1] == "contains unknown" else "required"
        names.append(field[2])
    return Problem("invalid", detail, errors=[field_error(pointed(names), code, WORDS[code])])
