"""Runs: owned tasks that think, apart from whoever asked. Doors start them and listen."""

from agents.runs import accounting, figures  # noqa: F401 - they register themselves
from agents.runs.chats import go_on, start_chat
from agents.runs.live import find, start
from agents.runs.reach import cancel, follow
from agents.runs.run import Run

__all__ = ["Run", "cancel", "find", "follow", "go_on", "start", "start_chat"]
