"""Whatever a letter looks like on the screen, it is read as."""

import unicodedata
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.leakguard import MARK, LeakGuard
from plans.leakguard.letters import FOLD, MIXED, SHORT, fold, mixes
from tests.plans.leaks.rows import prompts

PROMPTS = prompts()
GUARD = LeakGuard(PROMPTS)
SENTENCE = "Set is_ai_suggested to true only for tasks that you propose on your own initiative"

LOOK = {
    "greek": ("aiokvpnutxyABEHIKMNOPTXYZewrs", "αιοκνρηυτχγΑΒΕΗΙΚΜΝΟΡΤΧΥΖεωгς"),
    "cyrillic": ("aceopxyisjhkmtbnABCEHIJKMOPSTXYdqwvgu", "асеорхуіѕјһкмтЬпАВСЕНІЈКМОРЅТХУԁԛԝѵɡս"),
    "armenian": ("hnouqgplSOUL", "հոօսզցքլՏՕՍԼ"),
    "cherokee": ("DRTiAJEWMHGPVZSLCKY", "ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᏀᏢᏙᏃᏚᏞᏟᏦᎩ"),
    "lisu": ("BPDTGKJCZFMNLSRVHWXYAEIOU", "ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ"),
    "strokes": ("abcdeghijloptuzADEHLOTZ", "ⱥƀȼđɇǥħɨɉłøᵽŧʉƶȺĐɆĦŁØŦƵ"),
    "hooks": ("bcdfghkmnpqrstvwxyz", "ɓƈɗƒɠɦƙɱɲƥʠɽʂƭʋⱳҳƴȥ"),
    "tails": ("abcdefghijklmnopqrstuvwxyz", "αɓɕɗҽϝɠԋιʝƙʅɱɳσρϙɾʂƚυʋɯχყȥ"),
    "small capitals": ("abcdefghijklmnoprstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"),
    "coptic": ("aekmnopcty", "ⲁⲉⲕⲙⲛⲟⲣⲥⲧⲩ"),
}


@pytest.mark.parametrize("name", LOOK)
def test_what_looks_like_a_letter_is_read_as_it(name: str) -> None:
    plain, alike = LOOK[name]
    read = {char: fold(char) for char in plain}
    assert {char: fold(other) for char, other in zip(plain, alike, strict=True)} == read


@pytest.mark.parametrize("name", LOOK)
@pytest.mark.parametrize("change", [str, str.upper, str.lower])
def test_a_sentence_in_letters_that_look_alike_is_found(name: str, change: type[str]) -> None:
    text = change(SENTENCE).translate(str.maketrans(*LOOK[name]))
    assert MARK in GUARD.scan(f"It says: {text}.").text


MARKS = [chr(code) for code in range(0x2FFF) if unicodedata.category(chr(code))[0] == "M"]
UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u2060\u2800\u3164"
UNSEEN += "\ufe0f\ufeff\uffa0\U0001d173\U000e0100"


def test_marks_and_what_cannot_be_seen_are_no_letters() -> None:
    assert [char for char in (*MARKS, *UNSEEN) if FOLD[ord(char)]] == []


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_what_cannot_be_seen_hides_nothing(unseen: str) -> None:
    assert MARK in GUARD.scan(unseen.join(SENTENCE)).text


def test_marks_in_heaps_hide_nothing() -> None:
    chance = Random(2)
    assert MARK in GUARD.scan("".join(char + "".join(chance.choices(MARKS, k=9)) for char in SENTENCE)).text


GOING_ON = [
    "Δευτέρα: ΝΕΑ ΥΠΗΡΕΣΙΑ ΗΛΕΚΤΡΟΝΙΚΗΣ ΥΠΟΓΡΑΦΗΣ. Στείλε την προσφορά ως την Παρασκευή.",
    "Ἐν ἀρχῇ ἦν ὁ λόγος, καὶ ὁ λόγος ἦν πρὸς τὸν θεόν, τῇ ᾠδῇ ᾄδων.",
    "Нові завдання: ЄВРО, ШИНИ, ЩІТКИ. Қазақстан Республикасы, Ғылым күні, Ұлттық банк, Әлия мен Өтеген.",
    "Խնդիրներ՝ ուղարկել հաշիվը մինչև ուրբաթ, զանգահարել Լիլիթին և Տիգրանին, պատրաստել շնորհանդեսը։",
    "오늘 할 일: 견적서 보내기, 회의실 예약, 김민수 씨에게 전화하기. ㅋㅋㅋ 그리고 ㅎㅎ 내일은 쉬는 날이에요.",
    "ᎣᏏᏲ! ᏙᎯᏧ? ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ.",
    "วันนี้มีงาน ๒๓ งาน ส่งใบเสนอราคาให้ลูกค้าและโทรหาคุณสมชายก่อนเที่ยง",
    "Ɓaŋ ƙasa, ɗan uwa; Đặng Thị Hằng và Nguyễn Văn Đức họp lúc 9 giờ sáng thứ Hai.",
    "המשימות להיום: לשלוח את ההצעה, להתקשר לנועה ולסיים את הדוח עד יום חמישי.",
]


@pytest.mark.parametrize("text", GOING_ON)
def test_what_is_written_in_other_letters_stays(text: str) -> None:
    for some in (text, text.upper(), text.lower(), text * 20):
        assert GUARD.scan(some).text == some


@given(st.text("aZ10!_ .-|", max_size=40), st.text("aZ10!_ .-|", max_size=40))
def test_digits_among_letters_are_seen_in_a_long_text_as_in_a_short_one(before: str, after: str) -> None:
    text = before + " " * SHORT + after
    assert mixes(text) == (MIXED.search(text) is not None)
