"""What is left of a text once case, spacing, punctuation, accents and look-alikes are gone: its letters."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import compress

STRANGER = "~"  # no letter at all, and yet it parts what stands around it
NO_TEXT = "\1"  # stands for a byte that no text contains

# Told apart by nobody once digits stand in for letters: one class for each.
SHAPES = {"i": "il", "o": "o0", "s": "s5", "a": "a4", "e": "e3", "t": "t7", "b": "b8", "g": "g69", "z": "z2"}
CLASS = {char: shape for shape, chars in SHAPES.items() for char in chars if char.isalpha()}
LEET = {char: shape for shape, chars in SHAPES.items() for char in chars if char.isdigit()}
LEET |= {"1": "i", "!": "i", "|": "i", "@": "a", "$": "s", "+": "t", "€": "e", "¡": "i", "£": "i", "§": "s", "¢": "c"}

LOOKALIKES = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "ƒ": "f", "ɡ": "g", "һ": "h", "і": "i", "ї": "i",
    "ј": "j", "к": "k", "ӏ": "i", "м": "m", "п": "n", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t",
    "у": "y", "ѵ": "v", "ԝ": "w", "х": "x", "ү": "y", "н": "h", "ь": "b", "з": "z", "ц": "u", "и": "n", "я": "r",
    "є": "e", "э": "e", "ѡ": "w", "ш": "w", "ҽ": "e", "ԋ": "h", "ђ": "h",
    "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u",
    "χ": "x", "γ": "y", "ω": "w", "σ": "o", "ϲ": "c", "ς": "s", "μ": "m", "ζ": "z", "δ": "d", "π": "n", "θ": "o",
    "Ϲ": "c", "ϳ": "j", "λ": "a", "ϝ": "f", "ϙ": "q", "Η": "h", "Ν": "n", "Υ": "y", "Ω": "o", "Σ": "e", "Γ": "r",
    "Φ": "o",
    "ա": "w", "օ": "o", "ս": "u", "հ": "h", "ո": "n", "ց": "g", "զ": "q", "ք": "p", "ձ": "d", "յ": "j", "լ": "i",
    "Տ": "s", "ı": "i", "ȷ": "j", "ð": "d", "ŋ": "n", "þ": "p", "ƚ": "t", "ƅ": "b", "ʅ": "i", "ყ": "y",
    "ɑ": "a", "ꜰ": "f", "ꞯ": "q", "ʟ": "i", "ꜱ": "s", "ɩ": "i", "ɔ": "c", "ʋ": "v", "ɯ": "w", "ɾ": "r", "ʃ": "s",
    "∂": "d", "∑": "e", "∏": "n", "Ꭰ": "d", "Ꭱ": "r", "Ꭲ": "t", "Ꭵ": "i", "Ꭺ": "a", "Ꭻ": "j", "Ꭼ": "e", "Ꮃ": "w",
    "Ꮇ": "m", "Ꮋ": "h", "Ꮐ": "g", "Ꮓ": "z", "Ꮖ": "i", "Ꮪ": "s", "Ꮮ": "i", "Ꮯ": "c", "Ꮲ": "p", "Ꮶ": "k", "Ꮷ": "d",
    "Ᏼ": "b", "Ꮤ": "w", "Ꮩ": "v", "Ꮢ": "r", "Ꭹ": "y", "Ꮍ": "y", "Ꮎ": "o", "Ꮒ": "h", "Ꮚ": "s", "Ꮏ": "h", "Ꮟ": "b",
    "ꓐ": "b", "ꓑ": "p", "ꓒ": "d", "ꓓ": "d", "ꓔ": "t", "ꓖ": "g", "ꓗ": "k", "ꓙ": "j", "ꓚ": "c", "ꓜ": "z", "ꓝ": "f",
    "ꓟ": "m", "ꓠ": "n", "ꓡ": "i", "ꓢ": "s", "ꓣ": "r", "ꓦ": "v", "ꓧ": "h", "ꓪ": "w", "ꓫ": "x", "ꓬ": "y", "ꓮ": "a",
    "ꓰ": "e", "ꓲ": "i", "ꓳ": "o", "ꓴ": "u", "ⲁ": "a", "ⲃ": "b", "ⲉ": "e", "ⲏ": "h", "ⲓ": "i", "ⲕ": "k", "ⲙ": "m",
    "ⲛ": "n", "ⲟ": "o", "ⲣ": "p", "ⲥ": "c", "ⲧ": "t", "ⲩ": "y", "ⲭ": "x", "ⲍ": "z", "æ": "ae", "œ": "oe", "ß": "ss",
    "ℓ": "i", "℮": "e", "ค": "a", "๒": "b", "เ": "i", "ן": "j", "๓": "m", "ภ": "n", "๏": "o", "ร": "s", "ย": "u",
    "ฬ": "w", "א": "x", "ץ": "y",
}  # fmt: skip
FILLERS = "\u115f\u1160\u3164\uffa0"  # letters by their category, and nothing to be seen
UNSEEN = (  # nothing at all
    r"\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\ufe00-\ufe0f\ufeff"
    rf"\U000e0000-\U000e0fff{FILLERS}"
)
_UNSEEN = re.compile(f"[{UNSEEN}]+")
SQUARED = {start + i: chr(97 + i) for start in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6) for i in range(26)}
KNOWN_AT_MOST = 8192
SHORT = 64
FEW = 12  # characters beyond ASCII that are worth replacing one by one
NO_LETTER = " "


# "LATIN SMALL LETTER L WITH STROKE", "LATIN LETTER SMALL CAPITAL N", "LATIN SMALL LETTER TURNED E"
_NAMED_AFTER = re.compile(r"LATIN .*?LETTER (?:[A-Z]+ )*?([A-Z]{1,2})(?: BAR| WITH .*)?")


def _namesake(char: str) -> str:
    """The letter that a letter with a tail, a stroke or a hook is named after."""
    name = unicodedata.name(char, "")
    if latin := _NAMED_AFTER.fullmatch(name):
        return latin[1].lower()
    bare = name.partition(" WITH ")[0] if name.startswith(("CYRILLIC", "GREEK")) else name
    try:
        return unicodedata.lookup(bare) if bare != name else ""
    except KeyError:
        return ""


def _plain(char: str) -> str:
    """In the order in which one sees it: a capital may look like another letter than the small one."""
    if char in LOOKALIKES:
        return LOOKALIKES[char]
    if ord(char) in SQUARED:
        return SQUARED[ord(char)]
    if char.isascii():
        return char.lower() if char.isalpha() else STRANGER if char == NO_TEXT else ""
    if unicodedata.category(char)[0] == "M" or char in FILLERS:
        return ""
    for parts in (unicodedata.normalize("NFKD", char), char.casefold()):
        if parts != char:
            return "".join(map(_plain, parts))
    if unicodedata.category(char)[0] != "L":
        return ""
    return "".join(map(_plain, _namesake(char))) or char


class _Folds(dict[int, str | None]):
    """A translation table that learns: the whole of Unicode would be slow to build, and is hardly ever met."""

    def __missing__(self, code: int) -> str | None:
        plain = _plain(chr(code))
        folded = "".join(CLASS.get(char, char) for char in plain) or None  # None is what str.translate deletes fast
        if len(self) < KNOWN_AT_MOST:
            self[code] = folded
        return folded


FOLD = _Folds()
FOLD_LEET = _Folds({ord(char): shape for char, shape in LEET.items()})
for _code in range(128):
    FOLD[_code], FOLD_LEET[_code]

_MASK = bytes(bool(FOLD[code]) if code < 128 else 0 for code in range(256))
_MASK_LEET = bytes(bool(FOLD_LEET[code]) if code < 128 else 0 for code in range(256))
STANDINS = re.escape("".join(LEET))
_LETTER, _APART = r"[^\W\d_]", rf"(?:_|[^\w{STANDINS}])"
_ALONE = rf"(?<![^\W_])(?<![{STANDINS}]){_LETTER}"
_AFTER_ONE = "|".join(rf"(?<={_ALONE}{_APART}{{{size}}}.)" for size in (1, 2, 3))
# Stand-ins among letters, or letters among stand-ins: "y0u", "4r3", "y 0 u", but not "Q3" or "5pm".
MIXED = re.compile(
    rf"[{STANDINS}](?:(?<={_LETTER}.)[{STANDINS}]{{0,6}}{_LETTER}|{_LETTER}{{1,4}}[{STANDINS}]"
    rf"|(?:{_AFTER_ONE}){_APART}{{1,3}}{_LETTER})",
    re.DOTALL,
)
MIXED_AT_MOST = 9  # characters before the last one that are looked at
_IN_A_ROW = 7  # stand-ins between two letters
_SPACED = re.compile(rb"(?<![a1])a {1,3}1 {1,3}a")  # the second of them, by the sorts of characters
LAST_STANDIN = re.compile(rf".*[{STANDINS}]", re.DOTALL)
_SORTS = bytes(97 if chr(code).isalpha() else 49 if chr(code) in LEET else 32 for code in range(128)) + bytes(128)
_BEYOND = re.compile(r"[^\x00-\x7f]")
_BEYOND_ALL = re.compile(r"[^\x00-\x7f]+")
_ROT13 = {a + i: chr(a + (i + 13) % 26) for a in (65, 97) for i in range(26)}


def _mixes(sorts: bytes) -> bool:
    """The same as `MIXED` says, and faster where there are few stand-ins."""
    at = sorts.find(b"1")
    while at >= 0:
        stop = at + 1
        while sorts[stop : stop + 1] == b"1":
            stop += 1
        if sorts[stop : stop + 1] == b"a":
            begins = sorts[at - 1 : at] == b"a" and stop - at <= _IN_A_ROW
            if begins or sorts[stop : stop + 5].lstrip(b"a")[:1] == b"1":
                return True
        elif stop - at == 1 and _SPACED.search(sorts, max(at - 4, 0), at + 5):
            return True
        at = sorts.find(b"1", stop)
    return False


def mixes(text: str) -> bool:
    """Whether digits or signs may stand for letters somewhere in it."""
    if len(text) > SHORT and text.isascii():
        return _mixes(text.encode("ascii").translate(_SORTS))
    return MIXED.search(text) is not None


def rot13(text: str) -> str:
    return text.translate(_ROT13)


def fold(text: str, *, leet: bool = False) -> str:
    table = FOLD_LEET if leet else FOLD
    if len(text) > SHORT and not text.isascii():
        beyond = _BEYOND.findall(text)
        if len(beyond) * 8 < len(text):  # the fast way of str.translate is for ASCII alone
            for char in set(beyond):
                text = text.replace(char, table[ord(char)] or "")
    return text.translate(table)


def level(text: str, *, leet: bool = False) -> str:
    """The same characters in ASCII, each as the letter it counts for; empty when that cannot be."""
    if text.isascii():
        return text
    if len(text.encode("utf-8", "surrogatepass")) > len(text) * 9 // 8:
        return ""
    table = FOLD_LEET if leet else FOLD
    beyond = set(_BEYOND.findall(text))
    if len(beyond) > FEW:
        return ""
    for char in beyond:
        folded = table[ord(char)] or NO_LETTER
        if len(folded) > 1 or not folded.isascii():
            return ""
        text = text.replace(char, folded)
    return text


def fold_placed(chars: str, ends: Sequence[int], *, leet: bool = False) -> tuple[str, Sequence[int]]:
    """The letters of `chars`, and for each of them where its character ends."""
    if chars.isascii():
        return _fold_ascii(chars, ends, leet)
    table = FOLD_LEET if leet else FOLD
    letters: list[str] = []
    places: list[int] = []
    at = 0
    for beyond in _BEYOND_ALL.finditer(chars):
        start, stop = beyond.span()
        if start > at:
            folded, placed = _fold_ascii(chars[at:start], ends[at:start], leet)
            letters.append(folded)
            places += placed
        for at in range(start, stop):
            if folded := table[ord(chars[at])] or "":
                letters.append(folded)
                places += [ends[at]] * len(folded)
        at = stop
    folded, placed = _fold_ascii(chars[at:], ends[at:], leet)
    return "".join([*letters, folded]), places + placed


def seen(chars: str) -> str:
    """Without the characters that cannot be seen."""
    return chars if chars.isascii() else _UNSEEN.sub("", chars)


def seen_placed(chars: str, ends: Sequence[int]) -> tuple[str, Sequence[int]]:
    if chars.isascii() or not _UNSEEN.search(chars):
        return chars, ends
    places: list[int] = []
    at = 0
    for unseen in _UNSEEN.finditer(chars):
        places += ends[at : unseen.start()]
        at = unseen.end()
    return seen(chars), [*places, *ends[at:]]


def which(chars: str, *, leet: bool = False) -> bytes:
    """For each character of ASCII whether it counts as a letter: 1 or 0."""
    return chars.encode("ascii").translate(_MASK_LEET if leet else _MASK)


def _fold_ascii(chars: str, ends: Sequence[int], leet: bool) -> tuple[str, list[int]]:
    return chars.translate(FOLD_LEET if leet else FOLD), list(compress(ends, which(chars, leet=leet)))
