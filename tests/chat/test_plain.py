"""A text frame is never a JSON object, whatever the model says and however it is cut."""

import json

from hypothesis import given
from hypothesis import strategies as st

from chat.plain import text_frames

JSONISH = st.text(alphabet='{}[]": ,\\\n\t\ufeff\xa0ad1', max_size=40)
OBJECTS = st.dictionaries(st.text(max_size=5), st.one_of(st.integers(), st.text(max_size=5), st.none()), max_size=3)
SPACE = st.text(alphabet=" \t\n\r\v\ufeff", max_size=4)


def is_an_object(frame):
    try:
        return isinstance(json.loads(frame), dict)
    except json.JSONDecodeError:
        return False


@given(st.one_of(JSONISH, st.text(max_size=60)).filter(bool))
def test_any_text(text):
    frames = [frame.decode() for frame in text_frames(text)]
    assert "".join(frames) == text
    assert all(frames) and not any(map(is_an_object, frames))


@given(OBJECTS, SPACE, SPACE, st.integers(0, 4))
def test_any_object(value, before, after, indent):
    text = before + json.dumps(value, indent=indent or None) + after
    frames = [frame.decode() for frame in text_frames(text)]
    assert "".join(frames) == text
    assert len(frames) == 2 and not any(map(is_an_object, frames))


def test_many_braces_are_still_two_frames():
    assert len(text_frames("{" * 50_000 + "}" * 50_000)) == 2
