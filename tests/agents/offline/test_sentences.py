"""Every sentence through the router, its agents and their tools, as a run does it."""

import importlib
import pkgutil

import pytest

from tests.agents.offline import other_records, records, sentences, studio_records
from tests.agents.offline.case import as_expected

WORLDS = {module.__name__.rpartition(".")[2]: module for module in (records, other_records, studio_records)}
CASES = [
    pytest.param(case, id=f"{module.name}: {case.message[:80]}")
    for module in pkgutil.iter_modules(sentences.__path__)
    for case in importlib.import_module(f"{sentences.__name__}.{module.name}").CASES
]


@pytest.mark.parametrize("case", CASES)
async def test_sentence(case, ask):
    context = WORLDS[case.world].CONTEXT
    outcome = await ask(case.message, context, [{"role": role, "content": text} for role, text in case.history])
    verdict(case, outcome)


def verdict(case, outcome):
    assert as_expected(outcome.actions) == case.actions
    assert outcome.agents == case.agent_names
    low = outcome.text.casefold()
    assert [piece for piece in case.says if piece.casefold() not in low] == [], outcome.text
    assert [piece for piece in case.never if piece.casefold() in low] == [], outcome.text
