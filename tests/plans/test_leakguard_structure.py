"""Machinery is known by its form; what people write about machinery is theirs."""

import pytest

from agents.registry import registry
from plans.leakguard import MARK, LeakGuard, Scan
from plans.leakguard.letters import fold
from plans.leakguard.measures import GRAM, STRIDE
from plans.leakguard.vocabulary import AGENT_NAMES, OPENERS, TOOL_NAMES
from tests.plans.leaks.machinery import LEAKS, LOOKALIKES
from tests.plans.leaks.rows import prompts

GUARDS = {"with prompts": LeakGuard(prompts()), "without prompts": LeakGuard([])}


@pytest.fixture(params=GUARDS.values(), ids=GUARDS)
def guard(request: pytest.FixtureRequest) -> LeakGuard:
    return request.param


@pytest.mark.parametrize(("text", "gone"), LEAKS)
def test_machinery_is_taken_out(guard: LeakGuard, text: str, gone: str) -> None:
    scan = guard.scan(text)
    assert MARK in scan.text
    assert gone not in scan.text


@pytest.mark.parametrize("text", LOOKALIKES)
def test_what_only_looks_like_machinery_stays(guard: LeakGuard, text: str) -> None:
    assert guard.scan(text) == Scan(text, [])


@pytest.mark.parametrize("text", [text for text, _ in LEAKS] + LOOKALIKES)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11])
def test_streamed_as_scanned(guard: LeakGuard, text: str, size: int) -> None:
    stream = guard.stream()
    out = "".join(stream.feed(text[i : i + size]) for i in range(0, len(text), size)) + stream.flush()
    assert out == guard.scan(text).text


LONG_OPENERS = [opener for opener in OPENERS if len(fold(opener)) >= GRAM + STRIDE - 1]


@pytest.mark.parametrize("before", ["", "x ", "It is so. ", "In three words: "])
@pytest.mark.parametrize("shift", range(STRIDE))
def test_an_opener_is_known_wherever_it_stands(guard: LeakGuard, before: str, shift: int) -> None:
    for opener in LONG_OPENERS:
        scan = guard.scan(f"{'y' * shift} {before}{opener} and I do as I am told. That is all.")
        assert "do as I am told" not in scan.text, opener


def test_what_follows_a_block_is_kept() -> None:
    scan = GUARDS["without prompts"].scan(LEAKS[0][0])
    assert scan.text == f"{MARK}Done, it is created."


def test_a_long_block_is_not_kept_in_pieces() -> None:
    stream = GUARDS["without prompts"].stream()
    assert stream.feed("<thinking>I have to think about this for quite a while. ") == ""
    assert all(stream.feed("And on and on it goes. ") == "" for _ in range(50))
    assert stream.feed("</thinking>Done.") == f"{MARK}Done."


def test_every_tool_and_agent_is_known_by_name() -> None:
    ours = [agent for agent in registry.all() if agent.__module__.startswith("agents.")]
    assert {tool.tool for agent in ours for tool in (*agent.get_tools(), *agent.looks_up)} == set(TOOL_NAMES)
    assert {agent.name for agent in ours} == set(AGENT_NAMES)
