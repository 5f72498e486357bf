"""How what comes from the client is marked as data inside a message.

A block is `<data name="context">` + JSON + `</data>`; the JSON escapes every `<`, so nothing inside can close it.
The system message never holds such a block.
"""

import re
from typing import Any

import msgspec

_OPENING = re.compile(r'<data name="([a-z_]+)">\n')
_CLOSING = "\n</data>"


def data_block(name: str, value: Any) -> str:
    body = msgspec.json.encode(value).decode().replace("<", "\\u003c")
    return f'<data name="{name}">\n{body}\n</data>'


def read_blocks(content: str) -> tuple[dict[str, Any], str]:
    """The blocks of a message by name, and the text around them."""
    blocks: dict[str, Any] = {}
    around: list[str] = []
    at = 0
    while opening := _OPENING.search(content, at):
        end = content.find(_CLOSING, opening.end())
        if end < 0:
            break
        around.append(content[at : opening.start()])
        blocks[opening[1]] = msgspec.json.decode(content[opening.end() : end])
        at = end + len(_CLOSING)
    return blocks, "".join((*around, content[at:])).strip()
