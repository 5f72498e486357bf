"""What a device is sent for, and what it comes back with. One who sends it owns it: he alone tries again."""

import msgspec
from msgspec import UNSET, Raw, UnsetType

from agents.devices.frames import DeviceError

AGAIN = 1.0  # nothing was heard from the worker that has the device
STILL = 3.0  # it has it; the answer may have been lost all the same
SOON = 0.2  # the device is not where it was


class Call(msgspec.Struct, tag="call", frozen=True):
    """A read."""

    id: str
    run_id: str
    tool: str
    args: Raw


class Apply(msgspec.Struct, tag="apply", frozen=True):
    """One action; its id is the errand's."""

    id: str
    run_id: str
    action: Raw


Errand = Call | Apply


class Answer(msgspec.Struct, frozen=True):
    """Without `error` it went well; an applied action has no result."""

    id: str
    result: Raw | UnsetType = UNSET
    error: DeviceError | UnsetType = UNSET


class Pending:
    """An errand in its sender's hands: when to try again, and until when."""

    def __init__(self, errand: Errand, now: float, until: float) -> None:
        self.errand, self.until = errand, until
        self.next_try = now
        self.tries = 0
        self.answer: Answer | None = None

    def due(self, now: float) -> bool:
        return self.answer is None and self.next_try <= now < self.until

    def tried(self, now: float) -> None:
        self.tries += 1
        self.next_try = now + AGAIN

    def held(self, now: float) -> None:
        """The worker that has the device has it in its hands, or sent it on."""
        self.next_try = now + STILL

    def lost(self, now: float) -> None:
        """The device is not there: looked for soon, and the longer it is away the less often."""
        self.next_try = min(self.next_try, now + SOON * (1 + self.tries))

    def back(self, now: float) -> None:
        """The device is there again."""
        self.next_try = now

    def answered(self, answer: Answer) -> None:
        self.answer = self.answer or answer
