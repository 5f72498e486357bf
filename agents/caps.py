"""How much one run may use."""

from dataclasses import dataclass

from adiuva.config import config


@dataclass(frozen=True)
class Caps:
    """Model calls and tokens are checked before each model call, tool calls before each turn's calls are made,
    seconds all the time. Corrections are the bad calls of one tool that go back to the model."""

    model_calls: int = 32
    tool_calls: int = 64
    tokens: int = 1_000_000
    seconds: float = config.run_timeout
    corrections: int = 2
    iterations: int = 5
    agents: int = 4
    deep_turns: int = 16
