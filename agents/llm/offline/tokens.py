"""A sentence as tokens that know where they stand in it; what is quoted is one token and never read as words."""

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

TokenKind = Literal["word", "quote", "mark", "line"]

MOST = 2_000  # of a text: what comes after them is kept as one token, and not read

_QUOTES = r"""
    (?<![^\s(\[{:;,\-–—=/])(?:
        "(?P<double>[^"]{1,4000})"
      | “(?P<curly>[^”]{1,4000})”
      | „(?P<low>[^“”]{1,4000})[“”]
      | «(?P<guillemet>[^»]{1,4000})»
      | `(?P<tick>[^`\n]{1,4000})`
      | '(?P<single>(?=\S)(?:[^']|(?<=\w)'(?=\w)){1,4000})'(?!\w)
      | ‘(?P<curled>(?=\S)(?:[^‘’]|(?<=\w)’(?=\w)){1,4000})’(?!\w)
    )
"""
_TOKEN = re.compile(
    _QUOTES
    + r"""
  | (?P<line>\n+)
  | (?P<word>
        https?://[^\s<>"]*[^\s<>".,;:!?)]
      | [\w.+-]{1,64}@\w[\w-]*(?:\.[\w-]+)+
      | \d{4}-\d{1,2}-\d{1,2}(?:T\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?
      | \d{1,2}:\d{2}(?::\d{2})?(?:[ap]m)?(?![\w])
      | \d+(?:[./]\d+)+
      | [@\#]\w[\w.-]*\w | [@\#]\w
      | [ap]\.m\.
      | \w+(?:(?:['’&+/_-]|\.(?=\w))\w+)*(?:\+\+|\#(?!\w))?
    )
  | (?P<mark>\S)
""",
    re.VERBOSE | re.IGNORECASE,
)


class Token(msgspec.Struct, frozen=True):
    text: str  # a quoted token's text is what stands between the quotes
    low: str
    start: int
    end: int
    kind: TokenKind = "word"

    @property
    def is_word(self) -> bool:
        return self.kind == "word"

    @property
    def is_quote(self) -> bool:
        return self.kind == "quote"

    @property
    def is_capital(self) -> bool:
        return self.kind == "word" and self.text[:1].isupper()


def tokenize(text: str) -> list[Token]:
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        if len(tokens) == MOST:
            rest = text[match.start() :].rstrip()
            tokens.append(Token(rest, "", match.start(), match.start() + len(rest)))
            break
        kind = match.lastgroup or "mark"
        body = match.group(kind)
        if kind not in ("word", "mark", "line"):
            tokens.append(Token(body.strip(), body.strip().casefold(), match.start(), match.end(), "quote"))
            continue
        low = body.casefold().replace("’", "'")
        tokens.append(Token(body, low, match.start(), match.end(), kind))  # type: ignore[arg-type]  # a group's name
    return tokens


def lows(tokens: Sequence[Token]) -> list[str]:
    """The words in lower case; what is quoted counts as no word."""
    return ["" if token.kind == "quote" else token.low for token in tokens]


def text_of(tokens: Sequence[Token], source: str) -> str:
    """The tokens as they were written; where some were taken out between two of them, one space."""
    parts: list[str] = []
    for i, token in enumerate(tokens):
        if i and token.start > tokens[i - 1].end:
            between = source[tokens[i - 1].end : token.start]
            parts.append(between if between.isspace() else " ")
        parts.append(source[token.start : token.end])
    return "".join(parts)
