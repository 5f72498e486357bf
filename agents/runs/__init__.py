"""Runs: owned tasks that think, apart from whoever asked. Doors start them and listen."""

from agents.runs import accounting, figures, leavers  # noqa: F401 - they register themselves
from agents.runs.chats import go_on, start_chat
from agents.runs.live import find, start
from agents.runs.reach import cancel, cancel_here, follow
from agents.runs.run import Run

__all__ = ["Run", "cancel", "cancel_here", "find", "follow", "go_on", "start", "start_chat"]
