"""One device on one socket, frame by frame, by a clock that the test sets."""

import json

import msgspec
import pytest

from agents.devices import frames
from agents.devices.errands import Apply, Call
from agents.devices.link import IN_FLIGHT, RESULT_BYTES, DeviceLink


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def link(clock):
    return DeviceLink(clock)


def call(id_="c1"):
    return Call(id_, "run", "list_tasks", msgspec.Raw(b'{"status":"todo"}'))


def action(id_="a1"):
    return Apply(id_, "run", msgspec.Raw(json.dumps({"id": id_, "type": "delete_record"}).encode()))


def sent(raw):
    return [json.loads(frame) for frame in raw]


def said(**frame):
    return frames.decode(json.dumps(frame).encode())


def result(call_id="c1", **given):
    return said(type="tool.result", call_id=call_id, **(given or {"result": []}))


def test_a_read_goes_out_with_what_is_left_of_its_time(link):
    assert sent(link.ask(call(), "w", 14.2504)) == [
        {
            "type": "tool.call",
            "call_id": "c1",
            "tool": "list_tasks",
            "args": {"status": "todo"},
            "deadline_ms": 14250,
            "run_id": "run",
        }
    ]


def test_an_action_goes_out_as_it_is(link):
    [frame] = sent(link.ask(action(), "w", 15))
    assert frame == {"type": "actions", "run_id": "run", "actions": [{"id": "a1", "type": "delete_record"}]}


def test_what_is_on_its_way_is_not_sent_again(link):
    link.ask(call(), "w", 15)
    assert link.ask(call(), "w", 14) == []


def test_an_answer_goes_to_who_asked_and_once(link):
    link.ask(call("c1"), "w1", 15)
    link.ask(call("c2"), "w2", 15)
    [reply], _ = link.hear(result("c2", result=[1]))
    assert (reply.sender, reply.answer.id, bytes(reply.answer.result)) == ("w2", "c2", b"[1]")
    assert link.hear(result("c2")) == ([], [])
    assert link.in_flight == 1


def test_what_was_answered_may_be_asked_again(link):
    """Its answer was lost on the way to the sender."""
    link.ask(call(), "w", 15)
    link.hear(result())
    assert len(link.ask(call(), "w", 12)) == 1


def test_sixty_four_are_on_their_way_and_the_others_wait_in_order(link):
    first = [sent(link.ask(call(f"c{n}"), "w", 15)) for n in range(IN_FLIGHT)]
    assert all(len(frames) == 1 for frames in first)
    assert link.ask(call("d1"), "w", 15) == link.ask(call("d2"), "w", 15) == []
    for answered, following in (("c5", "d1"), ("c0", "d2")):
        _, raw = link.hear(result(answered))
        assert [frame["call_id"] for frame in sent(raw)] == [following]
    assert link.in_flight == IN_FLIGHT


def test_who_waits_keeps_to_its_deadline(link, clock):
    for n in range(IN_FLIGHT):
        link.ask(call(f"c{n}"), "w", 15)
    link.ask(call("short"), "w", 5)
    link.ask(call("long"), "w", 20)
    clock.now += 6
    _, raw = link.hear(result("c0"))
    assert [(frame["call_id"], frame["deadline_ms"]) for frame in sent(raw)] == [("long", 14_000)]


def test_those_whose_time_is_over_make_room(link, clock):
    for n in range(IN_FLIGHT):
        link.ask(call(f"c{n}"), "w", 15)
    clock.now += 15
    assert len(link.ask(call("next"), "w", 15)) == 1
    assert link.hear(result("c0")) == ([], [])  # late


def test_who_leaves_leaves_everything_undone(link, clock):
    for n in range(IN_FLIGHT + 1):
        link.ask(call(f"c{n}"), f"w{n % 2}", 15)
    assert [held.errand.id for held in link.leave()] == [f"c{n}" for n in range(IN_FLIGHT + 1)]
    assert link.leave() == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"error": {"code": "locked", "detail": "No."}}, "locked"),
        ({"error": {"code": "locked"}, "result": []}, "locked"),
        ({"call_id": "c1"}, "invalid"),
        ({"result": "x" * RESULT_BYTES}, "too_large"),
    ],
)
def test_errors_are_answers(link, given, code):
    link.ask(call(), "w", 15)
    [reply], _ = link.hear(said(**({"type": "tool.result", "call_id": "c1"} | given)))
    assert reply.answer.error.code == code


def test_a_result_of_a_mebibyte_fits(link):
    link.ask(call(), "w", 15)
    [reply], _ = link.hear(result(result="x" * (RESULT_BYTES - 2)))
    assert len(reply.answer.result) == RESULT_BYTES


def test_an_acknowledgement_answers_each_action(link):
    for id_ in ("a1", "a2", "a3"):
        link.ask(action(id_), "w", 15)
    rejected = [{"id": "a2", "reason": "Locked."}, {"id": "a9", "reason": "?"}]
    replies, _ = link.hear(said(type="actions.ack", run_id="run", applied=["a1", "a1", "a8"], rejected=rejected))
    assert [(reply.answer.id, bool(reply.answer.error)) for reply in replies] == [("a1", False), ("a2", True)]
    assert replies[1].answer.error.detail == "Locked."
    assert link.in_flight == 1


def test_a_result_is_no_acknowledgement(link):
    link.ask(action("a1"), "w", 15)
    link.ask(call("c1"), "w", 15)
    assert link.hear(result("a1")) == ([], [])
    assert link.hear(said(type="actions.ack", run_id="run", applied=["c1"])) == ([], [])
    assert link.in_flight == 2
