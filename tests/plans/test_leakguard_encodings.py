"""What is encoded is read as the text it stands for, however its bytes are set."""

import base64
from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest

from plans.leakguard import MARK, LeakGuard
from tests.plans.leaks.changes import ACCENTS, CYRILLIC, GREEK
from tests.plans.leaks.rows import prompts

PROMPTS = prompts()
GUARD = LeakGuard(PROMPTS)
SENTENCE = "Set is_ai_suggested to true only for tasks that you propose on your own initiative"
LEFT = 24  # characters of the encoding of one letter after another, at most

Change = Callable[[str], str]


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def spelled(sign: str, before: str = "") -> Change:
    return lambda text: sign.join(f"{before}{byte:02x}" for byte in text.encode())


def cut_at_random(text: str, chance: Random) -> str:
    stream = GUARD.stream()
    edges = [0, *sorted(chance.sample(range(len(text)), len(text) // 9)), len(text)]
    return "".join(stream.feed(text[start:end]) for start, end in pairwise(edges)) + stream.flush()


def assert_taken_out(text: str) -> None:
    whole = GUARD.scan(text).text
    assert MARK in whole
    assert len(whole) < len(text) // 3
    chance = Random(3)
    for _ in range(12):
        assert cut_at_random(text, chance) == whole


BEYOND_ASCII: dict[str, Change] = {
    "cyrillic": lambda text: text.translate(CYRILLIC),
    "greek": lambda text: text.translate(GREEK),
    "fullwidth": lambda text: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text),
    "fullwidth throughout": lambda text: "".join(chr(ord(char) + 0xFEE0) if char > " " else "\u3000" for char in text),
    "bold": lambda text: "".join(chr(ord(char) - 97 + 0x1D41A) if "a" <= char <= "z" else char for char in text),
    "accents": lambda text: "".join(ACCENTS.get(char, char)[0] for char in text),
    "marks": lambda text: "\u0301".join(text),
    "unseen": lambda text: "\u200b".join(text),
    "quoted": lambda text: f"“{text}”",
    "after an umlaut": lambda text: f"züéö {text}",
}
ENCODED: dict[str, Change] = {
    "base64": b64,
    "base64 backwards": lambda text: b64(text)[::-1],
    "hex": spelled(""),
    "hex capitals": lambda text: text.encode().hex().upper(),
    "hex spaced": spelled(" "),
    "hex 0x": spelled(", ", "0x"),
    "twice": lambda text: b64(b64(text)),
    "hex of base64": lambda text: b64(text).encode().hex(),
}


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("change", BEYOND_ASCII)
def test_letters_beyond_ascii_are_read_inside_an_encoding(change: str, encoding: str) -> None:
    assert_taken_out(ENCODED[encoding](BEYOND_ASCII[change](SENTENCE)))


SEPARATED = [".", "_", " / ", "/", " ", ": ", "-", " -> ", '","', "'", "=", " $", "><", "\t", ";\n"]


@pytest.mark.parametrize("sign", SEPARATED)
def test_bytes_in_hex_may_be_set_apart(sign: str) -> None:
    assert_taken_out("It says: " + spelled(sign)(SENTENCE) + " and so on.")


def test_words_in_hex_may_be_set_apart() -> None:
    assert_taken_out(" / ".join(word.encode().hex() for word in SENTENCE.split()))


ORDINARY = [
    "Totals: 48750.13, 8.63\n75.65, 26858.61, 5.20, 44.65.60 and 61.70.61; versions 2.7.3, 3.10.12, 45.67.32.21.",
    "20.05.2024, 30.06.2024, 24.07.2025 | 12/30/2024 20/30/40 | 2024-03-21_2024-04-22 | 192.168.20.30:6543",
    "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 c3ab8ff13720e8ad9047dd39466b3c89 e2809c44",
    "commit d0b5c3a9e28099f09f9880d0b0d0b1c3bc7ac3bc1e5c2f4a9b8d7e6f\nAuthor: Zoë <zoe@example.org>\n    Müller’s fix",
    "550e8400-e29b-41d4-a716-446655440000, f81d4fae-7dec-11d0-a765-00a0c91e6bf6, urn:uuid:6fa459ea-ee8a-3ca4-894e-db77",
    "MAC 00:1b:44:11:3a:b7, de:ad:be:ef:c3:a9; IPv6 fe80::d0b5:c3a9:e280:9944; #c3a9e2, #d0b5d0; 0xefbca4, 0xdeadbeef",
    "7ac3bc726963682c20636166c3a9206175206c616974: “zürich, café au lait” in UTF-8, 637269c3a86d65206272c3bb6cc3a965.",
    "S3 bucket c3 e2 d0, M3 a1 b2 c3 d4 e5 f6, B2B sales in Q3 and Q4: 12 % more; 2nd of 3 at 20:30",
    b64("Čau! Zítra v 9:00 máme schůzku s klientem, přines prosím smlouvu a předávací protokol. Děkuju, Žaneta"),
    b64("Завтра в 9:00 встреча с клиентом, возьми договор и акт приёмки. Спасибо, Жанна"),
    b64("明日の九時に打ち合わせがあります。契約書を忘れないでください。"),
    spelled("")("Grüße aus Zürich, die Änderung ist übernommen und der Überschuss verbucht."),
    spelled(" ")("Ελάτε αύριο στις εννέα, μη ξεχάσετε το συμβόλαιο και την απόδειξη παραλαβής."),
]


@pytest.mark.parametrize("text", ORDINARY, ids=range(len(ORDINARY)))
def test_numbers_hashes_and_other_encodings_stay(text: str) -> None:
    chance = Random(4)
    assert GUARD.scan(text).text == text
    assert GUARD.scan(text * 30).text == text * 30
    assert cut_at_random(text, chance) == text


@pytest.mark.parametrize(
    "text", ["e280", "c3", "of the café d0", "f09f98", "7ac3", "0xc3", "44.65.", "e28099 and so on"]
)
def test_what_may_begin_a_run_is_not_held_up(text: str) -> None:
    stream = GUARD.stream()
    assert "".join(stream.feed(char) for char in text) == text
