"""What OpenAI's protocol answers with, as far as we read it; providers add fields, and leave some out."""

from typing import Any

import msgspec


class Function(msgspec.Struct):
    name: str | None = None
    arguments: str | dict[str, Any] | None = None  # some servers send the object itself


class CallPiece(msgspec.Struct):
    index: int | None = None
    id: str | None = None
    function: Function | None = None


class Part(msgspec.Struct):
    text: str | None = None


class Said(msgspec.Struct):
    content: str | list[Part] | None = None
    tool_calls: list[CallPiece] | None = None
    reasoning: Any = None
    reasoning_content: Any = None


class Choice(msgspec.Struct):
    delta: Said | None = None
    finish_reason: str | None = None


class Counted(msgspec.Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Trouble(msgspec.Struct):
    code: str | int | None = None
    type: str | None = None
    status: int | None = None


class Chunk(msgspec.Struct):
    choices: list[Choice] | None = None
    usage: Counted | None = None
    error: Trouble | str | None = None


class ErrorBody(msgspec.Struct):
    error: Trouble | str | None = None


class Embedding(msgspec.Struct):
    index: int
    embedding: list[float]


class Embeddings(msgspec.Struct):
    data: list[Embedding]
    usage: Counted | None = None


decode_chunk = msgspec.json.Decoder(Chunk).decode
decode_error = msgspec.json.Decoder(ErrorBody).decode
decode_embeddings = msgspec.json.Decoder(Embeddings).decode
