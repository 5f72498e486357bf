"""Escapes are read as the characters they stand for, in whichever of their forms."""

import codecs
from collections.abc import Callable, Sequence
from html import escape, unescape
from itertools import pairwise
from random import Random

import pytest

from plans.leakguard import MARK, LeakGuard
from plans.leakguard.escapes import Unescaper
from tests.plans.leaks.rows import prompts

PROMPTS = prompts()
GUARD = LeakGuard(PROMPTS)
SENTENCE = "Set is_ai_suggested to true, only for tasks: that you propose (on your own) initiative."

Form = Callable[[str], str]
FORMS: dict[str, Form] = {
    "entity without a sign after it": lambda char: f"&#{ord(char)}",
    "hex entity without one": lambda char: f"&#x{ord(char):x}" if char != " " else char,
    "letters in Fraktur by name": lambda char: f"&{char}fr;" if char.isalpha() else char,
    "double-struck by name": lambda char: f"&{char}opf;" if char.isalpha() else char,
    "%u": lambda char: f"%u{ord(char):04X}",
    "\\x{}": lambda char: f"\\x{{{ord(char):x}}}",
    "\\N{U+}": lambda char: f"\\N{{U+{ord(char):04X}}}",
    "css": lambda char: f"\\{ord(char):06x}",
    "css short": lambda char: f"\\{ord(char):x} ",
    "U+": lambda char: f"U+{ord(char):04X} ",
    "\\u{}": lambda char: f"\\u{{{ord(char):x}}}",
    "\\U": lambda char: f"\\U{ord(char):08x}",
    "two halves": lambda char: (
        chr(ord(char) - 97 + 0x1D41A).encode("utf-16-be").hex("\\", 2).replace("d", "\\ud", 1).replace("\\d", "\\ud")
        if "a" <= char <= "z"
        else char
    ),
    "soft hyphens by name": lambda char: f"{char}&shy;",
    "joiners by name": lambda char: f"{char}&zwnj;",
    "tags": lambda char: f"<span>{char}</span>",
    "breaks": lambda char: f"{char}<wbr>",
    "signs by name": lambda char: {
        " ": "&NewLine;", ",": "&comma;", ".": "&period;", ":": "&colon;", "(": "&lpar;", ")": "&rpar;",
        "_": "&lowbar;",
    }.get(char, char),
}  # fmt: skip
TURNED = ("%u", "\\x{}", "U+", "\\u{}", "\\U", "hex entity without one")


def cut_at_random(text: str, chance: Random) -> str:
    stream = GUARD.stream()
    edges = [0, *sorted(chance.sample(range(len(text)), len(text) // 9)), len(text)]
    return "".join(stream.feed(text[start:end]) for start, end in pairwise(edges)) + stream.flush()


def assert_taken_out(text: str) -> None:
    whole = GUARD.scan(text).text
    assert MARK in whole
    assert len(whole) < len(text) // 2
    chance = Random(3)
    for _ in range(12):
        assert cut_at_random(text, chance) == whole


@pytest.mark.parametrize("form", FORMS)
def test_a_sentence_in_escapes_is_found(form: str) -> None:
    assert_taken_out("".join(map(FORMS[form], SENTENCE)))


@pytest.mark.parametrize("form", TURNED)
def test_escapes_that_are_turned_themselves(form: str) -> None:
    assert_taken_out(codecs.encode("".join(map(FORMS[form], SENTENCE)), "rot13"))


def unescaped(text: str, cuts: Sequence[int] = ()) -> str:
    unescaper = Unescaper()
    edges = [0, *cuts, len(text)]
    pieces = [unescaper.feed(text[a:b], range(a, b), heard=False)[0] for a, b in pairwise(edges)]
    return "".join(pieces) + unescaper.feed("", (), heard=False, last=True)[0]


@pytest.mark.parametrize(
    "text", ["R&D; Q&A", "&foo; &CounterClockwiseContour", "a < b > c", "<spam>", "C++props +1", "&"]
)
def test_what_is_no_escape_stays_as_it_is(text: str) -> None:
    assert unescaped(text) == text
    assert unescaped(text, range(1, len(text))) == text


def test_every_sign_that_is_escaped_comes_back() -> None:
    text = "Fish & chips < \"5\" > 'soup' – café &notanentity; é"
    assert unescaped(escape(text)).replace("&notanentity;", "") == unescape(escape(text)).replace("&notanentity;", "")


ORDINARY = [
    "https://example.org/?a=1&copy=2&amp;lang=en&period=week&comma=1;x and R&D, AT&T; Q&A; B&B &co;",
    "<p>Hello <b>team</b>,<br>the <code>&lt;span&gt;</code> is <em>late</em>.</p>\n<ul><li>Milk</li></ul>",
    '{"a": "\\ud83d\\ude00 caf\\u00e9", "path": "C:\\\\00beef\\\\44 files\\\\2a"} and \\0, \\33[0m, \\2a \\N{BULLET}',
    "C++props, a+spoon+5+6, +49 30 1234567, U+1F600 and U+00E9, H+0055, x+dead+beef, 5 < 6 <s <b, i<u>j",
    "width: 50%; %u00e9 %h00 %25u 100%uptime 5%hops; \\hbox{a} \\kern{2} \\hspace{1cm} \\x{41} \\u{1F600} \\Hat \\x",
    "&#8203; &#x1F600 &#39s &nbsp;&nbsp; &rarr; &check; &hearts; &frac12; &alpha;&beta; &#1234567 &#",
]


@pytest.mark.parametrize("text", ORDINARY, ids=range(len(ORDINARY)))
def test_code_and_addresses_stay(text: str) -> None:
    assert GUARD.scan(text).text == text
    assert GUARD.scan(text * 30).text == text * 30
    assert cut_at_random(text, Random(2)) == text


@pytest.mark.parametrize("text", ["R&D ", "is 5 < 6 ", "<div>", "50% ", "1 + 2 ", "&c. "])
def test_a_sign_alone_is_not_held_up_for_long(text: str) -> None:
    stream = GUARD.stream()
    assert "".join(stream.feed(char) for char in text) == text
