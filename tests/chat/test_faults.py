"""What is wrong with a frame is told in words of ours, with a pointer at the field."""

import msgspec
import pytest

from agents.devices import frames as device
from chat import frames
from chat.faults import WORDS, fault_of

CONTROLS = [
    ({"type": "resume"}, "#/runId", "required"),
    ({"type": "resume", "runId": 5}, "#/runId", "form"),
    ({"type": "cancel", "x": 1}, "#/x", "unknown"),
    ({"type": "cancel", "a/b~c": 1}, "#/a~1b~0c", "unknown"),
    ({"type": "auth", "access_token": None}, "#/access_token", "form"),
]
DEVICES = [
    ({"type": "hello", "device_id": ""}, "#/device_id", "form"),
    ({"type": "hello", "device_id": "a\0b"}, "#/device_id", "form"),
    ({"type": "hello", "device_id": "d", "tools": "all"}, "#/tools", "form"),
    ({"type": "hello"}, "#/device_id", "required"),
    ({"type": "dance"}, "#/type", "form"),
]


@pytest.mark.parametrize(
    ("said", "kinds", "pointer", "code"),
    [(said, frames.CONTROLS, *fault) for said, *fault in CONTROLS]
    + [(said, device.SAID, *fault) for said, *fault in DEVICES],
)
def test_a_fault_points_at_its_field(said, kinds, pointer, code):
    with pytest.raises(msgspec.ValidationError) as wrong:
        msgspec.convert(said, kinds)
    problem = fault_of(wrong.value)
    assert problem.code == "invalid"
    assert problem.errors == [{"pointer": pointer, "code": code, "detail": WORDS[code]}]
    assert "Expected" not in str(problem.body())


def test_a_device_is_named_in_characters_that_can_be_kept():
    device.decode(b'{"type": "hello", "device_id": "Ada\xe2\x80\x99s laptop"}')
