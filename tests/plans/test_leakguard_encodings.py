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


def assert_taken_out(text: str, beside: int = 0) -> None:
    whole = GUARD.scan(text).text
    assert MARK in whole
    assert len(whole) - beside < (len(text) - beside) // 3
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
TWICE: dict[str, Change] = {
    "base64 twice": lambda text: b64(b64(text)),
    "hex in base64": lambda text: b64(text.encode().hex()),
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


def in_lines(size: int, lead: str, end: str = "\n") -> Change:
    def change(code: str) -> str:
        lines = [code[start : start + size] for start in range(0, len(code), size)]
        return end.join(lead.format(i) + line for i, line in enumerate(lines, 1))

    return change


AS_LINES = {
    "short": in_lines(16, ""),
    "of mail": in_lines(76, "", "\r\n"),
    "quoted": in_lines(60, "> "),
    "quoted twice": in_lines(48, "> > "),
    "numbered": in_lines(44, "{}. "),
    "numbered with brackets": in_lines(44, "{}) "),
    "list": in_lines(40, "- "),
    "bullets": in_lines(40, "* "),
    "indented": in_lines(64, "    "),
    "indented as code is": in_lines(32, " " * 8),
    "escaped joints": in_lines(20, "", "&#8203;"),
    "tags": in_lines(5, "", "\U000e0020"),
    "table": in_lines(32, "| ", " |\n"),
    "strings": in_lines(32, '"', '",\n'),
    "shell": in_lines(56, "", "\\\n"),
    "words": in_lines(24, "", " "),
    "unseen": "\u200b".join,
    "soft hyphens": in_lines(9, "", "\u00ad"),
    "emoji's joints": in_lines(5, "", "\u200d"),
}


@pytest.mark.parametrize("lines", AS_LINES)
@pytest.mark.parametrize("encoding", ["base64", "hex", "base64 twice", "hex in base64"])
def test_an_encoding_may_be_set_in_lines(encoding: str, lines: str) -> None:
    text = AS_LINES[lines]((ENCODED | TWICE)[encoding](SENTENCE * 2))
    assert_taken_out(f"It is\n{text}\nas you see.")


def test_every_line_may_be_encoded_by_itself() -> None:
    lines = [b64(SENTENCE[start : start + 20]) for start in range(0, len(SENTENCE), 20)]
    assert_taken_out("It is\n" + "\n".join(lines * 2) + "\nas you see.")


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


INSIDE = [
    "/files/{}.txt", "https://a.io/f/{}", "xy{}", "x{}", "abc{}", "/{}", "//{}", "a/b/c/d/{}", "file-name_of_it/{}",
    "documents/and_files_of_somebody/{}", "https://example.org/Some/PathThatDecodesToNothing/{}/end", "1a2b3c4d5e/{}",
]  # fmt: skip


@pytest.mark.parametrize("around", INSIDE)
@pytest.mark.parametrize("offset", range(3))
def test_base64_that_begins_inside_a_word_is_found(around: str, offset: int) -> None:
    encoded = b64(SENTENCE[offset:]).rstrip("=")
    assert_taken_out(around.format(encoded), len(around))
    assert_taken_out(around.format(encoded.replace("+", "-").replace("/", "_")), len(around))


def test_base64_whose_first_characters_are_lost_is_found() -> None:
    for lost in range(1, 5):
        assert_taken_out(b64(SENTENCE)[lost:], 20)


def test_base64_that_begins_inside_a_word_may_be_encoded_again() -> None:
    assert_taken_out(b64("/f/" + b64(SENTENCE)))


ADDRESSES = [
    "https://Example.org/Assets/v2/js/main.3f2a9c.chunk.js?v=20240514T103000Z&id=AbCdEfGhIjKlMnOpQrStUvWxYz0123456789",
    "/usr/local/lib/python3.11/site-packages/django/contrib/admin/templates/admin/includes/object_delete_summary.html",
    "org.example.SomeVeryLongClassName.aMethodThatReturnsNothingAtAll(JavaBeansFactoryPostProcessorRegistry)",
    "s3://bucket-name/2024/05/14/Report_Final_v3_FINAL_reallyFinal.xlsx arn:aws:iam::123456789012:role/ServiceRoleForX",
    "git log --oneline feature/ABC-1234_add_login/with_SSO..origin/main -- src/Components/LoginForm/LoginForm.tsx",
    "/f/" + b64("Milk, bread, four eggs and the printer paper; call Anna about the venue before noon, please."),
    "data:image/png;base64,/" + base64.b64encode(Random(1).randbytes(900)).decode(),
    "https://cdn.example.org/" + base64.urlsafe_b64encode(Random(2).randbytes(300)).decode().rstrip("="),
]


@pytest.mark.parametrize("text", ADDRESSES, ids=range(len(ADDRESSES)))
def test_addresses_paths_and_names_stay(text: str) -> None:
    assert GUARD.scan(text).text == text
    assert GUARD.scan(f"{text}\n" * 30).text == f"{text}\n" * 30
    assert cut_at_random(text, Random(5)) == text


BETWEEN = ["", "", "", "", "/", "\n", " ", "=", "xy", "_", "-", ".", "<b>", "0x", "%", " Keep "]
MAYBE_ENCODED: list[Change] = [
    *ENCODED.values(), spelled("/"), spelled("."), str,
    lambda text: spelled("")(text).translate(str.maketrans("abcdef", "nopqrs")),
    lambda text: b64(spelled(" ")(text)),
    lambda text: base64.b64encode(Random(text).randbytes(len(text))).decode(),
    lambda text: Random(text).randbytes(len(text)).hex(),
]  # fmt: skip


def pieces_of_encodings(chance: Random) -> str:
    texts = [*BEYOND_ASCII.values(), str, str, str]
    text = ""
    for _ in range(chance.randrange(2, 9)):
        prompt = chance.choice(PROMPTS)
        start = chance.randrange(len(prompt) - 60)
        piece = chance.choice(texts)(prompt[start : start + chance.randrange(5, 60)])
        encoded = chance.choice(MAYBE_ENCODED)(piece)
        cut = chance.randrange(len(encoded) // 2)
        text += encoded[cut : len(encoded) - chance.randrange(cut + 1)] + chance.choice(BETWEEN)
    return text


@pytest.mark.parametrize("seed", range(60))
def test_pieces_of_encodings_are_judged_alike_however_they_are_cut(seed: int) -> None:
    chance = Random(seed)
    text = pieces_of_encodings(chance)
    whole = GUARD.scan(text).text
    stream = GUARD.stream()
    assert "".join(map(stream.feed, text)) + stream.flush() == whole
    for _ in range(6):
        assert cut_at_random(text, chance) == whole
