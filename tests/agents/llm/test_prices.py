import subprocess
import sys
from pathlib import Path

import pytest

from agents.llm import prices


@pytest.mark.parametrize(
    ("model", "twin"),
    [
        ("openai/gpt-4o", "gpt-4o"),
        ("anthropic/claude-sonnet-4-5", "claude-sonnet-4-5"),
        ("mistral/mistral-large-latest", "mistral/mistral-large-latest"),
    ],
)
async def test_a_listed_model(model, twin):
    cost = await prices.cost_usd(model, 1_000_000, 1_000_000)
    assert cost == await prices.cost_usd(twin, 1_000_000, 1_000_000)
    assert 0.1 < cost < 1000


async def test_input_and_output_have_prices_of_their_own():
    asked, said = [await prices.cost_usd("gpt-4o", *tokens) for tokens in ((1000, 0), (0, 1000))]
    assert 0 < asked < said
    assert await prices.cost_usd("gpt-4o", 1000, 1000) == pytest.approx(asked + said)


@pytest.mark.parametrize("model", ["nobody/knows", "gpt-99", "nobody/gpt-4o", "sample_spec/x"])
async def test_an_unknown_model_has_no_price(model):
    assert await prices.cost_usd(model, 10, 10) is None


@pytest.mark.parametrize("model", ["offline", "ollama/llama3.1", "vllm/meta-llama/Llama-3-8B"])
async def test_own_machines_cost_nothing(model):
    assert await prices.cost_usd(model, 10, 10) == 0


def test_a_row_that_cannot_be_read_is_left_out():
    assert prices._row(b'{"input_cost_per_token": {"odd": 1}}') is None


def test_the_list_is_read_without_litellm():
    code = (
        "import asyncio, sys; from agents.llm.prices import cost_usd\n"
        "assert asyncio.run(cost_usd('gpt-4o', 1, 1)) > 0; assert 'litellm' not in sys.modules"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
