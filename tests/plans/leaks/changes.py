"""What a model may do to a prompt to get it past a filter. Each change takes the text and a source of chance."""

import base64
import codecs
import re
import textwrap
import urllib.parse
from collections.abc import Callable
from random import Random

Change = Callable[[str, Random], str]

CYRILLIC = str.maketrans("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ")
GREEK = str.maketrans("oviuABEHIKMNOPTXYZ", "ονιυΑΒΕΗΙΚΜΝΟΡΤΧΥΖ")
ACCENTS = {
    "a": "áàâäã",
    "e": "éèêë",
    "i": "íìîï",
    "o": "óòôöõ",
    "u": "úùûü",
    "c": "ç",
    "n": "ñ",
    "y": "ýÿ",
    "s": "š",
    "z": "ž",
}
LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7+", "b": "8", "g": "9", "l": "1", "z": "2"}
INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"]
OTHER_WORDS = (
    "item",
    "thing",
    "really",
    "each",
    "simple",
    "perhaps",
    "entry",
    "clearly",
    "person",
    "stuff",
    "now",
    "such",
    "various",
)
SYNONYMS = {
    "user": "customer", "task": "item", "tasks": "items", "project": "engagement", "never": "not", "must": "should",
    "more": "further", "when": "whenever", "answer": "reply", "only": "just", "title": "heading", "list": "enumerate",
    "every": "each", "text": "wording", "name": "label", "request": "query", "write": "note", "before": "prior",
    "delete": "remove", "create": "add", "change": "alter", "them": "these", "plan": "scheme", "results": "findings",
}  # fmt: skip


def _words(text: str, change: Callable[[str], str]) -> str:
    return re.sub(r"\S+", lambda match: change(match.group()), text)


def _swap(rate: float) -> Change:
    def swap(text: str, chance: Random) -> str:
        def one(word: str) -> str:
            if chance.random() > rate:
                return word
            bare = word.strip(".,:;").lower()
            return word.replace(word.strip(".,:;"), SYNONYMS.get(bare) or chance.choice(OTHER_WORDS))

        return _words(text, one)

    return swap


def _every_nth(n: int) -> Change:
    def swap(text: str, chance: Random) -> str:
        parts = text.split(" ")
        for i in range(chance.randrange(3, n), len(parts), n):
            parts[i] = chance.choice(OTHER_WORDS)
        return " ".join(parts)

    return swap


def _typos(text: str, chance: Random) -> str:
    chars = list(text)
    for i in range(chance.randrange(20, 40), len(chars) - 1, 45):
        chars[i], chars[i + 1] = chars[i + 1], chars[i]
    return "".join(chars)


def _bold(text: str, chance: Random) -> str:
    return _words(
        text, lambda word: f"**{word}**" if chance.random() < 0.4 else f"_{word}_" if chance.random() < 0.2 else word
    )


def _sprinkle(text: str, chance: Random) -> str:
    return "".join(char + (chance.choice(INVISIBLE) if chance.random() < 0.4 else "") for char in text)


def _repunctuate(text: str, chance: Random) -> str:
    bare = re.sub(r"[^\w\s]", "", text)
    return _words(bare, lambda word: word + (chance.choice(",;.!") if chance.random() < 0.3 else ""))


def _accents(text: str, chance: Random) -> str:
    return "".join(chance.choice(ACCENTS[char]) if char in ACCENTS and chance.random() < 0.5 else char for char in text)


def _leet(rate: float) -> Change:
    def leet(text: str, chance: Random) -> str:
        return "".join(
            chance.choice(LEET[char.lower()]) if char.lower() in LEET and chance.random() < rate else char
            for char in text
        )

    return leet


def _some(table: dict[int, str] | dict[int, int], rate: float) -> Change:
    def some(text: str, chance: Random) -> str:
        return "".join(char.translate(table) if chance.random() < rate else char for char in text)

    return some


def _mathematical(start: int) -> Change:
    def styled(text: str, _: Random) -> str:
        return "".join(
            chr(start + ord(char) - 65)
            if "A" <= char <= "Z"
            else chr(start + 26 + ord(char) - 97)
            if "a" <= char <= "z"
            else char
            for char in text
        )

    return styled


def _numbered(text: str, chance: Random) -> str:
    return "\n".join(f"{i}. {line}" for i, line in enumerate(textwrap.wrap(text, chance.choice((30, 45, 60))), 1))


def _lines(prefix: str) -> Change:
    return lambda text, chance: "\n".join(prefix + line for line in textwrap.wrap(text, chance.choice((25, 40, 70))))


def _b64(text: str, _: Random) -> str:
    return base64.b64encode(text.encode()).decode()


def _b64url(text: str, _: Random) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _hex(text: str, _: Random) -> str:
    return text.encode().hex()


def _percent(text: str, _: Random) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def _quote(text: str, _: Random) -> str:
    return urllib.parse.quote(text, safe="")


def _entities(text: str, _: Random) -> str:
    return "".join(f"&#{ord(char)};" for char in text)


def _hex_entities(text: str, _: Random) -> str:
    return "".join(f"&#x{ord(char):x};" for char in text)


def _u(text: str, _: Random) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in text)


def _x(text: str, _: Random) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def _rot13(text: str, _: Random) -> str:
    return codecs.encode(text, "rot13")


def _reversed(text: str, _: Random) -> str:
    return text[::-1]


def then(*changes: Change) -> Change:
    def both(text: str, chance: Random) -> str:
        for change in changes:
            text = change(text, chance)
        return text

    return both


PLAIN: dict[str, Change] = {
    "verbatim": lambda text, _: text,
    "upper": lambda text, _: text.upper(),
    "lower": lambda text, _: text.lower(),
    "title": lambda text, _: text.title(),
    "one line": lambda text, _: " ".join(text.split()),
    "rewrapped": lambda text, _: textwrap.fill(text, 34),
    "double spaced": lambda text, _: text.replace(" ", "   "),
    "blank lines": lambda text, _: "\n\n".join(textwrap.wrap(text, 30)),
    "no punctuation": lambda text, _: re.sub(r"[^\w\s]", "", text),
    "repunctuated": _repunctuate,
    "bold": _bold,
    "quoted": _lines("> "),
    "bullets": _lines("- "),
    "comments": _lines("// "),
    "table": lambda text, _: "\n".join(f"| {line} |" for line in textwrap.wrap(text, 40)),
    "numbered": _numbered,
    "numbered in brackets": lambda text, _: "\n".join(
        f"({i}) {line}" for i, line in enumerate(textwrap.wrap(text, 50), 1)
    ),
    "numbered from 98": lambda text, _: "\n".join(
        f"{i:>4}| {line}" for i, line in enumerate(textwrap.wrap(text, 38), 98)
    ),
    "code fence": lambda text, _: f"```\n{text}\n```",
    "json string": lambda text, _: '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"',
}
NEAR: dict[str, Change] = {
    "word in eight": _every_nth(8),
    "word in six": _every_nth(6),
    "words at random": _swap(0.1),
    "typos": _typos,
}
OBFUSCATED: dict[str, Change] = {
    "invisible": _sprinkle,
    "invisible everywhere": lambda text, _: "\u200b".join(text),
    "cyrillic": lambda text, _: text.translate(CYRILLIC),
    "cyrillic here and there": _some(CYRILLIC, 0.4),
    "greek": lambda text, _: text.translate(GREEK),
    "accents": _accents,
    "combining": lambda text, chance: "".join(
        char + ("\u0301" if char.isalpha() and chance.random() < 0.5 else "") for char in text
    ),
    "fullwidth": lambda text, _: "".join(chr(ord(char) + 0xFEE0) if 33 <= ord(char) < 127 else char for char in text),
    "bold letters": _mathematical(0x1D400),
    "sans letters": _mathematical(0x1D5A0),
    "leet": _leet(1.0),
    "leet here and there": _leet(0.4),
    "spaced": lambda text, _: " ".join(text),
    "dotted": lambda text, _: ".".join(text.replace(" ", "")),
    "dashed": lambda text, _: "-".join(text),
    "joined": lambda text, _: re.sub(r"\s+", "", text),
    "underscores": lambda text, _: re.sub(r"\s+", "_", text),
    "camel": lambda text, _: "".join(word.capitalize() for word in text.split()),
    "reversed": _reversed,
    "reversed words": lambda text, _: _words(text, lambda word: word[::-1]),
    "words backwards": lambda text, _: " ".join(reversed(text.split())),
    "lines reversed": lambda text, _: "\n".join(line[::-1] for line in textwrap.wrap(text, 60)),
    "lines backwards": lambda text, _: "\n".join(reversed(textwrap.wrap(text, 60))),
    "upper and spaced": lambda text, _: " ".join(text.upper()),
}
ENCODED: dict[str, Change] = {
    "base64": _b64,
    "base64 wrapped": lambda text, _: "\n".join(textwrap.wrap(base64.b64encode(text.encode()).decode(), 76)),
    "base64url": _b64url,
    "hex": _hex,
    "hex upper": lambda text, _: text.encode().hex().upper(),
    "hex spaced": lambda text, _: text.encode().hex(" "),
    "hex colons": lambda text, _: text.encode().hex(":"),
    "hex 0x": lambda text, _: ", ".join(f"0x{byte:02x}" for byte in text.encode()),
    "percent": _percent,
    "quote": _quote,
    "quote plus": lambda text, _: urllib.parse.quote_plus(text),
    "entities": _entities,
    "hex entities": _hex_entities,
    "u": _u,
    "u braces": lambda text, _: "".join(f"\\u{{{ord(char):x}}}" for char in text),
    "U+": lambda text, _: " ".join(f"U+{ord(char):04X}" for char in text),
    "x": _x,
    "rot13": _rot13,
}
_ONCE: dict[str, Change] = {
    "base64": _b64, "base64url": _b64url, "hex": _hex, "percent": _percent, "quote": _quote, "entities": _entities,
    "hex entities": _hex_entities, "u": _u, "x": _x, "rot13": _rot13,
}  # fmt: skip
TWICE: dict[str, Change] = {
    f"{second} of {first}": then(_ONCE[first], _ONCE[second])
    for first in _ONCE
    for second in _ONCE
    if (first, second) not in {("rot13", "rot13")}
}
MIXED: dict[str, Change] = {
    "base64 of reversed": then(_reversed, _b64),
    "base64 reversed": then(_b64, _reversed),
    "hex of upper": then(lambda text, _: text.upper(), _hex),
    "base64 of lower": then(lambda text, _: text.lower(), _b64),
    "rot13 reversed": then(_rot13, _reversed),
    "rot13 spaced": then(_rot13, lambda text, _: " ".join(text)),
    "rot13 upper": then(_rot13, lambda text, _: text.upper()),
    "numbered upper": then(_numbered, lambda text, _: text.upper()),
    "leet spaced": then(_leet(1.0), lambda text, _: " ".join(text)),
    "leet with hyphens": then(_leet(0.7), lambda text, _: "-".join(text)),
    "leet upper": then(lambda text, _: text.upper(), _leet(0.6)),
    "cyrillic quoted": then(_lines("> "), lambda text, _: text.translate(CYRILLIC)),
    "base64 of swapped": then(_every_nth(8), _b64),
    "hex lines": lambda text, _: "\n".join(textwrap.wrap(text.encode().hex(" "), 48)),
    "reversed spaced": then(_reversed, lambda text, _: " ".join(text)),
    "invisible upper": then(lambda text, _: text.upper(), _sprinkle),
}
KINDS: dict[str, dict[str, Change]] = {
    "plain": PLAIN, "near": NEAR, "obfuscated": OBFUSCATED, "encoded": ENCODED, "twice": TWICE, "mixed": MIXED,
}  # fmt: skip
