import pytest
from hypothesis import given
from hypothesis import strategies as st

from adiuva.seal import Unsealable, seal, unseal


@given(st.binary(max_size=2000), st.text(max_size=40))
def test_what_is_sealed_opens_again(plain, owner):
    assert unseal("settings", seal("settings", plain, bound_to=owner), bound_to=owner) == plain


def test_sealing_twice_gives_two_texts_and_neither_shows_what_is_inside():
    first, second = seal("settings", b"be brief with me"), seal("settings", b"be brief with me")
    assert first != second
    assert b"brief" not in first


@pytest.mark.parametrize(
    ("purpose", "owner"), [("state", "ada"), ("settings", "eve"), ("settings", "")], ids=["purpose", "owner", "nobody"]
)
def test_another_purpose_or_owner_cannot_open_it(purpose, owner):
    with pytest.raises(Unsealable):
        unseal(purpose, seal("settings", b"mine", bound_to="ada"), bound_to=owner)


def test_another_key_cannot_open_it(settings):
    sealed = seal("settings", b"mine")
    settings.SECRET_KEY = "another" * 8
    with pytest.raises(Unsealable):
        unseal("settings", sealed)


def test_no_changed_byte_goes_unseen():
    sealed = seal("settings", b"mine")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(Unsealable):
            unseal("settings", bytes(changed))
    for length in range(len(sealed)):
        with pytest.raises(Unsealable):
            unseal("settings", sealed[:length])
